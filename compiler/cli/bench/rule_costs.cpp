// SPDX-License-Identifier: Apache-2.0
#include "compiler/cli/bench/rule_costs.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace lintel::cli {
namespace {

// Compiling takes its time with very many rules; then fewer parts have to do.
constexpr double patience_nanoseconds = 10e9;

std::string place_of(const RuleInfo& rule) {
  return rule.file.empty() ? std::string() : fmt::format("{}:{}", rule.file, rule.line);
}

std::string name_of(const Ruleset& all, std::uint32_t number) {
  const RuleInfo rule = all.rule(number);
  if (!rule.name.empty()) return std::string(rule.name);
  std::string place = place_of(rule);
  return place.empty() ? fmt::format("rule {}", number) : place;
}

// The rules from number `first` to the one before `end`.
RuleCost described(const Ruleset& all, std::size_t first, std::size_t end,
                   std::span<const std::uint64_t> fired) {
  const auto first_number = static_cast<std::uint32_t>(first);
  const auto last_number = static_cast<std::uint32_t>(end - 1);
  RuleCost cost;
  cost.name = name_of(all, first_number);
  if (end - first > 1) cost.name += " to " + name_of(all, last_number);
  cost.place = place_of(all.rule(first_number));
  cost.rules = static_cast<std::uint32_t>(end - first);
  const auto of_these = fired.subspan(first, end - first);
  cost.fired = std::accumulate(of_these.begin(), of_these.end(), std::uint64_t{0});
  return cost;
}

}  // namespace

RuleCostBench::RuleCostBench(const RulePrefixes& prefixes, Host& host,
                             std::span<const std::string_view> events)
    : prefixes_(prefixes), host_(host), events_(events) {}

bool RuleCostBench::add(std::size_t rules) {
  Cut cut;
  cut.image = prefixes_.image(rules);
  const LoadResult loaded = Ruleset::load(cut.image);
  if (cut.image.empty() || !loaded) return false;
  cut.timer = std::make_unique<StepTimer>(*loaded, host_, events_);
  if (!cut.timer->reads_all()) return false;
  constexpr int looks = 5;
  std::vector<double> glances;
  for (int i = 0; i < looks; ++i) glances.push_back(cut.timer->decide());
  cut.glance = summarise(glances).median;
  cuts_.emplace(rules, std::move(cut));
  return true;
}

// The middle of the neighbours that cost most; 0 if none can be parted.
std::size_t RuleCostBench::most_expensive_middle() const {
  std::size_t middle = 0;
  double most = 0;
  for (auto cut = cuts_.begin(), next = std::next(cut); next != cuts_.end(); ++cut, ++next) {
    const std::size_t between = cut->first + (next->first - cut->first) / 2;
    const double cost = next->second.glance - cut->second.glance;
    const bool can_be_parted =
        between != cut->first &&
        std::find(indivisible_.begin(), indivisible_.end(), between) == indivisible_.end();
    if (!can_be_parted || (middle != 0 && cost <= most)) continue;
    middle = between;
    most = cost;
  }
  return middle;
}

bool RuleCostBench::prepare() {
  const auto begin = BenchClock::now();
  if (!add(0) || !add(prefixes_.rule_count())) return false;
  while (cuts_.size() <= most_parts && nanoseconds_since(begin) < patience_nanoseconds) {
    const std::size_t middle = most_expensive_middle();
    if (middle == 0) break;
    if (!add(middle)) indivisible_.push_back(middle);
  }
  return true;
}

void RuleCostBench::sample() {
  for (auto& [rules, cut] : cuts_) cut.samples.push_back(cut.timer->decide());
}

std::vector<RuleCost> RuleCostBench::costs(const Ruleset& all,
                                           std::span<const std::uint64_t> fired) const {
  std::vector<RuleCost> costs;
  for (auto cut = cuts_.begin(), next = std::next(cut); next != cuts_.end(); ++cut, ++next) {
    // Of one round each: what slows the machine for a while slows both.
    std::vector<double> differences;
    for (std::size_t i = 0; i < cut->second.samples.size(); ++i)
      differences.push_back(next->second.samples[i] - cut->second.samples[i]);
    RuleCost cost = described(all, cut->first, next->first, fired);
    cost.ns = summarise(differences).median;
    cost.interval = median_interval(std::move(differences));
    costs.push_back(std::move(cost));
  }
  return costs;
}

std::vector<RuleCost> uncosted_rules(const Ruleset& all, std::span<const std::uint64_t> fired) {
  std::vector<RuleCost> rules;
  const std::size_t step =
      (fired.size() + RuleCostBench::most_parts - 1) / RuleCostBench::most_parts;
  for (std::size_t first = 0; first < fired.size(); first += step)
    rules.push_back(described(all, first, std::min(first + step, fired.size()), fired));
  return rules;
}

}  // namespace lintel::cli
