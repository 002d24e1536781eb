// SPDX-License-Identifier: Apache-2.0
// Escapes resolved byte by byte, and the members of an object counted by name.
#include "runtime/json_text.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "runtime/mix.h"
#include "runtime/text.h"
#include "runtime/utf8.h"

namespace lintel::runtime {
namespace {

// The bytes of a raw text with its escapes resolved.
class Unescaper {
 public:
  explicit Unescaper(const RawText& raw) : at_(raw.text.data()), end_(at_ + raw.text.size()) {}

  bool next(char& byte) {
    if (next_pending_ == pending_size_ && !fill()) return false;
    byte = pending_[next_pending_++];
    return true;
  }

 private:
  static char simple(char kind) {
    switch (kind) {
      case 'b': return '\b';
      case 'f': return '\f';
      case 'n': return '\n';
      case 'r': return '\r';
      case 't': return '\t';
      default: return kind;
    }
  }

  // The next character, or a byte of it if it is not escaped.
  bool fill() {
    if (at_ == end_) return false;
    next_pending_ = 0;
    pending_size_ = 1;
    if (*at_ != '\\') {
      pending_[0] = *at_++;
      return true;
    }
    const char kind = at_[1];
    at_ += 2;
    if (kind != 'u') {
      pending_[0] = simple(kind);
      return true;
    }
    char32_t code = unit();
    if (code >= 0xd800 && code <= 0xdbff) {
      at_ += 2;
      code = 0x10000 + ((code - 0xd800) << 10) + (unit() - 0xdc00);
    }
    pending_size_ = encode(code, pending_);
    return true;
  }

  char32_t unit() {
    char32_t value = 0;
    for (int i = 0; i < 4; ++i) {
      const char c = ascii_lower(*at_++);
      value = value << 4 | static_cast<char32_t>(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return value;
  }

  const char* at_;
  const char* end_;
  char pending_[4];
  std::size_t next_pending_ = 0;
  std::size_t pending_size_ = 0;
};

template <typename Same>
bool equals_by(const RawText& raw, std::string_view wanted, Same same) {
  Unescaper unescaper(raw);
  char byte;
  std::size_t matched = 0;
  while (unescaper.next(byte)) {
    if (matched == wanted.size() || !same(byte, wanted[matched])) return false;
    ++matched;
  }
  return matched == wanted.size();
}

std::uint64_t hash_of(const RawText& raw) {
  Unescaper unescaper(raw);
  char byte;
  std::uint64_t state = 0;
  while (unescaper.next(byte)) {
    state = (state ^ static_cast<unsigned char>(byte)) * image::odd_constant;
    state ^= state >> 32;
  }
  return image::mix(state);
}

std::size_t count_all(std::string_view object) {
  JsonMembers members(object);
  JsonMember member;
  std::size_t count = 0;
  while (members.next(member)) ++count;
  return count;
}

// A hash table of the names of an object, in scratch memory.
class NameTable {
 public:
  NameTable(std::string_view object, std::span<char> scratch, std::size_t places)
      : object_(object), places_(scratch.data()), mask_(places - 1) {
    std::memset(places_, 0, places * sizeof(std::uint32_t));
  }

  // Notes the member; returns whether an earlier one of the name counted, and lets this one count
  // or not in its place.
  bool replace(const JsonMember& member, bool counts) {
    std::size_t place = hash_of(member.name) & mask_;
    for (;; place = (place + 1) & mask_) {
      const std::uint32_t held = get(place);
      if (held == 0) break;
      if (equals(name_at(held), member.name)) {
        set(place, entry(member, counts));
        return (held & counts_bit) != 0;
      }
    }
    set(place, entry(member, counts));
    return false;
  }

 private:
  static constexpr std::uint32_t counts_bit = 1u << 31;
  static_assert(limits::max_event_bytes < counts_bit);

  // Where the name stands in the object; never 0, because '{' stands there.
  std::uint32_t entry(const JsonMember& member, bool counts) const {
    const auto offset = static_cast<std::uint32_t>(member.name.text.data() - object_.data());
    return counts ? offset | counts_bit : offset;
  }

  RawText name_at(std::uint32_t held) const {
    JsonScanner scanner(object_);
    RawText name;
    scanner.string(object_.data() + (held & ~counts_bit) - 1, name);
    return name;
  }

  std::uint32_t get(std::size_t place) const {
    std::uint32_t value;
    std::memcpy(&value, places_ + place * sizeof value, sizeof value);
    return value;
  }
  void set(std::size_t place, std::uint32_t value) {
    std::memcpy(places_ + place * sizeof value, &value, sizeof value);
  }

  std::string_view object_;
  char* places_;
  std::size_t mask_;
};

}  // namespace

bool equals_escaped(const RawText& raw, std::string_view wanted) {
  return equals_by(raw, wanted, [](char a, char b) { return a == b; });
}

bool equals(const RawText& a, const RawText& b) {
  if (!a.escaped) return equals(b, a.text);
  if (!b.escaped) return equals(a, b.text);
  Unescaper left(a);
  Unescaper right(b);
  char left_byte;
  char right_byte;
  while (left.next(left_byte)) {
    if (!right.next(right_byte) || left_byte != right_byte) return false;
  }
  return !right.next(right_byte);
}

bool equals_ignoring_case(const RawText& raw, std::string_view wanted) {
  return equals_by(raw, wanted, [](char a, char b) { return ascii_lower(a) == ascii_lower(b); });
}

bool starts_with(const RawText& raw, std::string_view start) {
  if (!raw.escaped) return starts_with(raw.text, start);
  Unescaper unescaper(raw);
  char byte;
  std::size_t matched = 0;
  while (matched < start.size() && unescaper.next(byte)) {
    if (byte != start[matched++]) return false;
  }
  return matched == start.size();
}

std::optional<std::string_view> unescape_into(TextArena& arena, const RawText& raw) {
  // An escape is never shorter than what it stands for.
  char* const out = arena.take(raw.text.size());
  if (out == nullptr) return std::nullopt;
  Unescaper unescaper(raw);
  std::size_t size = 0;
  while (unescaper.next(out[size])) ++size;
  arena.give_back_to(arena.used() - (raw.text.size() - size));
  return std::string_view(out, size);
}

RawText JsonMember::content() const {
  const std::string_view inside(value.data() + 1, value.size() - 2);
  return {inside, std::memchr(inside.data(), '\\', inside.size()) != nullptr};
}

JsonMembers::JsonMembers(std::string_view object) : scanner_(object), at_(object.data() + 1) {}

bool JsonMembers::next(JsonMember& member) {
  const char* const value = scanner_.member(at_, is_first_, member.name);
  is_first_ = false;
  if (member.name.text.data() == nullptr) return false;
  at_ = scanner_.value(value, 0);
  member.value = {value, static_cast<std::size_t>(at_ - value)};
  return true;
}

bool JsonElements::next(std::string_view& element) {
  at_ = scanner_.skip_space(at_);
  if (scanner_.peek(at_) == ']') return false;
  if (!is_first_) at_ = scanner_.skip_space(at_ + 1);
  is_first_ = false;
  const char* const value = at_;
  at_ = scanner_.value(value, 0);
  element = {value, static_cast<std::size_t>(at_ - value)};
  return true;
}

std::optional<std::string_view> parse_document(std::string_view text, char first) {
  JsonScanner scanner(text);
  const char* const begin = scanner.skip_space(text.data());
  if (scanner.peek(begin) != first) return std::nullopt;
  const char* const end = scanner.value(begin, 0);
  if (end == nullptr || scanner.skip_space(end) != scanner.end()) return std::nullopt;
  return std::string_view(begin, static_cast<std::size_t>(end - begin));
}

namespace {

template <typename Name>
std::optional<JsonMember> find_last(std::string_view object, const Name& name) {
  std::optional<JsonMember> found;
  JsonMembers members(object);
  JsonMember member;
  while (members.next(member)) {
    if (equals(member.name, name)) found = member;
  }
  return found;
}

}  // namespace

std::optional<JsonMember> find_member(std::string_view object, std::string_view name) {
  return find_last(object, name);
}

std::optional<JsonMember> find_member(std::string_view object, const RawText& name) {
  return find_last(object, name);
}

std::optional<std::int64_t> count_members(std::string_view object, std::span<char> scratch) {
  // Half of the places stay free, so that a search is short.
  const std::size_t places = std::bit_ceil(2 * count_all(object) + 1);
  if (places * sizeof(std::uint32_t) > scratch.size()) return std::nullopt;
  NameTable names(object, scratch, places);
  JsonMembers members(object);
  JsonMember member;
  std::int64_t count = 0;
  while (members.next(member)) {
    const bool counts = member.type() != JsonType::null;
    const bool counted = names.replace(member, counts);
    count += static_cast<int>(counts) - static_cast<int>(counted);
  }
  return count;
}

}  // namespace lintel::runtime
