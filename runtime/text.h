// SPDX-License-Identifier: Apache-2.0
// The functions of the language on text. Texts are valid UTF-8; results are views into their
// arguments, or written where the caller says.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "runtime/byte_scan.h"

namespace lintel::runtime {

// The parts of an e-mail address.
struct Address {
  std::string_view local;
  std::string_view domain;  // as it is written
  bool is_lower;            // the domain is known to have no upper case letter of ASCII
};

// Nothing if `text` is no address: it needs a last @ with a byte before and after it, no white
// space or control character, and no further @ but in a quoted local part.
std::optional<Address> parse_address(std::string_view text);

std::string_view trim(std::string_view text);  // Unicode's White_Space, at both ends

std::int64_t count_code_points(std::string_view text);

// Decimal with or without sign, nothing else; nothing if 64 bits do not hold it.
std::optional<std::int64_t> parse_integer(std::string_view text);

// So many digits fit whatever they are.
inline constexpr std::size_t sure_digits = 18;

// What parse_integer() gives for one to sure_digits digits without a sign. False for other texts.
inline bool parse_digits(std::string_view text, std::int64_t* value) {
  *value = 0;
  if (text.empty() || text.size() > sure_digits) return false;
  for (const char c : text) {
    const int digit = c - '0';
    if (digit < 0 || digit > 9) return false;
    *value = *value * 10 + digit;
  }
  return true;
}

inline constexpr std::size_t max_integer_digits = 20;  // of -9223372036854775808

// `value` in decimal, in the end of `buffer`.
std::string_view write_integer(std::int64_t value, std::span<char, max_integer_digits> buffer);

constexpr std::string_view boolean_text(bool value) { return value ? "true" : "false"; }

constexpr char ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
constexpr char ascii_upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// `size` bytes from `begin` on, or what there is of them; `begin` is at most the size of the text.
// As substr(), which would need the C++ library for its check.
constexpr std::string_view slice(std::string_view text, std::size_t begin,
                                 std::size_t size = std::string_view::npos) {
  const std::size_t left = text.size() - begin;
  return {text.data() + begin, size < left ? size : left};
}

inline bool equal(std::string_view a, std::string_view b) {
  return a.size() == b.size() && is_equal(a.data(), b.data(), a.size());
}
inline bool starts_with(std::string_view text, std::string_view start) {
  return start.size() <= text.size() && is_equal(text.data(), start.data(), start.size());
}
inline bool ends_with(std::string_view text, std::string_view end) {
  return end.size() <= text.size() &&
         is_equal(text.data() + (text.size() - end.size()), end.data(), end.size());
}
bool contains(std::string_view text, std::string_view part);
bool equal_ignoring_case(std::string_view a, std::string_view b);  // ASCII letters

// Whether escape_html() and single_line() would change nothing.
bool is_plain_html(std::string_view text);
bool is_single_line(std::string_view text);

// Each function of this kind writes its result to `out`, or only counts if `out` is null, and
// returns the size.
std::size_t escape_html(std::string_view text, char* out);
std::size_t single_line(std::string_view text, char* out);  // each CR, LF and CR LF as one space
std::size_t escape_json(std::string_view text, char* out);  // what stands between the quotes

}  // namespace lintel::runtime
