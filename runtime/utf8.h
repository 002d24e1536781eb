// SPDX-License-Identifier: Apache-2.0
// UTF-8 as Unicode's table 3-7 defines it: no overlong forms, no surrogates, nothing past U+10FFFF.
#pragma once

#include <cstddef>
#include <string_view>

namespace lintel::runtime {

// The first character of [at, end).
struct Character {
  enum class State : unsigned char { valid, invalid, cut_off };

  State state;
  unsigned char size;  // bytes, if valid
  char32_t code;       // code point, if valid
};

// at < end.
Character decode(const char* at, const char* end);

bool is_valid_utf8(std::string_view text);

// Writes a code point that is no surrogate; returns the bytes written, at most 4.
std::size_t encode(char32_t code, char* out);

constexpr bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xc0) == 0x80;
}

// The largest number of bytes, at most `limit`, that ends between two characters of valid `text`.
// limit <= text.size().
std::size_t whole_characters(std::string_view text, std::size_t limit);

}  // namespace lintel::runtime
