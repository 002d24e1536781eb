// SPDX-License-Identifier: Apache-2.0
// Texts and numbers of the reference evaluator, each function as one sentence of the language says.
#include "tests/support/reference_text.h"

#include <algorithm>
#include <limits>

#include "tests/support/json_text.h"

namespace lintel::reference {
namespace {

using Wide = __int128;  // holds every result of 64-bit arithmetic

// Unicode's property White_Space.
bool is_white_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

// Unicode's category Cc.
bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c <= 0x9F); }

std::optional<std::int64_t> in_64_bits(Wide value) {
  using Limits = std::numeric_limits<std::int64_t>;
  if (value < Limits::min() || value > Limits::max()) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

// Opened by its first character and closed by its last, with no other quote that is not escaped.
bool is_quoted(std::string_view local) {
  if (local.size() < 2 || local.front() != '"') return false;
  for (std::size_t i = 1; i < local.size(); ++i) {
    if (local[i] == '\\')
      ++i;
    else if (local[i] == '"')
      return i + 1 == local.size();
  }
  return false;
}

}  // namespace

std::vector<char32_t> code_points(std::string_view text) {
  std::vector<char32_t> result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80)
      result.push_back(byte);
    else if (byte >= 0xF0)
      result.push_back(byte & 0x07U);
    else if (byte >= 0xE0)
      result.push_back(byte & 0x0FU);
    else if (byte >= 0xC0)
      result.push_back(byte & 0x1FU);
    else
      result.back() = (result.back() << 6) | (byte & 0x3FU);
  }
  return result;
}

std::string lower_ascii(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

std::string upper_ascii(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return result;
}

std::string trim(std::string_view text) {
  std::vector<char32_t> points = code_points(text);
  while (!points.empty() && is_white_space(points.front())) points.erase(points.begin());
  while (!points.empty() && is_white_space(points.back())) points.pop_back();
  std::string result;
  for (const char32_t point : points) result += utf8(point);
  return result;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  Wide value = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return std::nullopt;
    value = value * 10 + (digit - '0');
    if (!in_64_bits(value - 1)) return std::nullopt;  // below, -2^63 has room
  }
  return in_64_bits(negative ? -value : value);
}

std::optional<std::int64_t> arithmetic(grammar::Operator op, std::int64_t a, std::int64_t b) {
  using enum grammar::Operator;
  const Wide left = a;
  const Wide right = b;
  switch (op) {
    case add: return in_64_bits(left + right);
    case subtract: return in_64_bits(left - right);
    case multiply: return in_64_bits(left * right);
    default: break;
  }
  // The remainder fails where its quotient does.
  if (b == 0 || !in_64_bits(left / right)) return std::nullopt;
  return in_64_bits(op == divide ? left / right : left % right);
}

std::optional<Address> parse_address(std::string_view text) {
  for (const char32_t c : code_points(text))
    if (is_white_space(c) || is_control(c)) return std::nullopt;
  const std::size_t last = text.rfind('@');
  if (last == std::string_view::npos || last == 0 || last + 1 == text.size()) return std::nullopt;
  const std::string_view local = text.substr(0, last);
  if (local.find('@') != std::string_view::npos && !is_quoted(local)) return std::nullopt;
  return Address{std::string(local), lower_ascii(text.substr(last + 1))};
}

std::string escape_html(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&': result += "&amp;"; break;
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      case '"': result += "&quot;"; break;
      case '\'': result += "&#39;"; break;
      default: result += c;
    }
  }
  return result;
}

std::string single_line(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' || text[i] == '\n') {
      result += ' ';
      if (text.substr(i, 2) == "\r\n") ++i;
    } else {
      result += text[i];
    }
  }
  return result;
}

std::vector<std::string> lines_of(std::string_view content) {
  std::vector<std::string> result;
  while (!content.empty()) {
    const std::size_t end = std::min(content.find('\n'), content.size());
    const std::string line = trim(content.substr(0, end));
    if (!line.empty() && line.front() != '#') result.push_back(line);
    content.remove_prefix(std::min(end + 1, content.size()));
  }
  return result;
}

}  // namespace lintel::reference
