// SPDX-License-Identifier: Apache-2.0
// What is rare, or too long to stand inline, of the JSON scanner.
#include "runtime/json_scanner.h"

#include <cstring>

#include "runtime/utf8.h"

namespace lintel::runtime {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Whether a character of two bytes starts [at, end).
bool is_two_bytes(const char* at, const char* end) {
  const auto lead = static_cast<unsigned char>(*at);
  return lead >= 0xc2 && lead <= 0xdf && end - at > 1 && is_continuation(at[1]);
}

constexpr bool is_high_surrogate(std::uint32_t unit) { return unit >= 0xd800 && unit <= 0xdbff; }
constexpr bool is_low_surrogate(std::uint32_t unit) { return unit >= 0xdc00 && unit <= 0xdfff; }

}  // namespace

const char* JsonScanner::fail(const char* at) {
  return fail(at == end_ ? FaultKind::event_truncated : FaultKind::event_malformed, at);
}

const char* JsonScanner::fail(FaultKind kind, const char* at, std::string_view path) {
  fault_ = {kind, offset(at), path, {}};
  return nullptr;
}

const char* JsonScanner::skip_some_space(const char* at) const {
  while (at != end_ && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')) ++at;
  return at;
}

const char* JsonScanner::any_member(const char* at, bool is_first, RawText& name) {
  at = skip_space(at);
  if (peek(at) == '}') {
    name = {};
    return at + 1;
  }
  if (!is_first) {
    if (peek(at) != ',') return fail(at);
    at = skip_space(at + 1);
  }
  return peek(at) == '"' ? named_member(at, name) : fail(at);
}

const char* JsonScanner::rest_of_string(const char* begin, const char* at, RawText& content) {
  bool escaped = false;
  for (;; at = skip_plain(at, end_)) {
    if (at == end_) return fail(at);
    if (*at == '"') break;
    if (*at == '\\') {
      escaped = true;
      at = escape(at);
    } else {
      at = character(at);
    }
    if (at == nullptr) return nullptr;
  }
  content = {{begin, static_cast<std::size_t>(at - begin)}, escaped};
  return at + 1;
}

// A control character, or characters outside of ASCII.
const char* JsonScanner::character(const char* at) {
  if (static_cast<unsigned char>(*at) < 0x80) return fail(at);
  do {
    if (is_two_bytes(at, end_)) {  // as nearly all of them are
      at += 2;
      continue;
    }
    const Character next = decode(at, end_);
    if (next.state == Character::State::cut_off) return fail(FaultKind::event_truncated, end_);
    if (next.state == Character::State::invalid) return fail(FaultKind::event_encoding, at);
    at += next.size;
  } while (at != end_ && static_cast<unsigned char>(*at) >= 0x80);
  return at;
}

const char* JsonScanner::escape(const char* at) {
  switch (peek(++at)) {
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't': return at + 1;
    case 'u': return unicode_escape(at - 1);
    default: return fail(at);
  }
}

// From the backslash on. A surrogate must stand in a pair.
const char* JsonScanner::unicode_escape(const char* at) {
  const char* const begin = at;
  std::uint32_t unit = 0;
  at = four_digits(at + 2, unit);
  if (at == nullptr) return nullptr;
  if (is_low_surrogate(unit)) return fail(begin);
  if (!is_high_surrogate(unit)) return at;
  if (at == end_ || (*at == '\\' && at + 1 == end_)) return fail(end_);
  if (at[0] != '\\' || at[1] != 'u') return fail(begin);
  at = four_digits(at + 2, unit);
  if (at == nullptr) return nullptr;
  return is_low_surrogate(unit) ? at : fail(begin);
}

const char* JsonScanner::four_digits(const char* at, std::uint32_t& value) {
  value = 0;
  for (int i = 0; i < 4; ++i, ++at) {
    const int digit = hex_value(peek(at));
    if (digit < 0) return fail(at);
    value = value << 4 | static_cast<std::uint32_t>(digit);
  }
  return at;
}

inline const char* JsonScanner::literal(const char* at, std::string_view word) {
  const auto left = static_cast<std::size_t>(end_ - at);
  if (left >= word.size() && std::memcmp(at, word.data(), word.size()) == 0) {
    return at + word.size();
  }
  // One character differs at least, or the text ends.
  for (const char* wanted = word.data(); peek(at) == *wanted; ++wanted) ++at;
  return fail(at);
}

const char* JsonScanner::scalar(const char* at) {
  switch (peek(at)) {
    case 't': return literal(at, "true");
    case 'f': return literal(at, "false");
    case 'n': return literal(at, "null");
    default: return number(at);
  }
}

const char* JsonScanner::number(const char* at) {
  if (peek(at) == '-') ++at;
  if (peek(at) == '0') {
    ++at;
  } else {
    at = digits(at);
    if (at == nullptr) return nullptr;
  }
  if (peek(at) == '.') {
    at = digits(at + 1);
    if (at == nullptr) return nullptr;
  }
  if (peek(at) == 'e' || peek(at) == 'E') {
    ++at;
    if (peek(at) == '+' || peek(at) == '-') ++at;
    return digits(at);
  }
  return at;
}

// At least one.
const char* JsonScanner::digits(const char* at) {
  if (!is_digit(peek(at))) return fail(at);
  while (is_digit(peek(at))) ++at;
  return at;
}

// An object or list, with all that it holds.
const char* JsonScanner::container(const char* at, std::size_t depth) {
  const std::size_t outer = depth;
  Nesting nesting;
  RawText ignored;
  for (;;) {
    // A value starts at `at`.
    const char c = peek(at);
    bool is_first = false;
    if (c == '"') {
      at = string(at, ignored);
    } else if (c == '{' || c == '[') {
      if (depth == limits::max_event_depth) return fail(FaultKind::event_too_deep, at);
      nesting.set(depth++, c == '{');
      is_first = true;
      ++at;
    } else {
      at = scalar(at);
    }
    if (at == nullptr) return nullptr;
    // A value has ended, or a container has just begun: on to the next value that it holds.
    for (;;) {
      if (depth == outer) return at;
      if (nesting.is_object(depth - 1)) {
        at = member(at, is_first, ignored);
        if (at == nullptr) return nullptr;
        if (ignored.text.data() != nullptr) break;
      } else {
        at = skip_space(at);
        const char next = peek(at);
        if (next != ']') {
          if (is_first) break;
          if (next != ',') return fail(at);
          at = skip_space(at + 1);
          break;
        }
        ++at;
      }
      --depth;
      is_first = false;
    }
  }
}

}  // namespace lintel::runtime
