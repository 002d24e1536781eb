// SPDX-License-Identifier: Apache-2.0
#include "compiler/cost.h"

#include <algorithm>

#include "grammar/diagnostic.h"

namespace lintel::compiler {
namespace {

// How often a step is run at most. What stands in the loop of a comprehension will be run as often
// as the loop's bound says; there are no loops yet.
std::uint64_t bound(const ir::Step& step) {
  return step.kind == ir::Step::Kind::instruction ? 1 : 0;
}

// Says where spans begin, as file:line.
class Places {
 public:
  explicit Places(std::span<const Source> sources) : sources_(sources), line_ends_(sources.size()) {
    for (std::size_t i = 0; i < sources.size(); ++i)
      for (std::size_t at = 0; at < sources[i].text.size(); ++at)
        if (sources[i].text[at] == '\n') line_ends_[i].push_back(at);
  }

  std::string of(Span span) const {
    const auto& ends = line_ends_[span.file];
    const auto line = std::lower_bound(ends.begin(), ends.end(), span.begin) - ends.begin() + 1;
    return fmt::format("{}:{}", sources_[span.file].name, line);
  }

 private:
  std::span<const Source> sources_;
  std::vector<std::vector<std::size_t>> line_ends_;
};

}  // namespace

std::vector<ProgramCost> costs(const ir::Ruleset& ruleset, const Module& module,
                               std::span<const Source> sources) {
  std::vector<const TypedRule*> rules(module.rule_count);
  for (const auto& section : module.sections)
    for (const auto& rule : section.rules) rules[rule.number] = &rule;
  const Places places(sources);
  std::vector<ProgramCost> all;
  for (std::uint32_t number = 0; number < ruleset.programs.size(); ++number) {
    ProgramCost cost;
    for (const auto& trigger : ruleset.triggers) {
      for (const auto& source : trigger.sources)
        if (source.program == number) cost.sources.emplace_back(source.name);
      // A source that Cognito adds later.
      if (trigger.unknown_program == number)
        cost.sources.push_back(std::string(schema::row(trigger.trigger).prefix) + "...");
    }
    for (const auto& step : ruleset.programs[number].steps) {
      const auto steps = bound(step);
      cost.steps += steps;
      if (step.rule == ir::none || steps == 0) continue;
      const TypedRule& rule = *rules[step.rule];
      if (cost.rules.empty() || cost.rules.back().span != rule.span)
        cost.rules.push_back({std::string(rule.name), places.of(rule.span), rule.span, 0});
      cost.rules.back().steps += steps;
    }
    all.push_back(std::move(cost));
  }
  return all;
}

void check_costs(std::span<const ProgramCost> costs, std::uint64_t limit,
                 std::vector<Finding>& findings) {
  for (const auto& cost : costs) {
    if (limit == 0 || cost.steps <= limit || cost.rules.empty()) continue;
    const auto most =
        std::max_element(cost.rules.begin(), cost.rules.end(),
                         [](const RuleCost& a, const RuleCost& b) { return a.steps < b.steps; });
    Finding made = grammar::finding<grammar::Diagnostic::too_many_steps>(
        most->span, cost.sources.empty() ? std::string("the trigger") : cost.sources.front(),
        cost.steps, limit);
    made.label = fmt::format("{} of them are for this rule, which takes most", most->steps);
    findings.push_back(std::move(made));
  }
}

}  // namespace lintel::compiler
