// SPDX-License-Identifier: Apache-2.0
// What answering an event costs at most, in steps of the interpreter. Control goes forward, so that
// each instruction is run at most once; one in a loop, as often as loops may go round for an event;
// and one that rules of an index share, once for each of them.
#pragma once

#include "compiler/compiler.h"
#include "compiler/ir.h"
#include "compiler/module.h"

namespace lintel::compiler {

// The bounds of each program. Work that rules share counts for the first of them.
std::vector<ProgramCost> costs(const ir::Ruleset& ruleset, const Module& module,
                               std::span<const Source> sources);

// A finding for each program that may take more steps than `limit`.
void check_costs(std::span<const ProgramCost> costs, std::uint64_t limit,
                 std::vector<Finding>& findings);

}  // namespace lintel::compiler
