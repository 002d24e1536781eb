// SPDX-License-Identifier: Apache-2.0
// The table of keywords (keywords.def) as code.
#pragma once

#include <cstdint>
#include <string_view>

namespace lintel::grammar {

enum class KeywordKind : std::uint8_t { item, literal, operation, reserved, contextual };

struct Keyword {
  std::string_view spelling;
  KeywordKind kind;
};

inline constexpr Keyword keywords[] = {
#define LINTEL_KEYWORD(name, spelling, kind) {spelling, KeywordKind::kind},
#include "grammar/keywords.def"
#undef LINTEL_KEYWORD
};

// Null if the word is free to be a name.
constexpr const Keyword* find_keyword(std::string_view word) {
  for (const Keyword& keyword : keywords)
    if (keyword.spelling.front() == word.front() && keyword.spelling == word)
      return keyword.kind == KeywordKind::contextual ? nullptr : &keyword;
  return nullptr;
}

}  // namespace lintel::grammar
