// SPDX-License-Identifier: Apache-2.0
#include "runtime/lambda/effects/rfc2047.h"

namespace lintel::lambda {
namespace {

constexpr std::string_view word_begin = "=?UTF-8?B?";
constexpr std::string_view word_end = "?=";
// A word has at most 75 characters (RFC 2047, section 2), and base64 four for three bytes.
constexpr std::size_t max_word = 75;
constexpr std::size_t max_bytes = (max_word - word_begin.size() - word_end.size()) / 4 * 3;

void add_base64(std::string& out, std::string_view bytes) {
  constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = bytes.size() - i < 3 ? bytes.size() - i : 3;
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      group <<= 8;
      if (j < count) group |= static_cast<unsigned char>(bytes[i + j]);
    }
    for (std::size_t j = 0; j < 4; ++j)
      out += j <= count ? digits[group >> (18 - 6 * j) & 63] : '=';
  }
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

}  // namespace

std::string encoded_words(std::string_view text) {
  std::string words;
  while (!text.empty()) {
    std::size_t size = text.size() < max_bytes ? text.size() : max_bytes;
    // Back to where a character begins.
    while (size < text.size() && size > 1 && is_continuation(text[size])) --size;
    if (!words.empty()) words += ' ';
    words += word_begin;
    add_base64(words, text.substr(0, size));
    words += word_end;
    text.remove_prefix(size);
  }
  return words;
}

}  // namespace lintel::lambda
