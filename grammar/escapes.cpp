// SPDX-License-Identifier: Apache-2.0
// Characters: UTF-8, and the escapes of string literals.
#include "grammar/escapes.h"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

namespace lintel::grammar {

namespace {

constexpr char32_t last_code_point = 0x10ffff;

bool is_surrogate(char32_t c) { return c >= 0xd800 && c <= 0xdfff; }

char32_t parse_digits(std::string_view digits, unsigned base) {
  char32_t value = 0;
  for (const char c : digits) {
    const char lower = static_cast<char>(c | 0x20);
    const int digit = lower >= 'a' ? lower - 'a' + 10 : c - '0';
    value = value * base + static_cast<char32_t>(digit);
  }
  return value;
}

// Blanks and controls that leave no mark on the page, or change what stands around them.
bool is_invisible(char32_t c) {
  return c <= 0x20 || (c >= 0x7f && c <= 0xa0) || c == 0xad || c == 0x61c || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200f) || (c >= 0x2028 && c <= 0x202f) ||
         (c >= 0x205f && c <= 0x206f) || c == 0x3000 || c == 0xfeff;
}

}  // namespace

std::optional<CodePoint> first_code_point(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return CodePoint{lead, 1};
  const std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < size) return std::nullopt;
  char32_t value = lead & (0x7fu >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if (!is_continuation(text[i])) return std::nullopt;
    value = value << 6 | (byte(i) & 0x3fu);
  }
  constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (value < smallest[size] || value > last_code_point || is_surrogate(value)) return std::nullopt;
  return CodePoint{value, size};
}

std::size_t count_characters(std::string_view text) {
  return text.size() -
         static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_continuation));
}

void append_utf8(std::string& to, char32_t c) {
  if (c < 0x80) {
    to += static_cast<char>(c);
    return;
  }
  if (c < 0x800) {
    to += static_cast<char>(0xc0 | c >> 6);
  } else {
    if (c < 0x10000) {
      to += static_cast<char>(0xe0 | c >> 12);
    } else {
      to += static_cast<char>(0xf0 | c >> 18);
      to += static_cast<char>(0x80 | (c >> 12 & 0x3f));
    }
    to += static_cast<char>(0x80 | (c >> 6 & 0x3f));
  }
  to += static_cast<char>(0x80 | (c & 0x3f));
}

std::optional<char32_t> decode_escape(std::string_view escape) {
  switch (escape[1]) {
    case 'a': return U'\a';
    case 'b': return U'\b';
    case 'f': return U'\f';
    case 'n': return U'\n';
    case 'r': return U'\r';
    case 't': return U'\t';
    case 'v': return U'\v';
    case 'x':
    case 'X':
    case 'u':
    case 'U': {
      const char32_t value = parse_digits(escape.substr(2), 16);
      if (value > last_code_point || is_surrogate(value)) return std::nullopt;
      return value;
    }
    default: break;
  }
  if (escape[1] >= '0' && escape[1] <= '3') return parse_digits(escape.substr(1), 8);
  return static_cast<unsigned char>(escape[1]);
}

std::string describe(char32_t c) {
  std::string number = fmt::format("U+{:04X}", static_cast<std::uint32_t>(c));
  if (is_invisible(c)) return number;
  std::string character;
  append_utf8(character, c);
  return fmt::format("`{}` ({})", character, number);
}

bool is_bidirectional_control(char32_t c) {
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e ||
         c == 0x200f || c == 0x61c;
}

}  // namespace lintel::grammar
