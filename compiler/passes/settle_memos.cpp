// SPDX-License-Identifier: Apache-2.0
// The pass that answers, where it can, what `once` asks at run time.
#include <algorithm>
#include <cstddef>
#include <functional>
#include <queue>
#include <unordered_map>
#include <vector>

#include "compiler/passes/jumps.h"

namespace lintel::compiler::passes {
namespace {

using Kind = ir::Step::Kind;
using image::Opcode;

bool is(const ir::Step& step, Opcode opcode) {
  return step.kind == Kind::instruction && step.opcode == opcode;
}

class Settling {
 public:
  explicit Settling(ir::Program& program) : program_(program) {}

  void run() {
    find_places();
    std::vector<ir::Step> kept;
    kept.reserve(program_.steps.size());
    for (std::size_t at = 0; at < program_.steps.size(); ++at) {
      const ir::Step& step = program_.steps[at];
      while (!joins_.empty() && joins_.top() <= at) joins_.pop();
      if (is(step, Opcode::once)) {
        const auto [known, is_first] = known_until_.try_emplace(step.a, 0);
        if (at < known->second) {  // skip what would compute it again
          at = places_[step.label] - 1;
          continue;
        }
        known->second = joins_.empty() ? program_.steps.size() : joins_.top();
        if (is_first && at < unordered_from_) continue;
      }
      kept.push_back(step);
      add_joins(step, at);
    }
    program_.steps = std::move(kept);
  }

 private:
  void find_places() {
    places_.resize(program_.labels);
    unordered_from_ = program_.steps.size();
    for (std::size_t at = 0; at < program_.steps.size(); ++at) {
      const ir::Step& step = program_.steps[at];
      if (step.kind == Kind::label) places_[step.label] = at;
      if (is(step, Opcode::repeat))
        unordered_from_ = std::min(unordered_from_, places_[step.label]);
      if (is(step, Opcode::select)) unordered_from_ = std::min(unordered_from_, at);
    }
  }

  // Where ways join that have passed by what comes from here on.
  void add_joins(const ir::Step& step, std::size_t at) {
    if (step.kind != Kind::instruction || step.label == ir::none) return;
    add_join(places_[step.label], at);
    if (!is(step, Opcode::select) || !program_.index) return;
    for (const auto& candidate : program_.index->candidates) add_join(places_[candidate.entry], at);
  }

  void add_join(std::size_t place, std::size_t from) {
    if (place <= from || place == last_join_) return;
    last_join_ = place;
    joins_.push(place);
  }

  ir::Program& program_;
  std::vector<std::size_t> places_;  // of labels
  // From here on, steps run more than once or in another order: whether one is the first to ask
  // for a memo is not known.
  std::size_t unordered_from_ = 0;
  std::unordered_map<ir::Register, std::size_t> known_until_;
  std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> joins_;
  std::size_t last_join_ = 0;
};

}  // namespace

void settle_memos(ir::Program& program) {
  const bool asks = std::any_of(program.steps.begin(), program.steps.end(),
                                [](const ir::Step& step) { return is(step, Opcode::once); });
  if (asks) Settling(program).run();
}

}  // namespace lintel::compiler::passes
