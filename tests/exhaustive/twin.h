// SPDX-License-Identifier: Apache-2.0
// What each instruction does, as opcodes.def says it: written for being read, by other means than
// the runtime's.
#pragma once

#include <optional>

#include "runtime/instruction.h"
#include "runtime/lintel.h"
#include "tests/exhaustive/values.h"

namespace lintel::exhaustive {

// Of a register its value before the instruction, of a constant what it is; of anything else the
// number as an integer. a of an instruction that only sets it tells the kind alone.
struct Operands {
  Value a, b, c, d;
};

// What comes of an instruction that computes: the value of a, or a fault.
struct Told {
  Value value;
  std::optional<FaultKind> fault;
};

// Nothing: the instruction computes nothing; it stands in another test.
std::optional<Told> compute(image::Opcode opcode, const Operands& operands);

// What comes of an instruction that tests. Nothing likewise.
std::optional<Truth> decide(image::Opcode opcode, const Operands& operands);

// The variables of the host.
const std::vector<Value>& variables();

// The table that a register of that kind names.
const Value& table(const Value& number);

// What a map, as a list of keys and values, holds under a key; null if nothing.
const Value* find(const Value& map, std::string_view key);

// Values of JSON: twin_values.cpp. Nothing: there is no such value.
struct Made {
  Value value;
  bool no_room = false;
};
std::optional<Made> decoded(std::string_view shape, std::string_view json);
std::optional<Value> scalar_of(Kind kind, std::string_view json);
std::optional<Value> document(std::string_view text, Kind kind);
std::string json_of(const Value& value);
// The members of an object that count, in order: the last of each name, if it is not null.
std::vector<std::pair<std::string, std::string>> members(std::string_view object);

}  // namespace lintel::exhaustive
