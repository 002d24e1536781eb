// SPDX-License-Identifier: Apache-2.0
#include "compiler/cost.h"

#include <algorithm>

#include "grammar/diagnostic.h"
#include "runtime/limits.h"

namespace lintel::compiler {
namespace {

// How often each step runs at most: once, or as often as all loops of an event go round together if
// it stands between the head of a loop and the jump back to it.
std::vector<std::uint64_t> bounds(const ir::Program& program) {
  const auto& steps = program.steps;
  std::vector<std::size_t> places(program.labels, steps.size());
  for (std::size_t i = 0; i < steps.size(); ++i)
    if (steps[i].kind == ir::Step::Kind::label) places[steps[i].label] = i;
  std::vector<std::uint64_t> all(steps.size(), 1);
  std::size_t loop_begin = steps.size();
  for (std::size_t i = steps.size(); i-- > 0;) {
    const auto& step = steps[i];
    const bool jumps = step.kind == ir::Step::Kind::instruction && step.label != ir::none;
    if (jumps && places[step.label] < i) loop_begin = std::min(loop_begin, places[step.label]);
    if (step.kind != ir::Step::Kind::instruction)
      all[i] = 0;
    else if (loop_begin <= i)
      all[i] = limits::max_loop_rounds;
    if (i == loop_begin) loop_begin = steps.size();
  }
  return all;
}

bool advances(const ir::Step& step) {
  return step.kind == ir::Step::Kind::instruction && step.opcode == image::Opcode::advance;
}

// Tells the rule of each step that can be run, or none, and how often it is run at most. In the
// order of the rules. What candidates of an index share is run for each of them.
template <typename Tell>
void each_cost(const ir::Program& program, Tell tell) {
  const auto often = bounds(program);
  const auto& steps = program.steps;
  if (!program.index) {
    for (std::size_t i = 0; i < steps.size(); ++i) tell(steps[i].rule, often[i]);
    return;
  }
  std::vector<std::size_t> places(program.labels);
  for (std::size_t i = 0; i < steps.size(); ++i)
    if (steps[i].kind == ir::Step::Kind::label) places[steps[i].label] = i;
  std::vector<std::uint32_t> entries(program.labels);
  for (const auto& candidate : program.index->candidates) ++entries[candidate.entry];
  bool of_candidate = false;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i].kind == ir::Step::Kind::label && entries[steps[i].label] > 0) of_candidate = true;
    if (!of_candidate) tell(ir::none, often[i]);
    if (advances(steps[i])) of_candidate = false;
  }
  for (const auto& candidate : program.index->candidates) {
    const bool shared = entries[candidate.entry] > 1;
    for (std::size_t i = places[candidate.entry];; ++i) {
      tell(shared ? candidate.rule : steps[i].rule, often[i]);
      if (advances(steps[i])) break;
    }
  }
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
      else if (trigger.unnamed_program == number && cost.sources.empty())
        cost.sources.push_back(
            fmt::format("{} without triggerSource", schema::row(trigger.trigger).name));
    }
    each_cost(ruleset.programs[number], [&](std::uint32_t of, std::uint64_t steps) {
      cost.steps += steps;
      if (of == ir::none || steps == 0) return;
      const TypedRule& rule = *rules[of];
      if (cost.rules.empty() || cost.rules.back().span != rule.span)
        cost.rules.push_back({std::string(rule.name), places.of(rule.span), rule.span, 0});
      cost.rules.back().steps += steps;
    });
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
        most->span, cost.sources.front(), cost.steps, limit);
    made.label = fmt::format("{} of them are for this rule, which takes most", most->steps);
    findings.push_back(std::move(made));
  }
}

}  // namespace lintel::compiler
