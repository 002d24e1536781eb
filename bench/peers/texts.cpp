// SPDX-License-Identifier: Apache-2.0
// Letter case is folded eight bytes at a time; escapes are rare, so what needs none is copied.
#include "bench/peers/texts.h"

#include <array>
#include <cstring>

namespace lintel::bench {
namespace {

constexpr std::uint64_t each(std::uint64_t byte) { return byte * 0x0101010101010101; }

std::uint64_t eight_bytes(const char* at) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, at, sizeof bytes);
  return bytes;
}

// The bytes with A to Z as a to z. A byte's top bit is set where a sum has passed the letter.
std::uint64_t lower(std::uint64_t bytes) {
  const std::uint64_t low = bytes & each(0x7f);
  const std::uint64_t from_a = low + each(0x80 - 'A');
  const std::uint64_t past_z = low + each(0x7f - 'Z');
  return bytes | ((from_a & ~past_z & ~bytes & each(0x80)) >> 2);
}

// The text's last bytes: eight of them, some of which have been seen before, or all if it has
// fewer.
std::uint64_t last_bytes(std::string_view text) {
  const std::size_t size = text.size();
  const char* const at = text.data();
  if (size >= 8) return eight_bytes(at + size - 8);
  if (size >= 4) {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    std::memcpy(&first, at, sizeof first);
    std::memcpy(&last, at + size - sizeof last, sizeof last);
    return std::uint64_t{last} << 32 | first;
  }
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; i < size; ++i) bytes = bytes << 8 | static_cast<unsigned char>(at[i]);
  return bytes;
}

std::uint64_t mix(std::uint64_t hash, std::uint64_t bytes) {
  const auto product = static_cast<unsigned __int128>(hash ^ bytes) * 0x9e3779b97f4a7c15;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

enum class Need : std::uint8_t { none, in_html, in_json };

constexpr std::array<Need, 256> make_needs() {
  std::array<Need, 256> needs{};
  for (std::size_t c = 0; c < 0x20; ++c) needs[c] = Need::in_json;
  for (const char c : {'"', '\\'}) needs[static_cast<unsigned char>(c)] = Need::in_json;
  for (const char c : {'&', '<', '>', '\''}) needs[static_cast<unsigned char>(c)] = Need::in_html;
  return needs;
}

constexpr std::array<Need, 256> needs = make_needs();

Need need_of(char c) { return needs[static_cast<unsigned char>(c)]; }

std::string_view html_reference(char c) {
  switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return {};
  }
}

char* put_json_escape(char* to, char c) {
  switch (c) {
    case '"': return put(to, "\\\"");
    case '\\': return put(to, "\\\\");
    case '\n': return put(to, "\\n");
    case '\r': return put(to, "\\r");
    case '\t': return put(to, "\\t");
    case '\b': return put(to, "\\b");
    case '\f': return put(to, "\\f");
    default: break;
  }
  constexpr std::string_view digits = "0123456789abcdef";
  to = put(to, "\\u00");
  *to++ = digits[static_cast<unsigned char>(c) >> 4];
  *to++ = digits[static_cast<unsigned char>(c) & 0xf];
  return to;
}

}  // namespace

std::string_view domain_of(std::string_view email) {
  const std::size_t at = email.rfind('@');
  if (at == std::string_view::npos || at == 0) return {};
  return email.substr(at + 1);
}

bool same_text(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i + 8 < a.size(); i += 8) {
    if (lower(eight_bytes(&a[i])) != lower(eight_bytes(&b[i]))) return false;
  }
  return lower(last_bytes(a)) == lower(last_bytes(b));
}

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = text.size();
  for (std::size_t i = 0; i + 8 < text.size(); i += 8) {
    hash = mix(hash, lower(eight_bytes(&text[i])));
  }
  return mix(hash, lower(last_bytes(text)));
}

char* put(char* to, std::string_view text) {
  std::memcpy(to, text.data(), text.size());
  return to + text.size();
}

char* put_json(char* to, std::string_view text) {
  for (const char c : text) {
    if (need_of(c) == Need::in_json) {
      to = put_json_escape(to, c);
    } else {
      *to++ = c;
    }
  }
  return to;
}

char* put_html_in_json(char* to, std::string_view text) {
  for (const char c : text) {
    if (need_of(c) == Need::none) {
      *to++ = c;
      continue;
    }
    const std::string_view reference = html_reference(c);
    to = reference.empty() ? put_json_escape(to, c) : put(to, reference);
  }
  return to;
}

}  // namespace lintel::bench
