// SPDX-License-Identifier: Apache-2.0
// The pass that leaves out what no path reaches.
#include <vector>

#include "compiler/passes/jumps.h"

namespace lintel::compiler::passes {
namespace {

using Kind = ir::Step::Kind;
using image::Opcode;

bool ends_path(const ir::Step& step) {
  return step.opcode == Opcode::jump || step.opcode == Opcode::repeat ||
         step.opcode == Opcode::reject || step.opcode == Opcode::deny ||
         step.opcode == Opcode::select || step.opcode == Opcode::advance ||
         step.opcode == Opcode::end;
}

// True if `label` is among the labels right after step `at`.
bool follows(const std::vector<ir::Step>& steps, std::size_t at, ir::Label label) {
  for (std::size_t i = at + 1; i < steps.size() && steps[i].kind == Kind::label; ++i)
    if (steps[i].label == label) return true;
  return false;
}

// All jumps go forward, so a label that nothing reached has jumped to is dead.
std::vector<ir::Step> reached(const ir::Program& program) {
  std::vector<bool> targeted(program.labels);
  std::vector<bool> repeated(
      program.labels);  // where loops go back to: reached from before, if at all
  for (const ir::Step& step : program.steps)
    if (step.kind == Kind::instruction && step.opcode == Opcode::repeat)
      repeated[step.label] = true;
  if (program.index)
    for (const auto& candidate : program.index->candidates) targeted[candidate.entry] = true;
  std::vector<ir::Step> kept;
  kept.reserve(program.steps.size());
  bool reachable = true;
  for (const ir::Step& step : program.steps) {
    // A program ends in `end`, reached or not.
    const bool last = &step == &program.steps.back();
    if (step.kind == Kind::label) {
      const bool kept_for_loop = repeated[step.label] && reachable;
      if (!targeted[step.label] && !kept_for_loop) continue;
      reachable = true;
    } else if (!reachable && !last) {
      continue;
    }
    kept.push_back(step);
    if (step.kind != Kind::instruction) continue;
    if (step.label != ir::none) targeted[step.label] = true;
    if (ends_path(step)) reachable = false;
  }
  return kept;
}

}  // namespace

void drop_unreachable(ir::Program& program) {
  const auto steps = reached(program);
  program.steps.clear();
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const bool jump = steps[i].kind == Kind::instruction && steps[i].opcode == Opcode::jump;
    if (!jump || !follows(steps, i, steps[i].label)) program.steps.push_back(steps[i]);
  }
}

}  // namespace lintel::compiler::passes
