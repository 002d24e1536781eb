// SPDX-License-Identifier: Apache-2.0
// The words of a text that is being written: no tree is needed, so it may be wrong everywhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace lintel::lsp {

enum class WordKind : std::uint8_t { name, number, text, symbol };

// The bytes from `begin` to before `end`. A symbol is one character. A text with `${...}` in it is
// given in pieces, around the words of the expression.
struct Word {
  WordKind kind = WordKind::symbol;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string_view spelling;
};

// What the end of the scanned part stands in.
enum class Inside : std::uint8_t { code, text, comment };

struct Scan {
  std::vector<Word> words;  // the last one is cut where the part ends
  Inside inside = Inside::code;
};

// The words of the first `size` bytes.
Scan scan(std::string_view text, std::size_t size);

// True for what a name can begin with, and go on with.
bool begins_name(char c);
bool continues_name(char c);

}  // namespace lintel::lsp
