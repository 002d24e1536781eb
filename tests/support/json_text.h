// SPDX-License-Identifier: Apache-2.0
// JSON for the reference evaluator: a tree that remembers where in the text each value stands, and
// keeps repeated names.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lintel::reference {

struct JsonMember;

struct Json {
  enum class Kind { null, boolean, number, string, list, object };

  Kind kind = Kind::null;
  std::string text;       // of a string: decoded; of another scalar: as it is written
  std::size_t begin = 0;  // the value is the bytes [begin, end) of the document
  std::size_t end = 0;
  std::vector<JsonMember> members;  // of an object, in order
  std::vector<Json> elements;       // of a list, in order
  std::string_view written;         // the value as it stands in the document
};

struct JsonMember {
  std::string name;  // decoded
  Json value;
  std::string_view written_name;  // as it stands in the document, without its quotes
};

// The tree of a whole document; nothing if it is not JSON or nested deeper than `max_depth`.
std::optional<Json> parse_json(std::string_view document, std::size_t max_depth);

// The member that counts under this name: the last one, as in JavaScript. Null if there is none.
const Json* find_member(const Json& object, std::string_view name);

// A JSON string with the fewest escapes.
std::string json_string(std::string_view text);

// The UTF-8 bytes of a code point.
std::string utf8(char32_t code_point);

}  // namespace lintel::reference
