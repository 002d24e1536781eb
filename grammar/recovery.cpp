// SPDX-License-Identifier: Apache-2.0
// Where to go on after an error.
#include <algorithm>
#include <utility>

#include "grammar/expectation.h"
#include "grammar/keywords.h"

namespace lintel::grammar {

namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::string_view word_at(std::string_view text, std::size_t offset) {
  std::size_t end = offset;
  while (end < text.size() && is_word(text[end])) ++end;
  return text.substr(offset, end - offset);
}

// Whether the broken item waits for this word; it does so once.
bool take(Awaited& awaited, std::string_view word) {
  bool* waits = word == "when" ? &awaited.when : word == "then" ? &awaited.then : nullptr;
  return waits && std::exchange(*waits, false);
}

bool opens_item(std::string_view word) {
  const Keyword* keyword = find_keyword(word);
  return keyword && keyword->kind == KeywordKind::item;
}

std::size_t after_line_string(std::string_view text, std::size_t offset) {
  const char quote = text[offset];
  for (++offset; offset < text.size() && text[offset] != '\n'; ++offset) {
    if (text[offset] == quote) return offset + 1;
    if (text[offset] == '\\' && offset + 1 < text.size() && text[offset + 1] != '\n') ++offset;
  }
  return offset;
}

std::size_t after_string(std::string_view text, std::size_t offset) {
  const std::string_view quotes = text.substr(offset, 3);
  if (quotes != "\"\"\"" && quotes != "'''") return after_line_string(text, offset);
  const std::size_t close = text.find(quotes, offset + 3);
  return close == std::string_view::npos ? offset + 3 : close + 3;
}

}  // namespace

std::uint32_t next_item(std::string_view text, std::uint32_t from, Awaited awaited) {
  bool starts_line = false;
  for (std::size_t offset = from; offset < text.size();) {
    const char c = text[offset];
    const std::string_view word = word_at(text, offset);
    if (!word.empty()) {
      if (!take(awaited, word) && starts_line && opens_item(word))
        return static_cast<std::uint32_t>(offset);
      offset += word.size();
    } else if (text.substr(offset, 2) == "//") {
      offset = std::min(text.find('\n', offset), text.size());
    } else if (c == '"' || c == '\'') {
      offset = after_string(text, offset);
    } else {
      ++offset;
    }
    starts_line = c == '\n' || (starts_line && (c == ' ' || c == '\t' || c == '\r'));
  }
  return static_cast<std::uint32_t>(text.size());
}

}  // namespace lintel::grammar
