// SPDX-License-Identifier: Apache-2.0
// CEL's conformance tests as tests/conformance/extract.mjs writes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lintel::conformance {

// A value of CEL. `kind` is its type's name: int, string, list, ...
struct Value {
  std::string kind;
  std::string text;          // of a scalar; of a bool, true or false
  std::vector<Value> parts;  // elements; of a map: key, value, key, value, ...
};

struct Variable {
  std::string name;
  std::string type;  // such as list(int)
  std::optional<Value> value;
};

struct Case {
  enum class About { value, error, check, parse };

  std::string file;
  std::string id;  // file, section and name; one line; no other test has the same
  std::string expression;
  About about = About::value;
  std::vector<Variable> variables;
  std::optional<Value> expected;   // about value
  std::string type;                // the static type; may be empty
  std::string error;               // about error: CEL's own words
  bool fails = false;              // about check and parse: it has to be refused
  std::vector<std::string> needs;  // what it needs of a language, by name
};

// The tests of a text of JSON lines. Throws what nlohmann::json throws if it is no such text.
std::vector<Case> read_suite(std::string_view text);

}  // namespace lintel::conformance
