// SPDX-License-Identifier: Apache-2.0
#include "grammar/tokens.h"

#include <algorithm>

#include "grammar/source.h"

namespace lintel::grammar {
namespace {

// ---- The strings of a tree ---------------------------------------------------------------------

class Strings {
 public:
  explicit Strings(const File& file) {
    for (const Item& item : file.items) add(item);
    std::sort(found_.begin(), found_.end(),
              [](const Span& a, const Span& b) { return a.begin < b.begin; });
  }

  // The end of the string that starts at `offset`, or 0. Offsets have to ascend.
  std::uint32_t end_of(std::size_t offset) {
    while (next_ < found_.size() && found_[next_].begin < offset) ++next_;
    return next_ < found_.size() && found_[next_].begin == offset ? found_[next_].end : 0;
  }

 private:
  void add(const Item& item) {
    if (item.let) add(item.let->value);
    if (item.rule) add(*item.rule);
    if (item.test) add(*item.test);
    add(item.pool);
  }

  void add(const Rule& rule) {
    add(rule.name_span);
    add(rule.condition);
    for (const Action& action : rule.actions) add(action);
  }

  void add(const Test& test) {
    add(test.name_span);
    for (const Expr* part : {test.file, test.event, test.changes}) add(part);
    for (const Expected& expected : test.expected) add(expected.action);
  }

  void add(const Action& action) {
    for (const Argument& argument : action.arguments) add(argument.value);
  }

  void add(const Expr* expr) {
    if (expr == nullptr) return;
    // What stands in a template lies within its quotes.
    if (expr->kind == ExprKind::text_template || expr->kind == ExprKind::string_literal)
      return add(expr->span);
    for (const Expr* child : expr->children) add(child);
  }

  void add(const Span& span) {
    if (span.end != 0) found_.push_back(span);
  }

  std::vector<Span> found_;
  std::size_t next_ = 0;
};

// ---- Characters --------------------------------------------------------------------------------

constexpr std::string_view blanks = " \t\r\n";

bool is_blank(char c) { return blanks.find(c) != std::string_view::npos; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool is_sign(char c) { return c == '+' || c == '-'; }

bool begins_fraction(std::string_view text) {
  return text.size() > 1 && text[0] == '.' && is_digit(text[1]);
}

// Nothing is so near to another number or name that they would have to be told apart.
std::size_t number_size(std::string_view text) {
  const bool is_decimal = !text.starts_with("0x");
  std::size_t size = 1;
  for (; size < text.size(); ++size) {
    const char before = text[size - 1];
    const bool in_exponent = is_decimal && (before == 'e' || before == 'E') && is_sign(text[size]);
    if (!is_word(text[size]) && !begins_fraction(text.substr(size)) && !in_exponent) break;
  }
  return size;
}

std::size_t symbol_size(std::string_view text) {
  constexpr std::string_view pairs[] = {"&&", "||", "==", "!=", "<=", ">=", "??"};
  for (const std::string_view pair : pairs)
    if (text.starts_with(pair)) return pair.size();
  return 1;
}

std::string_view without_blanks_behind(std::string_view text) {
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

}  // namespace

std::vector<Token> tokens(std::string_view text, const File& file) {
  Strings strings(file);
  std::vector<Token> found;
  std::uint32_t line_feeds = 0;
  std::size_t at = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  while (at < text.size()) {
    if (is_blank(text[at])) {
      if (text[at++] == '\n') ++line_feeds;
      continue;
    }
    const std::string_view rest = text.substr(at);
    const auto add = [&](TokenKind kind, std::size_t size) {
      found.push_back({kind, rest.substr(0, size), line_feeds});
      line_feeds = 0;
      at += size;
    };
    if (const std::uint32_t behind = strings.end_of(at); behind != 0) {
      add(TokenKind::literal, behind - at);
    } else if (rest.starts_with("//")) {
      add(TokenKind::comment, without_blanks_behind(rest.substr(0, rest.find('\n'))).size());
    } else if (is_digit(rest[0]) || begins_fraction(rest)) {
      add(TokenKind::literal, number_size(rest));
    } else if (is_word(rest[0])) {
      const auto end = std::find_if_not(rest.begin(), rest.end(), is_word);
      add(TokenKind::word, static_cast<std::size_t>(end - rest.begin()));
    } else {
      add(TokenKind::symbol, symbol_size(rest));
    }
  }
  return found;
}

}  // namespace lintel::grammar
