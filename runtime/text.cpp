// SPDX-License-Identifier: Apache-2.0
// Bytes of ASCII are looked at as they are; only the others are decoded.
#include "runtime/text.h"

#include <algorithm>
#include <cstring>

#include "runtime/byte_scan.h"
#include "runtime/letters.h"
#include "runtime/output.h"
#include "runtime/utf8.h"

namespace lintel::runtime {
namespace {

constexpr std::uint64_t each_byte = 0x0101010101010101;

// Whether one of eight bytes is this one, which is not zero.
constexpr bool has_byte(std::uint64_t bytes, char byte) {
  const std::uint64_t differ = bytes ^ static_cast<unsigned char>(byte) * each_byte;
  return ((differ - each_byte) & ~differ & 0x80 * each_byte) != 0;
}

// Unicode's property White_Space.
constexpr bool is_white_space(char32_t code) {
  return (code >= 0x09 && code <= 0x0d) || code == 0x20 || code == 0x85 || code == 0xa0 ||
         code == 0x1680 || (code >= 0x2000 && code <= 0x200a) || code == 0x2028 || code == 0x2029 ||
         code == 0x202f || code == 0x205f || code == 0x3000;
}

// Unicode's general category Cc, of characters that are not ASCII.
constexpr bool is_control(char32_t code) { return code <= 0x9f; }

bool has_white_space_or_control(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  while ((at = skip_printable(at, end)) != end) {
    if (static_cast<unsigned char>(*at) < 0x80) return true;
    const Character character = decode(at, end);
    if (is_white_space(character.code) || is_control(character.code)) return true;
    at += character.size;
  }
  return false;
}

// What is seen in one pass of a text of a block or more that is printable ASCII with one '@', as
// nearly all addresses are.
struct UsualAddress {
  const char* sign;  // null: it is no such text
  bool is_lower;     // no letter behind the '@' is in upper case
};

// Of one block or two, where a word has a bit for each byte of both: without a loop.
constexpr bool fit_a_word = 2 * block_bytes * bits_per_byte <= 64;
UsualAddress parse_short_address(const char* at, const char* last) {
  const auto bits = [&](auto of_block) { return of_block(at) | of_block(last) << (last - at); };
  if ((unprintable_bits(at) | unprintable_bits(last)) != 0) return {};
  const std::uint64_t signs = bits([](const char* block) { return equal_bits(block, '@'); });
  if (!std::has_single_bit(signs)) return {};
  const int sign = std::countr_zero(signs);
  return {at + sign, bits(upper_bits) >> sign == 0};
}

// Of a block or more, block by block.
[[gnu::noinline]] UsualAddress parse_usual_address(const char* at, const char* last) {
  const char* found = nullptr;
  std::uint64_t upper = 0;
  for (;;) {
    if (unprintable_bits(at) != 0) return {};
    upper |= upper_bits(at);
    const std::uint64_t signs = equal_bits(at, '@');
    if (signs != 0) {
      const char* const first_sign = at + std::countr_zero(signs) / bits_per_byte;
      const char* const last_sign = at + (63 - std::countl_zero(signs)) / bits_per_byte;
      // Blocks may overlap, and so see one sign twice.
      if (first_sign != last_sign || (found != nullptr && found != first_sign)) return {};
      found = first_sign;
    }
    if (at == last) return {found, upper == 0};
    at = last - at > std::ptrdiff_t{block_bytes} ? at + block_bytes : last;
  }
}

UsualAddress parse_usual_address(std::string_view text) {
  if (text.size() < block_bytes) return {};
  const char* const last = text.data() + text.size() - block_bytes;
  if (fit_a_word && text.size() <= 2 * block_bytes) return parse_short_address(text.data(), last);
  return parse_usual_address(text.data(), last);
}

// Whether `local` is one quoted string: quotes around it, and none inside without a backslash.
bool is_quoted(std::string_view local) {
  if (local.size() < 2 || local.front() != '"') return false;
  std::size_t at = 1;
  while (at < local.size() && local[at] != '"') at += local[at] == '\\' ? 2 : 1;
  return at == local.size() - 1;
}

[[gnu::noinline]] std::optional<Address> parse_unusual_address(std::string_view text) {
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  const char* const at = find_last_byte(begin, end, '@');
  if (at == end || at == begin || at + 1 == end) return std::nullopt;
  const std::string_view local(begin, static_cast<std::size_t>(at - begin));
  if (has_white_space_or_control(text)) return std::nullopt;
  if (find_byte(begin, at, '@') != at && !is_quoted(local)) return std::nullopt;
  return Address{local, {at + 1, static_cast<std::size_t>(end - at - 1)}, false};
}

// The text that stands for `c` in HTML; empty: itself.
constexpr std::string_view html_reference(char c) {
  switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return {};
  }
}

// The escape that stands for `c` in JSON, if a short one does.
constexpr std::string_view short_json_escape(char c) {
  switch (c) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    case '\b': return "\\b";
    case '\f': return "\\f";
    default: return {};
  }
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
  const UsualAddress usual = parse_usual_address(text);
  const char* const at = usual.sign;
  if (at == nullptr) return parse_unusual_address(text);
  const auto before = static_cast<std::size_t>(at - text.data());
  const std::size_t behind = text.size() - before - 1;
  if (before == 0 || behind == 0) return std::nullopt;
  return Address{{text.data(), before}, {at + 1, behind}, usual.is_lower};
}

std::string_view trim(std::string_view text) {
  const char* begin = text.data();
  const char* end = begin + text.size();
  while (begin != end) {
    const Character first = decode(begin, end);
    if (!is_white_space(first.code)) break;
    begin += first.size;
  }
  while (begin != end) {
    const char* last = end - 1;
    while (is_continuation(*last)) --last;
    if (!is_white_space(decode(last, end).code)) break;
    end = last;
  }
  return {begin, static_cast<std::size_t>(end - begin)};
}

std::int64_t count_code_points(std::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(c); });
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  const bool signed_text = !text.empty() && (text.front() == '-' || text.front() == '+');
  const bool negative = signed_text && text.front() == '-';
  if (signed_text) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  const std::size_t sure = std::min(text.size(), sure_digits);
  std::int64_t value = 0;  // counted downwards, because the negative side is longer by one
  for (std::size_t i = 0; i < sure; ++i) {
    const int digit = text[i] - '0';
    if (digit < 0 || digit > 9) return std::nullopt;
    value = value * 10 - digit;
  }
  for (std::size_t i = sure; i < text.size(); ++i) {
    const int digit = text[i] - '0';
    if (digit < 0 || digit > 9) return std::nullopt;
    if (__builtin_mul_overflow(value, 10, &value)) return std::nullopt;
    if (__builtin_sub_overflow(value, digit, &value)) return std::nullopt;
  }
  if (!negative && __builtin_sub_overflow(std::int64_t{0}, value, &value)) return std::nullopt;
  return value;
}

std::string_view write_integer(std::int64_t value, std::span<char, max_integer_digits> buffer) {
  const bool negative = value < 0;
  std::uint64_t rest = static_cast<std::uint64_t>(value);
  if (negative) rest = 0 - rest;
  char* const end = buffer.data() + buffer.size();
  char* at = end;
  do {
    *--at = static_cast<char>('0' + rest % 10);
    rest /= 10;
  } while (rest != 0);
  if (negative) *--at = '-';
  return {at, static_cast<std::size_t>(end - at)};
}

// memmem(), of glibc and musl, takes linear time whatever the texts are, which string_view::find()
// does not: an event could stop a Lambda with two long ones.
bool contains(std::string_view text, std::string_view part) {
  if (part.size() > text.size()) return false;
  return part.empty() || ::memmem(text.data(), text.size(), part.data(), part.size()) != nullptr;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  if (a.size() < letters_bytes) {
    return std::equal(a.begin(), a.end(), b.begin(),
                      [](char x, char y) { return ascii_lower(x) == ascii_lower(y); });
  }
  return each_word(a, [b](std::size_t offset, std::uint64_t bytes) {
    const std::uint64_t others = load_letters(b.data() + offset);
    return (bytes | Lower::bits(bytes)) == (others | Lower::bits(others));
  });
}

bool is_plain_html(std::string_view text) {
  // & and ', and < and >, differ in one bit each.
  return each_word(text, [](std::size_t, std::uint64_t bytes) {
    return !has_byte(bytes, '"') && !has_byte(bytes | 0x01 * each_byte, '\'') &&
           !has_byte(bytes | 0x02 * each_byte, '>');
  });
}

bool is_single_line(std::string_view text) {
  return each_word(text, [](std::size_t, std::uint64_t bytes) {
    return !has_byte(bytes, '\r') && !has_byte(bytes, '\n');
  });
}

std::size_t escape_html(std::string_view text, char* out) {
  Output result(out);
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view reference = html_reference(text[i]);
    if (reference.empty()) continue;
    result.add(slice(text, plain, i - plain));
    result.add(reference);
    plain = i + 1;
  }
  result.add(slice(text, plain));
  return result.size();
}

std::size_t single_line(std::string_view text, char* out) {
  Output result(out);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool breaks = text[i] == '\r' || text[i] == '\n';
    result.add(breaks ? std::string_view(" ") : std::string_view(&text[i], 1));
    if (slice(text, i, 2) == "\r\n") ++i;
  }
  return result.size();
}

std::size_t escape_json(std::string_view text, char* out) {
  Output result(out);
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    const char* const plain = at;
    at = out == nullptr ? skip_unescaped(at, end) : copy_unescaped(at, end, out + result.size());
    result.skip(static_cast<std::size_t>(at - plain));
    if (at == end) break;
    const std::string_view escape = short_json_escape(*at);
    if (escape.empty()) {
      constexpr std::string_view digits = "0123456789abcdef";
      const auto value = static_cast<unsigned char>(*at);
      const char long_escape[] = {'\\', 'u', '0', '0', digits[value >> 4], digits[value & 0xf]};
      result.add({long_escape, sizeof long_escape});
    } else {
      result.add(escape);
    }
    ++at;
  }
  return result.size();
}

}  // namespace lintel::runtime
