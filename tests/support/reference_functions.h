// SPDX-License-Identifier: Apache-2.0
// The functions and operators on texts, numbers and times, for the reference evaluator: which of
// reference_library.h is meant by a name and the values that it is given.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "grammar/ast.h"
#include "tests/support/reference_value.h"

namespace lintel::reference {

// All values are present. Nothing: there is no such function here. `made` makes the texts.
std::optional<Value> library_function(std::string_view name, const std::vector<Value>& arguments,
                                      const std::function<Value(std::string_view)>& made);

// Nothing unless one of the two is a number, timestamp or duration.
std::optional<Value> library_operator(grammar::Operator op, const Value& a, const Value& b);

}  // namespace lintel::reference
