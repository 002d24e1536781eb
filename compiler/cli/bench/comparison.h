// SPDX-License-Identifier: Apache-2.0
// One run beside an earlier one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/cli/bench/figures.h"

namespace lintel::cli {

struct FigureChange {
  Figure figure;
  Summary before;
  Ratio ratio;            // now to before
  bool is_judged = true;  // otherwise the change is taken for noise
  Change change = Change::within_noise;
};

struct Comparison {
  std::vector<FigureChange> changes;  // of the figures that both runs have
  std::vector<std::string> notes;     // what else differs, for people
  bool was_busy = false;              // in one of the runs: then no cold start is judged
  bool same_machine = true;           // otherwise no change is more than noise

  const FigureChange* find(Figure figure) const;
};

Comparison compare(const Run& now, const Run& before);

// What deciding took longer with the rules of that name in an earlier run.
std::optional<double> rule_before(const Run& before, const RuleCost& rule);

// The figures that have become worse beyond noise, and take more than `limit` times what they did.
std::vector<FigureChange> above(const Comparison& comparison, double limit);

}  // namespace lintel::cli
