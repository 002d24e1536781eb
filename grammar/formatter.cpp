// SPDX-License-Identifier: Apache-2.0
// Tokens to lines. What a token is to its neighbours is told by the tokens before it.
#include "grammar/formatter.h"

#include <algorithm>
#include <span>
#include <vector>

#include "grammar/escapes.h"
#include "grammar/keywords.h"
#include "grammar/tokens.h"

namespace lintel::grammar {
namespace {

constexpr std::size_t step = 2;  // spaces

// ---- Which tokens start a line -----------------------------------------------------------------

enum class Start : std::uint8_t { nothing, item, clause };

bool is_clause(const Token& token, ItemKind kind) {
  if (token.kind != TokenKind::word) return false;
  if (kind == ItemKind::rule) return token.text == "when" || token.text == "then";
  return kind == ItemKind::test && (token.text == "given" || token.text == "expect");
}

bool is_opening(const Token& token) {
  return token.kind == TokenKind::symbol &&
         (token.text == "(" || token.text == "[" || token.text == "{");
}

bool is_closing(const Token& token) {
  return token.kind == TokenKind::symbol &&
         (token.text == ")" || token.text == "]" || token.text == "}");
}

// Marks the clauses of one item, whose first token is the item's start.
void mark_clauses(ItemKind kind, std::span<const Token> tokens, std::span<Start> starts) {
  bool has_lines = false;
  bool has_comment_line = false;
  for (const Token& token : tokens.subspan(1)) {
    if (token.line_feeds == 0) continue;
    has_lines = true;
    if (token.kind == TokenKind::comment) has_comment_line = true;
  }
  std::size_t depth = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (is_opening(tokens[i])) ++depth;
    if (is_closing(tokens[i])) --depth;
    const bool starts_line =
        i > 0 && (tokens[i].line_feeds > 0 || (has_lines && !has_comment_line));
    if (starts_line && depth == 0 && is_clause(tokens[i], kind)) starts[i] = Start::clause;
  }
}

std::vector<Start> starts_of(std::string_view text, std::span<const Token> tokens,
                             const File& file) {
  std::vector<Start> starts(tokens.size(), Start::nothing);
  const auto offset = [&](std::size_t i) {
    return static_cast<std::size_t>(tokens[i].text.data() - text.data());
  };
  std::size_t at = 0;
  const auto token_from = [&](std::size_t begin) {
    while (at < tokens.size() && offset(at) < begin) ++at;
    return at;
  };
  for (const Item& item : file.items) {
    const std::size_t first = token_from(item.span.begin);
    const std::size_t size = token_from(item.span.end) - first;
    starts[first] = Start::item;
    mark_clauses(item.kind, tokens.subspan(first, size), std::span(starts).subspan(first, size));
  }
  // The line `language 1` is no item of the tree.
  for (std::size_t i = 0; i < tokens.size(); ++i)
    if (tokens[i].text == "language" && (i == 0 || tokens[i - 1].text != "."))
      starts[i] = Start::item;
  // A comment on a line of its own stands where what it is about stands.
  Start next = Start::item;
  for (std::size_t i = tokens.size(); i-- > 0; next = starts[i])
    if (tokens[i].kind == TokenKind::comment) starts[i] = next;
  return starts;
}

// ---- Lines -------------------------------------------------------------------------------------

struct Line {
  std::string code;  // with its indentation; has line feeds if a string in it has
  std::string_view comment;
};

std::size_t width(const Line& line) {
  return count_characters(std::string_view(line.code).substr(line.code.rfind('\n') + 1));
}

bool has_both(const Line& line) { return !line.code.empty() && !line.comment.empty(); }

std::string join(std::span<const Line> lines) {
  std::string out;
  for (std::size_t i = 0; i < lines.size();) {
    std::size_t end = i;
    std::size_t widest = 0;
    for (; end < lines.size() && has_both(lines[end]); ++end)
      widest = std::max(widest, width(lines[end]));
    if (end == i) out.append(lines[i++].code).append("\n");
    for (; i < end; ++i) {
      out.append(lines[i].code).append(widest - width(lines[i]) + step, ' ');
      out.append(lines[i].comment).append("\n");
    }
  }
  return out;
}

// ---- Tokens ------------------------------------------------------------------------------------

// What a token is to the one behind it.
enum class Role : std::uint8_t {
  none,      // before the first
  operand,   // a value, or its end
  callable,  // a name: a ( behind it belongs to it
  keyword,
  opening,
  prefix,  // of an operand
  dot,
  other,  // an operator, or what separates
};

class Formatter {
 public:
  std::string format(std::span<const Token> tokens, std::span<const Start> starts) {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (tokens[i].kind == TokenKind::comment)
        add_comment(tokens[i], starts[i]);
      else
        add(tokens[i], starts[i]);
    }
    return join(lines_);
  }

 private:
  void add_comment(const Token& token, Start start) {
    if (lines_.empty() || token.line_feeds > 0) {
      open_line(token, indentation(start), false);
      lines_.back().code.append(token.text);
    } else {
      lines_.back().comment = token.text;
    }
    after_comment_ = true;
  }

  void add(const Token& token, Start start) {
    const bool closes = is_closing(token);
    const bool ends_choice =
        token.text == ":" && !choices_.empty() && choices_.back() == brackets_.size();
    const Role role = role_of(token);
    if (lines_.empty() || token.line_feeds > 0 || start != Start::nothing) {
      open_line(token, closes ? brackets_.back() : indentation(start), closes);
    } else if (has_space(token, role, closes, ends_choice)) {
      lines_.back().code += ' ';
    }
    lines_.back().code.append(token.text);
    if (closes) brackets_.pop_back();
    if (is_opening(token)) brackets_.push_back(indent_);
    if (ends_choice) choices_.pop_back();
    if (token.text == "?") choices_.push_back(brackets_.size());
    before_ = role;
    after_comment_ = false;
  }

  std::size_t indentation(Start start) const {
    if (!brackets_.empty()) return brackets_.back() + step;
    return start == Start::nothing ? step : 0;
  }

  void open_line(const Token& token, std::size_t indent, bool closes) {
    const bool inner_edge = closes || (before_ == Role::opening && !after_comment_);
    if (token.line_feeds > 1 && !lines_.empty() && !inner_edge) lines_.emplace_back();
    lines_.push_back({std::string(indent, ' '), {}});
    indent_ = indent;
  }

  Role role_of(const Token& token) const {
    if (token.kind == TokenKind::literal || is_closing(token)) return Role::operand;
    if (token.kind == TokenKind::word) {
      if (before_ == Role::dot) return Role::callable;
      const Keyword* keyword = find_keyword(token.text);
      if (keyword == nullptr) return Role::callable;
      return keyword->kind == KeywordKind::literal ? Role::operand : Role::keyword;
    }
    if (is_opening(token)) return Role::opening;
    if (token.text == ".") return Role::dot;
    const bool after_operand = before_ == Role::operand || before_ == Role::callable;
    if (token.text == "!" || (token.text == "-" && !after_operand)) return Role::prefix;
    return Role::other;
  }

  // Between the last token and this one.
  bool has_space(const Token& token, Role role, bool closes, bool ends_choice) const {
    if (before_ == Role::opening || before_ == Role::prefix || before_ == Role::dot) return false;
    if (closes || role == Role::dot || token.text == ",") return false;
    if (token.text == ":") return ends_choice;
    if (token.text == "(") return before_ != Role::callable;
    if (token.text == "[") return before_ != Role::callable && before_ != Role::operand;
    return true;
  }

  std::vector<Line> lines_;
  std::vector<std::size_t> brackets_;  // that are open: how far the line of each is indented
  std::vector<std::size_t> choices_;   // `?` without its `:`: how many brackets are open there
  std::size_t indent_ = 0;             // of the line that is being written
  Role before_ = Role::none;
  bool after_comment_ = false;
};

}  // namespace

std::string format(std::string_view text, const File& file) {
  const std::vector<Token> all = tokens(text, file);
  return Formatter().format(all, starts_of(text, all, file));
}

}  // namespace lintel::grammar
