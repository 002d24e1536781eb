// SPDX-License-Identifier: Apache-2.0
// The first step of every front door: sources to trees.
#pragma once

#include <span>
#include <vector>

#include "compiler/compiler.h"
#include "grammar/ast.h"

namespace lintel::compiler {

// The trees of all sources, which hold views of them.
std::vector<grammar::File> parse(std::span<const Source> sources, std::vector<Finding>& findings);

bool has_error(const std::vector<Finding>& findings);

}  // namespace lintel::compiler
