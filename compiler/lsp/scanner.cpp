// SPDX-License-Identifier: Apache-2.0
#include "compiler/lsp/scanner.h"

#include <algorithm>

namespace lintel::lsp {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_quote(char c) { return c == '"' || c == '\''; }

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  Scan scan() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n')
        ++at_;
      else if (text_.substr(at_).starts_with("//"))
        comment();
      else if (const std::size_t marks = marks_of_text(); is_quote(at(marks)))
        begin_text(marks);
      else if (begins_name(c))
        word(WordKind::name, [](char next) { return continues_name(next); });
      else if (is_digit(c))
        word(WordKind::number, [](char next) { return continues_name(next) || next == '.'; });
      else
        symbol(c);
    }
    return std::move(scan_);
  }

 private:
  // A text that an expression stands in, and how deep in brackets that is.
  struct Open {
    char quote;
    std::size_t quotes;
    std::size_t depth;
  };

  char at(std::size_t offset) const {
    return at_ + offset < text_.size() ? text_[at_ + offset] : '\0';
  }

  void add(WordKind kind, std::size_t begin) {
    scan_.words.push_back({kind, begin, at_, text_.substr(begin, at_ - begin)});
  }

  void comment() {
    const std::size_t end = text_.find('\n', at_);
    if (end == std::string_view::npos) scan_.inside = Inside::comment;
    at_ = std::min(end, text_.size());
  }

  template <typename Goes>
  void word(WordKind kind, Goes goes_on) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && goes_on(text_[at_])) ++at_;
    add(kind, begin);
  }

  void symbol(char c) {
    if (c == '{' || c == '(' || c == '[') ++depth_;
    if ((c == '}' || c == ')' || c == ']') && depth_ > 0) --depth_;
    ++at_;
    const bool ends_expression = c == '}' && !open_.empty() && depth_ == open_.back().depth;
    if (!ends_expression) return add(WordKind::symbol, at_ - 1);
    const Open open = open_.back();
    open_.pop_back();
    rest_of_text(at_ - 1, open.quote, open.quotes, false);
  }

  // How many letters say what kind of text follows; if none follows, whatever.
  std::size_t marks_of_text() const {
    std::size_t marks = 0;
    while (marks < 2 && std::string_view("rRbB").find(at(marks)) != std::string_view::npos) ++marks;
    return marks;
  }

  void begin_text(std::size_t marks) {
    const std::size_t begin = at_;
    const std::string_view letters = text_.substr(at_, marks);
    const bool is_raw = letters.find_first_of("rR") != std::string_view::npos;
    at_ += marks;
    const char quote = text_[at_];
    const std::size_t quotes = at(1) == quote && at(2) == quote ? 3 : 1;
    at_ += quotes;
    rest_of_text(begin, quote, quotes, is_raw);
  }

  // To the end of the text, or of the line if it has to end there, or to an expression in it.
  void rest_of_text(std::size_t begin, char quote, std::size_t quotes, bool is_raw) {
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (quotes == 1 && c == '\n') return add(WordKind::text, begin);
      if (c == quote && (quotes == 1 || (at(1) == quote && at(2) == quote))) {
        at_ += quotes;
        return add(WordKind::text, begin);
      }
      if (is_raw) continue;
      if (c == '\\' && at_ + 1 < text_.size()) {
        ++at_;
      } else if (c == '$' && at(1) == '{' && closes(quote, quotes)) {
        at_ += 2;
        open_.push_back({quote, quotes, depth_++});
        return add(WordKind::text, begin);
      }
    }
    add(WordKind::text, begin);
    scan_.inside = Inside::text;
  }

  // Whether `${` opens an expression: in a text on one line, not if it has no end there.
  bool closes(char quote, std::size_t quotes) const {
    if (quotes == 3) return true;
    const std::string_view line = text_.substr(at_, text_.find('\n', at_) - at_);
    return line.find(quote) == std::string_view::npos || line.find('}') != std::string_view::npos;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::vector<Open> open_;
  Scan scan_;
};

}  // namespace

bool begins_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

bool continues_name(char c) { return begins_name(c) || is_digit(c); }

Scan scan(std::string_view text, std::size_t size) { return Scanner(text.substr(0, size)).scan(); }

}  // namespace lintel::lsp
