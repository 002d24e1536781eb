// SPDX-License-Identifier: Apache-2.0
// Cuts what shows a mistake down to what it takes.
#pragma once

#include <functional>

#include "tests/support/program_generator.h"

namespace lintel::generator {

// Takes away and simplifies what can be missed while `shows` is true, which it is at first: rules,
// sections, lets, actions, parts of conditions and of values, members of the event and characters
// of its texts. Large parts first, until nothing more can be missed.
void shrink(Program& program, Node& event,
            const std::function<bool(const Program&, const Node&)>& shows);

}  // namespace lintel::generator
