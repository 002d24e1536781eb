// SPDX-License-Identifier: Apache-2.0
// The words, literals, symbols and comments of a rules text, in order: what stands between them is
// white space.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "grammar/ast.h"

namespace lintel::grammar {

enum class TokenKind : std::uint8_t {
  word,     // a name, or a keyword
  literal,  // a string with its prefix, quotes and templates, or a number
  symbol,   // an operator, a bracket, or what separates
  comment,  // from // on, without the white space at its end
};

struct Token {
  TokenKind kind = TokenKind::word;
  std::string_view text;         // where it stands in the source
  std::uint32_t line_feeds = 0;  // in the white space before it; of a comment, its own counts after
};

// The tokens of `text`, which was parsed to `file` without an error: strings are where the tree has
// them, since only it knows in which of them `${` opens an expression. The tokens view `text`.
std::vector<Token> tokens(std::string_view text, const File& file);

}  // namespace lintel::grammar
