// SPDX-License-Identifier: Apache-2.0
#include "compiler/written.h"

#include <algorithm>

#include "compiler/typed_printer.h"

namespace lintel::compiler {
namespace {

// Bytes of an expression that people still take in at a glance; longer ones hold long lists.
constexpr std::size_t longest = 200;

// The end of the string literal that opens at `begin`; its text is valid.
std::size_t after_string(std::string_view text, std::size_t begin) {
  const char quote = text[begin];
  const bool raw = begin > 0 && (text[begin - 1] == 'r' || text[begin - 1] == 'R');
  const bool long_one = text.substr(begin, 3) == std::string(3, quote);
  const std::size_t marks = long_one ? 3 : 1;
  for (std::size_t at = begin + marks; at < text.size(); ++at) {
    if (!raw && text[at] == '\\') {
      ++at;
    } else if (text[at] == quote && text.substr(at, marks) == text.substr(begin, marks)) {
      return at + marks;
    }
  }
  return text.size();
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// The end of the word that begins at `begin`, or of the sign that stands there.
std::size_t after_word(std::string_view text, std::size_t begin) {
  std::size_t end = begin + 1;
  if (is_letter(text[begin]))
    while (end < text.size() && is_letter(text[end])) ++end;
  return end;
}

bool has_parameter(const Typed& node) {
  if (node.from_let) return node.let_name.empty();
  return std::any_of(node.operands.begin(), node.operands.end(),
                     [](const Typed* operand) { return has_parameter(*operand); });
}

}  // namespace

std::string on_one_line(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  std::string line;
  line.reserve(text.size());
  bool gap = false;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '/' && text.substr(at, 2) == "//") {
      at = std::min(text.find('\n', at), text.size());
      gap = true;
    } else if (blanks.find(c) != std::string_view::npos) {
      ++at;
      gap = true;
    } else {
      if (gap) {
        const bool joined = line.empty() || line.back() == '(' || line.back() == '[' ||
                            std::string_view(".,)]").find(c) != std::string_view::npos;
        if (!joined) line += ' ';
      }
      gap = false;
      const bool is_string = c == '"' || c == '\'';
      const std::size_t end = is_string ? after_string(text, at) : after_word(text, at);
      line += text.substr(at, end - at);
      at = end;
    }
  }
  return line;
}

std::string as_written(const Typed& node, std::span<const Source> sources) {
  const Span& span = node.written;
  if (span.begin == span.end) return print(node);
  const std::string_view text = sources[span.file].text;
  const std::string line = on_one_line(text.substr(span.begin, span.end - span.begin));
  const bool fits = line.size() <= longest && line.find('\n') == std::string::npos;
  return fits ? line : print(node);
}

std::string operand_as_written(const Typed& operand, const Typed& node,
                               std::span<const Source> sources) {
  if (!operand.let_name.empty()) return std::string(operand.let_name);
  // Of `"k" in attr` the operand is attr.k, which does not stand there.
  if (operand.written == node.written || operand.written == node.span) return print(operand);
  // The names of parameters say nothing where the let is used.
  if (has_parameter(operand)) return print(operand);
  return as_written(operand, sources);
}

}  // namespace lintel::compiler
