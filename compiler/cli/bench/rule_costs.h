// SPDX-License-Identifier: Apache-2.0
// What each rule costs in deciding: how much longer it takes with the rule than with only those
// before it. So the costs of all rules add up to the whole, what rules share counts for the first
// of them, as in `lintel check --cost`, and a rule that is not reached costs nothing.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/cli/bench/figures.h"
#include "compiler/cli/bench/rule_prefixes.h"
#include "compiler/cli/bench/steps.h"
#include "runtime/lintel.h"

namespace lintel::cli {

class RuleCostBench {
 public:
  // So many rules are measured one by one. Of more, neighbours are measured together, and those
  // that cost most are parted first.
  static constexpr std::size_t most_parts = 40;

  RuleCostBench(const RulePrefixes& prefixes, Host& host, std::span<const std::string_view> events);

  // Chooses what is measured. False if the rules cannot be taken apart.
  bool prepare();

  // One round: everything once.
  void sample();

  // In file order. `fired`: how often each rule did.
  std::vector<RuleCost> costs(const Ruleset& all, std::span<const std::uint64_t> fired) const;

 private:
  struct Cut {
    std::vector<std::byte> image;
    std::unique_ptr<StepTimer> timer;
    double glance = 0;  // a first look at what deciding takes
    std::vector<double> samples;
  };

  bool add(std::size_t rules);
  std::size_t most_expensive_middle() const;

  const RulePrefixes& prefixes_;
  Host& host_;
  std::span<const std::string_view> events_;
  std::map<std::size_t, Cut> cuts_;       // by how many rules are left
  std::vector<std::size_t> indivisible_;  // where a cut would not compile
};

// One entry for each rule, or for neighbours of a ruleset of many, without costs.
std::vector<RuleCost> uncosted_rules(const Ruleset& all, std::span<const std::uint64_t> fired);

}  // namespace lintel::cli
