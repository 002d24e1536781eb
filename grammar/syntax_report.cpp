// SPDX-License-Identifier: Apache-2.0
// Says what is wrong with an item that could not be read: first the mistakes that have a name, then
// what was expected and what was found.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "grammar/builder.h"
#include "grammar/escapes.h"
#include "grammar/keywords.h"

namespace lintel::grammar {

namespace {

struct Replacement {
  std::string_view wrong;
  std::string_view right;
};

constexpr Replacement operators[] = {
    {"=", "=="},  {"===", "=="}, {"!==", "!="}, {"<>", "!="},
    {"=<", "<="}, {"=>", ">="},  {"&", "&&"},   {"|", "||"},
};
constexpr Replacement word_operators[] = {{"and", "&&"}, {"or", "||"}, {"is", "=="}};
constexpr std::string_view else_words[] = {"else", "elif", "elseif", "elsif", "otherwise"};
constexpr std::string_view item_words[] = {"rule", "when", "then", "let", "test", "on"};
constexpr std::string_view operator_characters = "=<>!&|";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_';
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return result;
}

bool is_typographic_quote(char32_t c) {
  return (c >= 0x2018 && c <= 0x201f) || c == 0xab || c == 0xbb || c == 0x2039 || c == 0x203a;
}

// Of a character outside ASCII.
bool is_foreign_blank(char32_t c) { return describe(c).front() == 'U'; }

class Report {
 public:
  explicit Report(Builder& builder)
      : builder_(builder),
        text_(builder.text()),
        expected_(builder.expectation),
        at_(expected_.furthest),
        gap_begin_(expected_.gap_end == at_ ? expected_.gap_begin : at_) {}

  std::uint32_t run() {
    find_token();
    if (string() || character() || comment() || operators_of_others() || words_of_others() ||
        number() || unclosed() || item() || then() || reserved())
      return resume_;
    general();
    return resume_;
  }

 private:
  // The token at the error: a word or number, a run of operator characters, or one character.
  void find_token() {
    end_ = at_;
    while (end_ < text_.size() && is_word(text_[end_])) ++end_;
    if (end_ == at_ && end_ < text_.size()) ++end_;
    token_ = text_.substr(at_, end_ - at_);
    resume_ = item_ends() ? gap_begin_ : after_open_text();
    previous_ = gap_begin_;
    while (previous_ > 0 && is_word(text_[previous_ - 1])) --previous_;
  }

  // The error, or the end of the text in three quotes around it: its lines are no items.
  std::uint32_t after_open_text() const {
    const Span* open = builder_.innermost_string();
    if (!open || open->end - open->begin < 3) return at_;
    const std::size_t close = text_.find(text_.substr(open->end - 3, 3), at_);
    return close == std::string_view::npos ? at_ : static_cast<std::uint32_t>(close + 3);
  }

  Span span(std::uint32_t begin, std::uint32_t end) const {
    return builder_.span(text_.data() + begin, text_.data() + end);
  }
  Span token_span() const { return span(at_, end_); }
  std::string_view previous_word() const { return text_.substr(previous_, gap_begin_ - previous_); }
  bool expects(std::string_view label) const { return expected_.expects(label); }
  bool is_keyword(KeywordKind kind) const {
    const Keyword* keyword = find_keyword(token_);
    return keyword && keyword->kind == kind;
  }

  // The item ends before it is complete: at the end of the file, or where a line opens the next.
  bool item_ends() const {
    if (at_ == text_.size()) return true;
    return is_keyword(KeywordKind::item) &&
           text_.substr(gap_begin_, at_ - gap_begin_).find('\n') != std::string_view::npos;
  }

  // Where a missing token belongs: the end of the line before, if the item ends.
  Span place() const { return item_ends() ? span(gap_begin_, gap_begin_) : token_span(); }

  std::string found() const {
    if (token_.empty()) return "the end of the file";
    if (token_ == "\"" || token_ == "'") return "a string";
    const auto character = first_code_point(token_);
    if (!character) return "a byte that is not UTF-8";
    if (character->value < 0x20 || character->value == 0x7f) return describe(character->value);
    return fmt::format("`{}`", token_);
  }

  std::string expectations() const {
    std::string result;
    const auto& labels = expected_.labels;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if (i > 0) result += i + 1 == labels.size() ? " or " : ", ";
      result += labels[i];
    }
    return result;
  }

  bool add(Finding finding) {
    builder_.findings().push_back(std::move(finding));
    return true;
  }

  static void fix(Finding& finding, std::string label, std::vector<Edit> edits) {
    finding.fixes.push_back({std::move(label), std::move(edits)});
  }

  // A repair that is only likely to be meant.
  static void guess(Finding& finding, std::string label, std::vector<Edit> edits) {
    finding.fixes.push_back({std::move(label), std::move(edits), true});
  }

  static std::string quoted(std::string_view text) { return fmt::format("`{}`", text); }

  // ---- Strings ---------------------------------------------------------------------------------

  bool string() {
    if (expects(labels::escape)) return unknown_escape();
    if (!expects(labels::closing_quote)) return false;
    const Span open = *builder_.innermost_string();
    const std::string_view quote = text_.substr(open.begin, open.end - open.begin);
    const std::string_view mark = quote.substr(quote.find_first_of("\"'"));
    Finding result;
    if (mark.size() == 3) {
      result = finding<Diagnostic::unterminated_string>(open);
      result.label = fmt::format("no `{}` follows up to the end of the file", mark);
      resume_ = open.end;
    } else {
      result = finding<Diagnostic::unterminated_string>(span(open.begin, at_));
      result.label = fmt::format("`{}` is missing before the end of the line", mark);
    }
    return add(std::move(result));
  }

  bool unknown_escape() {
    const std::uint32_t begin = at_ - 1;
    std::uint32_t end = at_;
    const char kind = at_ < text_.size() ? text_[at_] : '\n';
    if (const auto character = kind == '\n' ? std::nullopt : first_code_point(text_.substr(at_)))
      end += static_cast<std::uint32_t>(character->size);
    const std::size_t digits = kind == 'x' || kind == 'X' ? 2
                               : kind == 'u'              ? 4
                               : kind == 'U'              ? 8
                                                          : 0;
    while (digits > 0 && end < text_.size() && end - at_ <= digits && is_word(text_[end])) ++end;
    while (is_digit(kind) && end < text_.size() && end - at_ < 3 && is_digit(text_[end])) ++end;
    Finding result =
        finding<Diagnostic::unknown_escape>(span(begin, end), text_.substr(begin, end - begin));
    if (digits > 0)
      result.label = fmt::format("`\\{}` needs {} hexadecimal digits", kind, digits);
    else if (is_digit(kind))
      result.label = "an octal escape has three digits, from `\\000` to `\\377`";
    else
      fix(result, "write a backslash", {{span(begin, begin), "\\"}});
    return add(std::move(result));
  }

  // ---- Characters ------------------------------------------------------------------------------

  bool character() {
    if (token_.empty() || static_cast<unsigned char>(token_[0]) < 0x80) return false;
    const auto found = first_code_point(text_.substr(at_));
    if (!found) return false;
    end_ = at_ + static_cast<std::uint32_t>(found->size);
    if (is_typographic_quote(found->value)) return typographic_quote(found->value);
    Finding result;
    if (is_foreign_blank(found->value)) {
      result = finding<Diagnostic::invisible_character>(token_span(), describe(found->value));
      fix(result, "write a space", {{token_span(), " "}});
    } else {
      result = finding<Diagnostic::character_outside_names>(token_span(), describe(found->value));
    }
    return add(std::move(result));
  }

  bool typographic_quote(char32_t open) {
    Finding result = finding<Diagnostic::typographic_quote>(token_span(), describe(open));
    std::vector<Edit> edits{{token_span(), "\""}};
    for (std::uint32_t i = end_; i < text_.size() && text_[i] != '\n' && text_[i] != '"';) {
      const auto c = first_code_point(text_.substr(i));
      const auto size = static_cast<std::uint32_t>(c ? c->size : 1);
      if (c && is_typographic_quote(c->value)) {
        edits.push_back({span(i, i + size), "\""});
        break;
      }
      i += size;
    }
    fix(result, "use plain quotes", std::move(edits));
    return add(std::move(result));
  }

  bool comment() {
    const bool star = text_.substr(at_).starts_with("/*");
    const bool after_slash = at_ > 0 && text_.substr(at_ - 1).starts_with("/*");
    if (token_ != "#" && !star && !after_slash) return false;
    const std::uint32_t begin = after_slash ? at_ - 1 : at_;
    const std::uint32_t end = token_ == "#" ? begin + 1 : begin + 2;
    Finding result =
        finding<Diagnostic::comment_marker>(span(begin, end), text_.substr(begin, end - begin));
    fix(result, "write `//`", {{span(begin, end), "//"}});
    return add(std::move(result));
  }

  // ---- Words and operators of other languages
  // ----------------------------------------------------

  bool wrong_operator(Span where, std::string_view wrong, std::string_view right) {
    Finding result = finding<Diagnostic::unknown_operator>(where, wrong, right);
    fix(result, "write " + quoted(right), {{where, std::string(right)}});
    return add(std::move(result));
  }

  bool operators_of_others() {
    if (token_.empty() || operator_characters.find(token_[0]) == std::string_view::npos)
      return false;
    std::uint32_t begin = at_, end = at_;
    const auto is_operator = [&](std::uint32_t i) {
      return operator_characters.find(text_[i]) != std::string_view::npos;
    };
    while (begin > 0 && is_operator(begin - 1)) --begin;
    while (end < text_.size() && is_operator(end)) ++end;
    const std::string_view run = text_.substr(begin, end - begin);
    if (run == "=" && expects(labels::expression)) return false;
    if (run == "=" && names_argument()) return wrong_operator(span(begin, end), run, ":");
    for (const Replacement& one : operators)
      if (one.wrong == run) return wrong_operator(span(begin, end), run, one.right);
    return false;
  }

  // `from = "..."` among the arguments of an action.
  bool names_argument() const {
    if (!builder_.in_action() || previous_ == 0 || previous_word().empty()) return false;
    const std::size_t before = text_.find_last_not_of(" \t\r\n", previous_ - 1);
    return before != std::string_view::npos && (text_[before] == '(' || text_[before] == ',');
  }

  bool words_of_others() {
    const std::string word = lower(token_);
    if (std::find(std::begin(else_words), std::end(else_words), word) != std::end(else_words) &&
        !expects(labels::name))
      return add(finding<Diagnostic::else_unsupported>(token_span(), token_));
    if (token_ == ";") {
      Finding result = finding<Diagnostic::semicolon>(token_span());
      fix(result, "delete it", {{token_span(), ""}});
      return add(std::move(result));
    }
    if (lower(previous_word()) == "not" && !token_.empty() && at_ != expected_.item &&
        (is_word(token_[0]) || token_ == "\"") && !expects(labels::expression) &&
        !expects(labels::action) && !item_ends()) {
      Finding result =
          finding<Diagnostic::unknown_operator>(span(previous_, gap_begin_), previous_word(), "!");
      fix(result, "write `!`", {{span(previous_, at_), "!"}});
      return add(std::move(result));
    }
    if (expects(labels::expression)) return false;
    for (const Replacement& one : word_operators) {
      if (one.wrong != word) continue;
      const bool between_actions = at_ == expected_.item;
      return wrong_operator(token_span(), token_, between_actions ? "," : one.right);
    }
    return false;
  }

  bool number() {
    if (token_.empty() || !is_digit(token_[0]) || !expects(labels::expression)) return false;
    return add(finding<Diagnostic::malformed_number>(token_span(), token_));
  }

  // ---- Items -----------------------------------------------------------------------------------

  bool unclosed() {
    const Span* open = builder_.innermost_bracket();
    if (!open || !item_ends()) return false;
    const std::string_view bracket = text_.substr(open->begin, open->end - open->begin);
    const std::string_view close = bracket == "(" ? ")" : bracket == "[" ? "]" : "}";
    Finding result = finding<Diagnostic::unclosed_bracket>(*open, bracket);
    if (expects(quoted(close))) {
      result.label = fmt::format("{} is missing", quoted(close));
      fix(result, "add " + quoted(close), {{span(gap_begin_, gap_begin_), std::string(close)}});
    }
    return add(std::move(result));
  }

  bool item() {
    if (at_ != expected_.item) return false;
    if (is_keyword(KeywordKind::reserved))
      return add(finding<Diagnostic::reserved_word>(token_span(), token_));
    Finding result = finding<Diagnostic::unknown_item>(token_span(), found());
    const std::size_t before = text_.find_last_not_of(" \t", at_ == 0 ? 0 : at_ - 1);
    const bool goes_on = at_ > 0 && before != std::string_view::npos && text_[before] != '\n';
    const std::string_view meant = nearest(token_, item_words);
    if (!meant.empty())
      fix(result, "write " + quoted(meant), {{token_span(), std::string(meant)}});
    else if (goes_on && is_word(token_[0]))
      result.label = "a comma is missing if this is a further action";
    return add(std::move(result));
  }

  bool then() {
    if (!expects(labels::then)) return false;
    if (expects(labels::when)) return false;
    Finding result = finding<Diagnostic::missing_then>(place(), found());
    static constexpr std::string_view then_word[] = {"then"};
    const bool is_name =
        !token_.empty() && is_word(token_[0]) && !is_digit(token_[0]) && !find_keyword(token_);
    if (is_name && !nearest(token_, then_word).empty())
      fix(result, "write `then`", {{token_span(), "then"}});
    else if (is_name)
      guess(result, "add `then`", {{span(at_, at_), "then "}});
    else if (token_ == ")" || token_ == "]" || token_ == "}")
      result.label = "no bracket is open here";
    return add(std::move(result));
  }

  bool reserved() {
    const Keyword* keyword = token_.empty() ? nullptr : find_keyword(token_);
    if (!keyword || item_ends()) return false;
    const bool for_name = expects(labels::name) || expects(labels::parameter);
    const bool for_use =
        expects(labels::expression) || expects(labels::action) || expects(labels::on_name);
    const bool is_reserved_use = for_use && keyword->kind == KeywordKind::reserved;
    if (!for_name && !is_reserved_use) return false;
    return add(finding<Diagnostic::reserved_word>(token_span(), token_));
  }

  void general() {
    Finding result = finding<Diagnostic::unexpected>(place(), expectations(), found());
    const bool is_name = !token_.empty() && is_word(token_[0]) && !is_digit(token_[0]);
    for (const std::string_view word : {std::string_view("given"), std::string_view("expect")})
      if (is_name && expects(quoted(word)) && !nearest(token_, {&word, 1}).empty())
        fix(result, "write " + quoted(word), {{token_span(), std::string(word)}});
    if (expects(labels::test_name) && is_name && token_ != "given") {
      guess(result, "add quotes", {{token_span(), fmt::format("\"{}\"", token_)}});
    } else if (expects(labels::when) && is_name && !find_keyword(token_)) {
      if (previous_word() == "rule") {
        result.label = "the name of a rule stands in quotes";
        guess(result, "add quotes", {{token_span(), fmt::format("\"{}\"", token_)}});
      } else {
        guess(result, "add `when`", {{span(at_, at_), "when "}});
      }
    }
    add(std::move(result));
  }

  Builder& builder_;
  std::string_view text_;
  const Expectation& expected_;
  std::uint32_t at_;
  std::uint32_t gap_begin_;  // the end of the token before
  std::uint32_t end_ = 0;
  std::string_view token_;
  std::uint32_t previous_ = 0;  // the start of the word before, if the token before is one
  std::uint32_t resume_ = 0;
};

}  // namespace

std::uint32_t report(Builder& builder) { return Report(builder).run(); }

}  // namespace lintel::grammar
