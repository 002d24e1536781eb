// SPDX-License-Identifier: Apache-2.0
// Passes over the jumps of a program. Each keeps the order of steps: all jumps but the `repeat` of
// a loop and those to candidates go forward.
#pragma once

#include "compiler/ir.h"

namespace lintel::compiler::passes {

// Memos that are surely there are not asked for again, and those that surely are not are not asked
// for at first.
void settle_memos(ir::Program& program);

// A jump to a jump goes where that one goes.
void thread_jumps(ir::Program& program);

// Leaves out what no path reaches, and jumps to what follows anyway.
void drop_unreachable(ir::Program& program);

}  // namespace lintel::compiler::passes
