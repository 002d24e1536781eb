// SPDX-License-Identifier: Apache-2.0
// CEL's values and types beside ours.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "compiler/probe.h"
#include "tests/conformance/suite.h"

namespace lintel::conformance {

// The type with CEL's name, such as list(int); of the kind unknown if we have none like it.
compiler::ProbeType type_named(std::string_view name);

// True if CEL's type is ours. CEL's dyn stands for what an empty list would have held.
bool same_type(std::string_view name, const compiler::ProbeType& type);

// The value as an event has it.
nlohmann::ordered_json to_json(const Value& value);

// True if `answer`, of the static type `type`, is the value.
bool same(const Value& expected, const nlohmann::json& answer, const compiler::ProbeType& type);

// The value as an expression. There is none for what is not a number.
std::string literal(const Value& value);

// The value for people.
std::string shown(const Value& value);

}  // namespace lintel::conformance
