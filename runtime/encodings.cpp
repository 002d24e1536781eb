// SPDX-License-Identifier: Apache-2.0
// Three bytes are four characters of base64, six bits each.
#include "runtime/encodings.h"

#include <cstdint>

#include "runtime/output.h"
#include "runtime/utf8.h"

namespace lintel::runtime {
namespace {

// The two characters in which the alphabets of base64 differ.
struct Alphabet {
  char c62;
  char c63;
};
constexpr Alphabet standard{'+', '/'};
constexpr Alphabet url_safe{'-', '_'};

constexpr char base64_character(std::uint32_t value, Alphabet alphabet) {
  if (value < 26) return static_cast<char>('A' + value);
  if (value < 52) return static_cast<char>('a' + (value - 26));
  if (value < 62) return static_cast<char>('0' + (value - 52));
  return value == 62 ? alphabet.c62 : alphabet.c63;
}

constexpr std::optional<std::uint32_t> base64_value(char c, Alphabet alphabet) {
  if (c >= 'A' && c <= 'Z') return static_cast<std::uint32_t>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<std::uint32_t>(c - 'a' + 26);
  if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0' + 52);
  if (c == alphabet.c62) return 62;
  if (c == alphabet.c63) return 63;
  return std::nullopt;
}

std::size_t encode(std::string_view text, Alphabet alphabet, bool padded, char* out) {
  Output result(out);
  for (std::size_t at = 0; at < text.size(); at += 3) {
    const std::size_t bytes = text.size() - at < 3 ? text.size() - at : 3;
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      bits = (bits << 8) | (i < bytes ? static_cast<unsigned char>(text[at + i]) : 0u);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      const std::uint32_t value = (bits >> (18 - 6 * i)) & 0x3f;
      if (i <= bytes) {
        result.add(base64_character(value, alphabet));
      } else if (padded) {
        result.add('=');
      }
    }
  }
  return result.size();
}

// What is written, if it is valid.
std::optional<std::string_view> text_of(const char* out, const Output& written) {
  const std::string_view text(out, written.size());
  if (!is_valid_utf8(text)) return std::nullopt;
  return text;
}

std::optional<std::string_view> decode(std::string_view text, Alphabet alphabet, char* out) {
  Output result(out);
  std::uint32_t bits = 0;
  std::size_t characters = 0;
  std::size_t padding = 0;
  for (const char c : text) {
    if (c == '\r' || c == '\n') continue;
    if (c == '=') {
      ++padding;
      continue;
    }
    const std::optional<std::uint32_t> value = base64_value(c, alphabet);
    if (!value || padding != 0) return std::nullopt;
    bits = ((bits << 6) | *value) & 0xffffff;
    ++characters;
    // The last bits of the second character of four begin a byte, and so on to the fourth.
    if (characters % 4 == 2) result.add(static_cast<char>((bits >> 4) & 0xff));
    if (characters % 4 == 3) result.add(static_cast<char>((bits >> 2) & 0xff));
    if (characters % 4 == 0) result.add(static_cast<char>(bits & 0xff));
  }
  if (characters % 4 == 1) return std::nullopt;
  if (padding != 0 && (characters + padding) % 4 != 0) return std::nullopt;
  if (padding > 2) return std::nullopt;
  return text_of(out, result);
}

constexpr bool is_unreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

constexpr std::optional<unsigned> hex_value(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  return std::nullopt;
}

std::optional<std::string_view> percent_decode(std::string_view text, bool plus_is_space,
                                               char* out) {
  Output result(out);
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '%') {
      if (text.size() - at < 3) return std::nullopt;
      const std::optional<unsigned> high = hex_value(text[at + 1]);
      const std::optional<unsigned> low = hex_value(text[at + 2]);
      if (!high || !low) return std::nullopt;
      result.add(static_cast<char>(*high << 4 | *low));
      at += 2;
    } else {
      result.add(plus_is_space && text[at] == '+' ? ' ' : text[at]);
    }
  }
  return text_of(out, result);
}

}  // namespace

std::size_t base64_encode(std::string_view text, char* out) {
  return encode(text, standard, true, out);
}

std::size_t base64_url_encode(std::string_view text, char* out) {
  return encode(text, url_safe, false, out);
}

std::size_t url_encode(std::string_view text, char* out) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  Output result(out);
  for (const char c : text) {
    if (is_unreserved(c)) {
      result.add(c);
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    result.add('%');
    result.add(digits[byte >> 4]);
    result.add(digits[byte & 0xf]);
  }
  return result.size();
}

std::optional<std::string_view> base64_decode(std::string_view text, char* out) {
  return decode(text, standard, out);
}

std::optional<std::string_view> base64_url_decode(std::string_view text, char* out) {
  return decode(text, url_safe, out);
}

std::optional<std::string_view> url_decode(std::string_view text, char* out) {
  return percent_decode(text, false, out);
}

std::optional<std::string_view> form_decode(std::string_view text, char* out) {
  return percent_decode(text, true, out);
}

}  // namespace lintel::runtime
