// SPDX-License-Identifier: Apache-2.0
// JSON texts and objects that a JsonScanner has passed over: what they say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "runtime/json_scanner.h"
#include "runtime/text_arena.h"

namespace lintel::runtime {

// The same as equals() and unescape() below, for a text that holds escapes.
bool equals_escaped(const RawText& raw, std::string_view wanted);
std::optional<std::string_view> unescape_into(TextArena& arena, const RawText& raw);

// Whether the text, its escapes resolved, is `wanted`, or the other text.
inline bool equals(const RawText& raw, std::string_view wanted) {
  if (raw.escaped) return equals_escaped(raw, wanted);
  if (raw.text.size() != wanted.size()) return false;
  // Names of one length differ in their first byte more often than not: that spares the call.
  return wanted.empty() || (raw.text.front() == wanted.front() && raw.text == wanted);
}
bool equals(const RawText& a, const RawText& b);  // the escapes of both resolved
bool equals_ignoring_case(const RawText& raw, std::string_view wanted);  // ASCII letters

bool starts_with(const RawText& raw, std::string_view start);

// The text itself, taken from `arena` if it holds escapes; nothing if there is no room.
inline std::optional<std::string_view> unescape(const RawText& raw, TextArena& arena) {
  return raw.escaped ? unescape_into(arena, raw) : raw.text;
}

struct JsonMember {
  RawText name;
  std::string_view value;  // its JSON text

  JsonType type() const { return json_type(value.front()); }
  RawText content() const;  // type() is text
};

// The members of an object, from its JSON text, in order.
class JsonMembers {
 public:
  explicit JsonMembers(std::string_view object);

  bool next(JsonMember& member);

 private:
  JsonScanner scanner_;
  const char* at_;
  bool is_first_ = true;
};

// The elements of a list, from its JSON text, in order.
class JsonElements {
 public:
  explicit JsonElements(std::string_view list) : scanner_(list), at_(list.data() + 1) {}

  bool next(std::string_view& element);

 private:
  JsonScanner scanner_;
  const char* at_;
  bool is_first_ = true;
};

// Whether `text` is one JSON value of the type that starts with `first`, with nothing around it but
// white space; what it is then, without that space.
std::optional<std::string_view> parse_document(std::string_view text, char first);

// The last member of this name, if there is one.
std::optional<JsonMember> find_member(std::string_view object, std::string_view name);
std::optional<JsonMember> find_member(std::string_view object, const RawText& name);

// How many distinct names have a value that is not null; nothing if `scratch` is too small to tell.
std::optional<std::int64_t> count_members(std::string_view object, std::span<char> scratch);

}  // namespace lintel::runtime
