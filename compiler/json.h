// SPDX-License-Identifier: Apache-2.0
// JSON as a value: the events of tests, and the answers to them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/lintel.h"

namespace lintel::compiler {

struct Json {
  enum class Kind : std::uint8_t { null, boolean, number, text, list, object } kind = Kind::null;
  std::string text;                // boolean, number: as written; text: without escapes
  std::vector<std::string> names;  // object: one for each value
  std::vector<Json> values;        // list, object

  static Json of(bool value) { return {Kind::boolean, value ? "true" : "false", {}, {}}; }
  static Json of(std::string_view value) { return {Kind::text, std::string(value), {}, {}}; }

  // The last member of this name; null if there is none, or this is no object.
  const Json* find(std::string_view name) const;

  // Sets a member, which takes the place of one of the same name.
  void set(std::string_view name, Json value);

  // Objects are equal if their members are, in any order; numbers if their values are.
  friend bool operator==(const Json& a, const Json& b);
};

// Strict JSON, as the runtime reads events. Nothing, with `fault`, if it is none.
std::optional<Json> parse_json(std::string_view text, Fault& fault);

// On one line, without blanks.
std::string print(const Json& value);

// Puts `changes` on top: the members of objects are merged, everything else is replaced. A null
// sets null; nothing takes a member away.
void merge(Json& onto, const Json& changes);

}  // namespace lintel::compiler
