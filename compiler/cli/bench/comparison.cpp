// SPDX-License-Identifier: Apache-2.0
#include "compiler/cli/bench/comparison.h"

#include <algorithm>

#include <fmt/format.h>

namespace lintel::cli {
namespace {

// Two processes that run the same program differ by so much, whatever the spread in each of them:
// where things lie in memory is another matter every time.
constexpr double least_share_of_noise = 0.05;

double least_share(Figure figure) {
  return figure == Figure::image_size ? 0 : least_share_of_noise;
}

// A process that has just begun waits for a processor for milliseconds where others want all of
// them; what runs on is hardly disturbed.
bool is_busy(const Run& run) { return run.load > run.cores; }

bool is_judged(Figure figure, const Comparison& comparison) {
  return comparison.same_machine && (figure != Figure::cold_start || !comparison.was_busy);
}

std::vector<std::string> differences(const Run& now, const Run& before) {
  std::vector<std::string> notes;
  if (now.cpu != before.cpu || now.cores != before.cores)
    notes.push_back(fmt::format(
        "the earlier run was on another machine, {} with {} core{}: no change is judged",
        before.cpu, before.cores, before.cores == 1 ? "" : "s"));
  for (const Run* run : {&now, &before})
    if (is_busy(*run))
      notes.push_back(
          fmt::format("{} run found the machine busy, with a load of {:.1f}: cold "
                      "starts are not judged",
                      run == &now ? "this" : "the earlier", run->load));
  if (now.version != before.version)
    notes.push_back(fmt::format("the earlier run was of Lintel {}", before.version));
  if (now.events_hash != before.events_hash)
    notes.push_back(fmt::format("the earlier run had other events, {}", before.events));
  return notes;
}

}  // namespace

const FigureChange* Comparison::find(Figure figure) const {
  const auto found = std::find_if(changes.begin(), changes.end(),
                                  [&](const FigureChange& each) { return each.figure == figure; });
  return found == changes.end() ? nullptr : &*found;
}

Comparison compare(const Run& now, const Run& before) {
  Comparison comparison;
  comparison.notes = differences(now, before);
  comparison.same_machine = now.cpu == before.cpu && now.cores == before.cores;
  comparison.was_busy = is_busy(now) || is_busy(before);
  for (const FigureRow& row : figure_rows) {
    const auto& value = now.figures[row.figure];
    const auto& earlier = before.figures[row.figure];
    if (!value || !earlier || value->first_quartile <= 0 || earlier->first_quartile <= 0) continue;
    const Ratio times = ratio(*value, *earlier);
    const bool judged = is_judged(row.figure, comparison);
    comparison.changes.push_back(
        {row.figure, *earlier, times, judged,
         judged ? change(times, least_share(row.figure)) : Change::within_noise});
  }
  return comparison;
}

std::optional<double> rule_before(const Run& before, const RuleCost& rule) {
  const auto found = std::find_if(
      before.rules.begin(), before.rules.end(),
      [&](const RuleCost& each) { return each.name == rule.name && each.rules == rule.rules; });
  return found == before.rules.end() ? std::nullopt : found->ns;
}

std::vector<FigureChange> above(const Comparison& comparison, double limit) {
  std::vector<FigureChange> found;
  for (const FigureChange& each : comparison.changes)
    if (each.change == Change::worse && each.ratio.median > limit) found.push_back(each);
  return found;
}

}  // namespace lintel::cli
