// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "compiler/passes/jumps.h"

namespace lintel::compiler::passes {
namespace {

using Kind = ir::Step::Kind;
using image::Opcode;

bool ends_path(const ir::Step& step) {
  return step.opcode == Opcode::jump || step.opcode == Opcode::reject ||
         step.opcode == Opcode::end;
}

// True if the label stands right after step `at`, with nothing but labels between.
bool follows(const std::vector<ir::Step>& steps, std::size_t at, ir::Label label) {
  for (std::size_t i = at + 1; i < steps.size() && steps[i].kind == Kind::label; ++i)
    if (steps[i].label == label) return true;
  return false;
}

}  // namespace

// One pass forward: all jumps go forward, so a label that nothing reached has jumped to is dead. The
// last step stays, because a program ends in `end`.
void drop_unreachable(ir::Program& program) {
  std::vector<bool> targeted(program.labels);
  std::vector<ir::Step> kept;
  kept.reserve(program.steps.size());
  bool reachable = true;
  for (std::size_t i = 0; i < program.steps.size(); ++i) {
    const ir::Step& step = program.steps[i];
    if (step.kind == Kind::label) {
      reachable = reachable || targeted[step.label];
      kept.push_back(step);
      continue;
    }
    const bool last = i + 1 == program.steps.size();
    if (!reachable && !last) continue;
    const bool instruction = step.kind == Kind::instruction;
    if (instruction && step.opcode == Opcode::jump && follows(program.steps, i, step.label))
      continue;
    if (step.label != ir::none) targeted[step.label] = true;
    if (instruction && ends_path(step)) reachable = false;
    kept.push_back(step);
  }
  program.steps = std::move(kept);
}

}  // namespace lintel::compiler::passes
