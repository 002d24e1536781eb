// SPDX-License-Identifier: Apache-2.0
// Expressions of the typed reference: the typed tree is walked, each value computed where it is
// asked for, and as often as it is.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/typed.h"
#include "tests/support/json_text.h"
#include "tests/support/reference_value.h"

namespace lintel::reference {

// What an evaluation is told by its host.
struct Surroundings {
  std::map<std::string, std::string, std::less<>> variables;
  Nanoseconds now = 0;
  std::array<unsigned char, 64> random{};  // whenever bytes are asked for
};

using Values = std::vector<Value>;

class TypedInterpreter {
 public:
  TypedInterpreter(const Json& event, const Surroundings& surroundings)
      : event_(event), surroundings_(surroundings) {}

  Value evaluate(const compiler::Typed& node);

 private:
  Values evaluate_all(std::span<const compiler::Typed* const> nodes);
  Value chain(const compiler::Typed& node, bool decisive);
  Value map(const compiler::Typed& node);
  Value loop(const compiler::Typed& node);
  Value collected(const compiler::Typed& node, const Values& elements);
  Value looked_up(const compiler::Typed& node);
  Value key_in_map(const compiler::Typed& node);
  Value random(const compiler::Typed& node) const;
  Value builtin(const compiler::Typed& node);
  Value operation(const compiler::Typed& node, const Values& operands) const;
  Value function(const compiler::Typed& node, const Values& operands);
  Value parsed(const std::string& text, Json::Kind kind);

  const Json& event_;
  const Surroundings& surroundings_;
  std::map<std::int64_t, Value> variables_;  // of the loops around
  std::deque<std::pair<std::string, Json>> documents_;
};

// A field of the event; the event has been checked against its contract.
Value read_field(const Json& event, const compiler::Field& field);

// Whether the event has a value there that the contract does not allow.
bool has_wrong_type(const Json& event, const compiler::Field& field);

// A value of the event as the type says; absent if it is none.
Value decoded(const Json& json, const compiler::Type& type);

// Of two values of one type.
bool same(const Value& a, const Value& b);

// The value as JSON.
std::string json_of(const Value& value);

// The names of a map of the event that have a value, in order.
std::vector<std::string> names_of(const Json& object);

// The same texts, as values of the event.
Value as_event_text(Value value);

}  // namespace lintel::reference
