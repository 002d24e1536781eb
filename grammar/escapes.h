// SPDX-License-Identifier: Apache-2.0
// Characters: UTF-8, and the escapes of string literals.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace lintel::grammar {

// The first code point of `text`, which is not empty; nothing if it does not start with valid
// UTF-8.
struct CodePoint {
  char32_t value;
  std::size_t size;  // in bytes
};
std::optional<CodePoint> first_code_point(std::string_view text);

// Whether a byte goes on with a character that an earlier one has begun.
constexpr bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xc0) == 0x80;
}

// The characters of `text`; of bytes that are no UTF-8, those that begin one.
std::size_t count_characters(std::string_view text);

// `code_point` is one that UTF-8 can hold.
void append_utf8(std::string& to, char32_t code_point);

// The character that an escape such as `\n` or `\u00e9` names; the grammar has accepted its form.
// Nothing if there is no such character. For `\$` the dollar sign.
std::optional<char32_t> decode_escape(std::string_view escape);

// As people refer to a character: `é` (U+00E9), or U+200B alone if it cannot be seen.
std::string describe(char32_t code_point);

// Characters that change the direction in which text is shown.
bool is_bidirectional_control(char32_t code_point);

}  // namespace lintel::grammar
