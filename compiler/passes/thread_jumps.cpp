// SPDX-License-Identifier: Apache-2.0
// The pass that shortens jumps to jumps.
#include <vector>

#include "compiler/passes/jumps.h"

namespace lintel::compiler::passes {

// From the last step to the first, so that where a jump leads is known before what jumps to it. A
// label followed by a plain jump stands for the jump's target; a note has to be passed, so it ends
// that.
void thread_jumps(ir::Program& program) {
  std::vector<ir::Label> leads_to(program.labels);
  ir::Label next = ir::none;  // where control goes from here at once, if it is a label
  for (auto step = program.steps.rbegin(); step != program.steps.rend(); ++step) {
    if (step->kind == ir::Step::Kind::label) {
      leads_to[step->label] = next == ir::none ? step->label : next;
      next = leads_to[step->label];
      continue;
    }
    // A loop goes back to a label that has not been seen on the way from the end.
    const bool back =
        step->kind == ir::Step::Kind::instruction && step->opcode == image::Opcode::repeat;
    if (step->label != ir::none && !back) step->label = leads_to[step->label];
    const bool plain_jump =
        step->kind == ir::Step::Kind::instruction && step->opcode == image::Opcode::jump;
    next = plain_jump ? step->label : ir::none;
  }
}

}  // namespace lintel::compiler::passes
