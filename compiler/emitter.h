// SPDX-License-Identifier: Apache-2.0
// IR to image: slots and the field plan, registers, labels, and the rows of every section.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "compiler/compiler.h"
#include "compiler/ir.h"
#include "compiler/module.h"

namespace lintel::compiler {

// The image of a lowered module. Findings, and no image, if it would pass a limit of the format.
std::vector<std::byte> emit(ir::Ruleset ruleset, const Module& module,
                            std::span<const Source> sources, const CompileOptions& options,
                            std::vector<Finding>& findings);

}  // namespace lintel::compiler
