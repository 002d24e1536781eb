// SPDX-License-Identifier: Apache-2.0
// An expression whose literals come from the event. What is constant is computed by the compiler;
// this is how the same expression is put to the runtime.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/conformance/suite.h"

namespace lintel::conformance {

struct Lifted {
  std::string expression;
  std::vector<Variable> variables;  // empty if there is nothing to lift
};

// All literals, or the one with the number `only`. Keys of map literals stay: the language wants
// them constant.
Lifted lift(std::string_view expression, std::optional<std::size_t> only = std::nullopt);

}  // namespace lintel::conformance
