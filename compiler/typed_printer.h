// SPDX-License-Identifier: Apache-2.0
// Typed trees as text: as expressions for people, and as an outline.
#pragma once

#include <string>

#include "compiler/module.h"

namespace lintel::compiler {

// The expression as it could be written in rules, with the names of lets where they were used. Long
// lists are shortened.
std::string print(const Typed& node);

// The module, one node a line with its type, value number and presence; what --dump=typed shows.
std::string outline(const Module& module);

}  // namespace lintel::compiler
