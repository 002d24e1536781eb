// SPDX-License-Identifier: Apache-2.0
#include "compiler/lsp/context.h"

#include <algorithm>
#include <array>
#include <span>

#include "grammar/keywords.h"

namespace lintel::lsp {
namespace {

using grammar::Keyword;
using grammar::KeywordKind;

constexpr std::string_view loop_names[] = {"all",       "exists", "exists_one",
                                           "existsOne", "filter", "map"};
constexpr std::string_view import_names[] = {"lines", "csv", "json"};

template <typename Element, typename List>
bool is_one_of(const Element& element, const List& list) {
  return std::find(std::begin(list), std::end(list), element) != std::end(list);
}

// The part of an item that a word lies in, by the keyword that opens it.
enum class Head : std::uint8_t {
  none,
  language,
  pool,
  on,
  let,
  rule,
  when,
  then,
  test,
  given,
  with,
  expect,
  never,
};

struct HeadWord {
  std::string_view word;
  Head head;
  std::array<Head, 2> follows = {Head::never, Head::never};  // in one item
};
constexpr HeadWord heads[] = {
    {"language", Head::language},
    {"on", Head::on},
    {"let", Head::let},
    {"rule", Head::rule},
    {"when", Head::when, {Head::rule, Head::never}},
    {"then", Head::then, {Head::rule, Head::when}},
    {"test", Head::test},
};
// Names elsewhere.
constexpr HeadWord heads_of_tests[] = {
    {"given", Head::given, {Head::test, Head::never}},
    {"with", Head::with, {Head::given, Head::never}},
    {"expect", Head::expect, {Head::given, Head::with}},
};
constexpr HeadWord pool_head = {"pool", Head::pool};

const HeadWord* find_head(std::string_view word, std::span<const HeadWord> among) {
  const auto found = std::find_if(among.begin(), among.end(),
                                  [&](const HeadWord& head) { return head.word == word; });
  return found == among.end() ? nullptr : &*found;
}

class ContextReader {
 public:
  ContextReader(std::string_view text, std::size_t offset) : text_(text) {
    std::size_t begin = offset;
    while (begin > 0 && continues_name(text[begin - 1])) --begin;
    std::size_t end = offset;
    while (end < text.size() && continues_name(text[end])) ++end;
    is_number_ = begin < end && !begins_name(text[begin]);
    context_.word = {begin, end};
    scan_ = scan(text, begin);
  }

  Context read() {
    for (at_ = 0; at_ < words().size(); ++at_) step();
    if (scan_.inside == Inside::text) find_import();
    if (scan_.inside != Inside::code || is_number_) return context_;
    find_surroundings();
    context_.place = place();
    return context_;
  }

 private:
  const std::vector<Word>& words() const { return scan_.words; }

  bool is_symbol(std::size_t i, char c) const {
    return i < words().size() && words()[i].kind == WordKind::symbol &&
           words()[i].spelling.front() == c;
  }
  bool is_name(std::size_t i) const {
    return i < words().size() && words()[i].kind == WordKind::name;
  }
  // There is such a word.
  bool is_text(std::size_t i) const { return words()[i].kind == WordKind::text; }
  bool is_last(std::string_view word) const {
    return is_name(words().size() - 1) && words().back().spelling == word;
  }
  bool is_last(char symbol) const { return is_symbol(words().size() - 1, symbol); }

  // One word on: which part of which item is this?
  void step() {
    const Word& word = words()[at_];
    if (word.kind == WordKind::symbol) return bracket(word.spelling.front());
    if (word.kind != WordKind::name || is_symbol(at_ - 1, '.')) return;
    if (const HeadWord* head = find_head(word.spelling, heads)) return open(*head, word);
    if (brackets_.empty()) {
      const HeadWord* head = find_head(word.spelling, heads_of_tests);
      if (head != nullptr && is_one_of(head_, head->follows)) return open(*head, word);
      if (word.spelling == pool_head.word && is_symbol(at_ + 1, '{')) return open(pool_head, word);
    }
    if (head_ == Head::on) name_trigger(word.spelling);
  }

  void open(const HeadWord& head, const Word& word) {
    brackets_.clear();
    if (!is_one_of(head_, head.follows)) context_.item = word.begin;
    head_ = head.head;
    head_at_ = at_;
    has_value_ = false;
    if (head_ == Head::on) context_.trigger.reset();
  }

  void bracket(char c) {
    if (c == '(' || c == '[' || c == '{') brackets_.push_back(at_);
    if ((c == ')' || c == ']' || c == '}') && !brackets_.empty()) brackets_.pop_back();
    if (c == '=' && head_ == Head::let && brackets_.empty()) has_value_ = true;
  }

  void name_trigger(std::string_view name) {
    if (context_.trigger) return;
    if (const auto* trigger = compiler::schema::find_trigger(name))
      context_.trigger = trigger->trigger;
    else if (const auto* source = compiler::schema::find_source(name))
      context_.trigger = source->trigger;
  }

  // True if an operand ends with the word.
  bool ends_operand(std::size_t i) const {
    if (i >= words().size()) return false;
    const Word& word = words()[i];
    switch (word.kind) {
      case WordKind::number: return true;
      case WordKind::text: return !word.spelling.ends_with("${");
      case WordKind::symbol:
        return word.spelling == ")" || word.spelling == "]" || word.spelling == "}";
      case WordKind::name: break;
    }
    const Keyword* keyword = grammar::find_keyword(word.spelling);
    return keyword == nullptr || keyword->kind == KeywordKind::literal || is_symbol(i - 1, '.');
  }

  // The bracket that the one at `i` closes; `i` if there is none.
  std::size_t opener(std::size_t i) const {
    std::size_t depth = 0;
    for (std::size_t j = i;; --j) {
      if (is_symbol(j, ')') || is_symbol(j, ']') || is_symbol(j, '}')) ++depth;
      if (is_symbol(j, '(') || is_symbol(j, '[') || is_symbol(j, '{')) --depth;
      if (depth == 0) return j;
      if (j == 0) return i;
    }
  }

  // The expression before the dot at word `dot`; empty if there is none.
  Bytes before(std::size_t dot) const {
    for (std::size_t after = dot; after > 0;) {
      std::size_t i = after - 1;
      if (!ends_operand(i)) return {};
      if (words()[i].kind == WordKind::symbol) {
        const std::size_t open = opener(i);
        if (open == i) return {};
        const bool is_call = is_symbol(open, '(') && is_name(open - 1) && ends_operand(open - 1);
        if (is_symbol(open, '[') && ends_operand(open - 1)) {
          after = open;
          continue;
        }
        i = is_call ? open - 1 : open;
      }
      // The rest of a template begins elsewhere.
      if (is_text(i) && words()[i].spelling.front() == '}') return {};
      if (is_name(i) && is_symbol(i - 1, '.')) {
        after = i - 1;
        continue;
      }
      return {words()[i].begin, words()[dot].begin};
    }
    return {};
  }

  void find_import() {
    const std::size_t text = words().size() - 1;
    const bool of_call = is_symbol(text - 1, '(') && is_name(text - 2) &&
                         is_one_of(words()[text - 2].spelling, import_names);
    const bool of_test = head_ == Head::given && head_at_ + 1 == text;
    if (of_call || of_test) context_.import = Bytes{words()[text].begin, text_.size()};
  }

  void find_surroundings() {
    for (const std::size_t open : brackets_) {
      if (!is_name(open - 1)) continue;
      const bool of_actions = head_ == Head::then || head_ == Head::expect;
      if (open == brackets_.front() && of_actions)
        context_.action = Bytes{words()[open - 1].begin, words()[open - 1].end};
      if (is_one_of(words()[open - 1].spelling, loop_names) && is_symbol(open - 2, '.') &&
          is_name(open + 1) && is_symbol(open + 2, ','))
        context_.variables.push_back(
            {{words()[open + 1].begin, words()[open + 1].end}, before(open - 2)});
    }
    if (head_ != Head::let || !has_value_ || !is_symbol(head_at_ + 2, '(')) return;
    for (std::size_t i = head_at_ + 3; is_name(i) || is_symbol(i, ','); ++i)
      if (is_name(i)) context_.parameters.push_back({words()[i].begin, words()[i].end});
  }

  // Of an expression: `whole` is what follows one that is not in brackets.
  Place in_expression(Place whole) const {
    if (!ends_operand(words().size() - 1)) return Place::value;
    return brackets_.empty() ? whole : Place::after_value;
  }

  Place place() {
    const std::size_t last = words().size() - 1;
    // A number that goes on.
    if (!words().empty() && words().back().kind == WordKind::number &&
        words().back().end == context_.word.begin)
      return Place::nowhere;
    if (is_last('.') && head_ != Head::none) {
      context_.base = before(last);
      return context_.base.begin < context_.base.end ? Place::member : Place::nowhere;
    }
    const bool in_brackets = !brackets_.empty();
    switch (head_) {
      case Head::never:
      case Head::none: return words().empty() ? Place::item : Place::nowhere;
      case Head::language: return is_last("language") ? Place::nowhere : Place::item;
      case Head::pool: return in_brackets || is_last("pool") ? Place::nowhere : Place::item;
      case Head::on: return is_last("on") || is_last(',') ? Place::on : Place::item;
      case Head::let: return has_value_ ? in_expression(Place::after_let) : Place::nowhere;
      case Head::rule: return Place::condition;
      case Head::when: return in_expression(Place::after_when);
      case Head::then:
        if (in_brackets) return in_expression(Place::after_value);
        return is_last("then") || is_last(',') ? Place::action : Place::item;
      case Head::test: return is_text(last) ? Place::given : Place::nowhere;
      case Head::given:
        if (in_brackets) return Place::nowhere;
        return is_last("given") ? Place::source : Place::after_given;
      case Head::with: return in_brackets || is_last("with") ? Place::nowhere : Place::after_with;
      case Head::expect:
        if (in_brackets) return in_expression(Place::after_value);
        if (is_last("expect")) return Place::first_expected;
        if (is_last(',') || is_last("not") || is_last("exactly")) return Place::expected;
        return Place::item;
    }
    return Place::nowhere;
  }

  std::string_view text_;
  Scan scan_;
  Context context_;
  bool is_number_ = false;
  std::size_t at_ = 0;
  Head head_ = Head::none;
  std::size_t head_at_ = 0;
  bool has_value_ = false;             // the let has its `=`
  std::vector<std::size_t> brackets_;  // the words that open those around
};

}  // namespace

Context context_at(std::string_view text, std::size_t offset) {
  return ContextReader(text, offset).read();
}

}  // namespace lintel::lsp
