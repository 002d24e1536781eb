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

// Whether the text, its escapes resolved, is `wanted`.
bool equals(RawText raw, std::string_view wanted);
bool equals_ignoring_case(RawText raw, std::string_view wanted);  // ASCII letters

bool starts_with(RawText raw, std::string_view start);

// The text itself, taken from `arena` if it holds escapes; nothing if there is no room.
std::optional<std::string_view> unescape(RawText raw, TextArena& arena);

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

// The last member of this name, if there is one.
std::optional<JsonMember> find_member(std::string_view object, std::string_view name);

// How many distinct names have a value that is not null; nothing if `scratch` is too small to tell.
std::optional<std::int64_t> count_members(std::string_view object, std::span<char> scratch);

}  // namespace lintel::runtime
