// SPDX-License-Identifier: Apache-2.0
#include "bench/report/comparison.h"

#include <algorithm>
#include <cmath>

namespace lintel::bench {
namespace {

std::optional<double> median_of(const Side& side, const std::string& name) {
  std::vector<double> medians;
  for (const Measurements& process : side.processes) {
    if (const Row* row = process.find(name)) medians.push_back(row->time().median);
  }
  if (medians.empty()) return std::nullopt;
  return cli::summarise(medians).median;
}

std::optional<double> instructions_of(const Side& side, const std::string& name) {
  const auto found = side.instructions.find(name);
  if (found == side.instructions.end()) return std::nullopt;
  return found->second;
}

// Of each pair that has the row on both sides, sorted.
std::vector<double> ratios(const Side& a, const Side& b, const std::string& name) {
  std::vector<double> found;
  const std::size_t pairs = std::min(a.processes.size(), b.processes.size());
  for (std::size_t i = 0; i < pairs; ++i) {
    const Row* of_a = a.processes[i].find(name);
    const Row* of_b = b.processes[i].find(name);
    if (of_a && of_b) found.push_back(of_b->time().median / of_a->time().median);
  }
  std::sort(found.begin(), found.end());
  return found;
}

Verdict verdict_on(const ComparedRow& row) {
  if (!row.median.b) return Verdict::only_a;
  if (!row.median.a) return Verdict::only_b;
  if (row.pairs < fewest_pairs) return Verdict::untold;
  const cli::Change change = cli::change(row.ratio, least_change);
  if (change == cli::Change::within_noise) return Verdict::unchanged;
  const std::optional<double> counted = row.instructions.ratio();
  if (counted && std::abs(*counted - 1) < least_change_of_instructions) return Verdict::moved;
  return change == cli::Change::better ? Verdict::faster : Verdict::slower;
}

ComparedRow compare_row(const Side& a, const Side& b, const std::string& name) {
  ComparedRow row;
  row.name = name;
  row.median = {median_of(a, name), median_of(b, name)};
  row.instructions = {instructions_of(a, name), instructions_of(b, name)};
  const std::vector<double> sorted = ratios(a, b, name);
  row.pairs = sorted.size();
  if (!sorted.empty()) {
    const std::size_t out = left_out(sorted.size());
    row.ratio = {cli::quantile(sorted, 0.5), sorted[out], sorted[sorted.size() - 1 - out]};
  }
  row.verdict = verdict_on(row);
  return row;
}

void add_names(const Side& side, std::vector<std::string>& names) {
  for (const Measurements& process : side.processes) {
    for (const Row& row : process.rows) {
      if (std::find(names.begin(), names.end(), row.name) == names.end()) names.push_back(row.name);
    }
  }
}

}  // namespace

std::optional<double> Both::ratio() const {
  if (!a || !b) return std::nullopt;
  return *a == *b ? 1 : *b / *a;
}

std::size_t left_out(std::size_t pairs) {
  // The chance that at most `out` of the throws fall on a given side, and twice that for both.
  constexpr double most = 0.01;
  double term = std::pow(0.5, static_cast<double>(pairs));
  double chance = 2 * term;
  std::size_t out = 0;
  for (std::size_t i = 1; i < pairs; ++i) {
    term *= static_cast<double>(pairs - i + 1) / static_cast<double>(i);
    chance += 2 * term;
    if (chance > most) break;
    out = i;
  }
  return out;
}

std::vector<ComparedRow> compare(const Side& a, const Side& b) {
  std::vector<std::string> names;
  add_names(a, names);
  add_names(b, names);
  std::vector<ComparedRow> rows;
  for (const std::string& name : names) rows.push_back(compare_row(a, b, name));
  return rows;
}

}  // namespace lintel::bench
