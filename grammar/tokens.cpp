// SPDX-License-Identifier: Apache-2.0
#include "grammar/tokens.h"

#include <algorithm>

#include "grammar/source.h"

namespace lintel::grammar {
namespace {

// ---- The strings of a tree ---------------------------------------------------------------------

// A piece of a template lies inside of it, and has no quotes of its own.
bool is_piece(const Expr& expr) {
  return expr.kind == ExprKind::string_literal && expr.name_span.end == 0;
}

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
    if (expr->kind == ExprKind::text_template || expr->kind == ExprKind::string_literal) {
      if (!is_piece(*expr)) add(expr->span);
      return;
    }
    for (const Expr* child : expr->children) add(child);
  }

  void add(const Span& span) {
    if (span.end != 0) found_.push_back(span);
  }

  std::vector<Span> found_;
  std::size_t next_ = 0;
};

// ---- Characters --------------------------------------------------------------------------------

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// Nothing is so near to another number or name that they would have to be told apart.
std::size_t number_size(std::string_view text) {
  const bool is_hexadecimal = text.size() > 1 && text[0] == '0' && text[1] == 'x';
  std::size_t size = 0;
  while (size < text.size()) {
    const char c = text[size];
    const bool after_exponent =
        !is_hexadecimal && size > 0 && (text[size - 1] == 'e' || text[size - 1] == 'E');
    const bool is_point = c == '.' && size + 1 < text.size() && is_digit(text[size + 1]);
    if (!is_word(c) && !is_point && !(after_exponent && (c == '+' || c == '-'))) break;
    ++size;
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
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
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
    } else if (is_digit(rest[0]) || (rest[0] == '.' && rest.size() > 1 && is_digit(rest[1]))) {
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
