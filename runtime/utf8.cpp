// SPDX-License-Identifier: Apache-2.0
// A character at a time, told by its first byte.
#include "runtime/utf8.h"

#include "runtime/byte_scan.h"

namespace lintel::runtime {
namespace {

constexpr Character invalid{Character::State::invalid, 0, 0};
constexpr Character cut_off{Character::State::cut_off, 0, 0};

// What a lead byte says: how many bytes follow, its own bits, and the range of the second byte.
struct Lead {
  unsigned char following;
  unsigned char bits;
  unsigned char second_min;
  unsigned char second_max;
};

constexpr Lead lead(unsigned char byte) {
  if (byte >= 0xc2 && byte <= 0xdf) return {1, static_cast<unsigned char>(byte & 0x1f), 0x80, 0xbf};
  if (byte == 0xe0) return {2, 0x0, 0xa0, 0xbf};
  if (byte == 0xed) return {2, 0xd, 0x80, 0x9f};
  if (byte >= 0xe1 && byte <= 0xef) return {2, static_cast<unsigned char>(byte & 0x0f), 0x80, 0xbf};
  if (byte == 0xf0) return {3, 0x0, 0x90, 0xbf};
  if (byte >= 0xf1 && byte <= 0xf3) return {3, static_cast<unsigned char>(byte & 0x07), 0x80, 0xbf};
  if (byte == 0xf4) return {3, 0x4, 0x80, 0x8f};
  return {};
}

}  // namespace

Character decode(const char* at, const char* end) {
  const auto first = static_cast<unsigned char>(*at);
  if (first < 0x80) return {Character::State::valid, 1, first};
  const Lead kind = lead(first);
  if (kind.following == 0) return invalid;
  char32_t code = kind.bits;
  for (unsigned char i = 1; i <= kind.following; ++i) {
    if (at + i == end) return cut_off;
    const auto byte = static_cast<unsigned char>(at[i]);
    const unsigned char min = i == 1 ? kind.second_min : 0x80;
    const unsigned char max = i == 1 ? kind.second_max : 0xbf;
    if (byte < min || byte > max) return invalid;
    code = (code << 6) | (byte & 0x3fu);
  }
  return {Character::State::valid, static_cast<unsigned char>(kind.following + 1), code};
}

bool is_valid_utf8(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  while ((at = skip_ascii(at, end)) != end) {
    const Character character = decode(at, end);
    if (character.state != Character::State::valid) return false;
    at += character.size;
  }
  return true;
}

std::size_t encode(char32_t code, char* out) {
  const auto put = [out](std::size_t i, char32_t byte) { out[i] = static_cast<char>(byte); };
  if (code < 0x80) {
    put(0, code);
    return 1;
  }
  if (code < 0x800) {
    put(0, 0xc0 | (code >> 6));
    put(1, 0x80 | (code & 0x3f));
    return 2;
  }
  if (code < 0x10000) {
    put(0, 0xe0 | (code >> 12));
    put(1, 0x80 | ((code >> 6) & 0x3f));
    put(2, 0x80 | (code & 0x3f));
    return 3;
  }
  put(0, 0xf0 | (code >> 18));
  put(1, 0x80 | ((code >> 12) & 0x3f));
  put(2, 0x80 | ((code >> 6) & 0x3f));
  put(3, 0x80 | (code & 0x3f));
  return 4;
}

std::size_t whole_characters(std::string_view text, std::size_t limit) {
  if (limit == text.size()) return limit;
  while (limit > 0 && is_continuation(text[limit])) --limit;
  return limit;
}

}  // namespace lintel::runtime
