// SPDX-License-Identifier: Apache-2.0
// An input is rules, perhaps an event, and perhaps the file that they import.
#include <algorithm>
#include <cstdint>

#include "compiler/compiler.h"
#include "compiler/schema.h"
#include "compiler/test_events.h"
#include "tests/fuzz/findings.h"
#include "tests/fuzz/law.h"
#include "tests/fuzz/rig.h"
#include "tests/fuzz/targets.h"

namespace lintel::fuzz {
namespace {

struct Variant {
  std::string_view name;
  CompileOptions options;
};

const Variant variants[] = {
    {"optimised", {.proofs = false}},
    {"not optimised", {.optimise = false, .proofs = false}},
    {"without an index", {.index = false, .proofs = false}},
    {"stripped", {.strip = true, .proofs = false}},
};

// As Cognito sends them.
void add_default_events(const image::View& image, std::vector<std::string>& events) {
  constexpr std::uint32_t enough = 3;
  for (std::uint32_t i = 0; i < image.count(image::Section::triggers); ++i) {
    const auto trigger = image.row<image::TriggerRow>(image::Section::triggers, i);
    const auto* const known = compiler::schema::find_trigger(image.string(trigger.name));
    require(known != nullptr, "a trigger that no table has", image.string(trigger.name));
    for (std::uint32_t j = 0; j < std::min(trigger.source_count, enough); ++j) {
      const auto source =
          image.row<image::SourceRow>(image::Section::sources, trigger.first_source + j);
      events.push_back(
          compiler::print(compiler::default_event(image.string(source.name), known->trigger)));
    }
  }
}

// The most steps that an event of this source may take; of an unknown one, that any may.
std::uint64_t stated_cost(const Costs& costs, std::string_view source) {
  std::uint64_t most = 0;
  for (const ProgramCost& program : costs.programs) {
    const auto& names = program.sources;
    const bool is_it = std::find(names.begin(), names.end(), source) != names.end();
    if (is_it && !source.empty()) return program.steps;
    most = std::max(most, program.steps);
  }
  return most;
}

void check_costs(Rig& rig, const Costs& costs, std::string_view event, std::string_view answer) {
  std::uint64_t steps = 0;
  const Outcome outcome = rig.evaluate(event, steps);
  require_same(answer, shown(outcome), "a tracer changes the answer");
  require(steps <= stated_cost(costs, outcome.source()), "more steps than the costs say", event);
  require(steps <= rig.most_steps(), "more steps than the runtime says", event);
}

}  // namespace

void compile_run_law(std::string_view input) {
  const auto parts = parts_of(input);
  const Source source{"rules/x.rules", std::string(parts[0])};
  OneFile files(parts.size() > 2 ? parts[2] : "");

  std::vector<std::unique_ptr<Rig>> rigs;
  std::string findings;
  for (const Variant& variant : variants) {
    CompileOptions options = variant.options;
    options.files = &files;
    const Compilation compiled = compile({&source, 1}, options);
    if (&variant == variants) {
      check_findings(compiled.findings, {&source, 1});
      findings = shown(compiled.findings);
    }
    require_same(findings, shown(compiled.findings), variant.name);
    require(compiled.ok() != has_error(compiled.findings), "neither an image nor an error",
            variant.name);
    if (!compiled.ok()) return;
    rigs.push_back(Rig::load(compiled.image));
    require(rigs.back() != nullptr, "an image that does not load", variant.name);
  }
  CompileOptions options = variants[0].options;
  options.files = &files;
  const Costs costs = cost({&source, 1}, options);

  std::vector<std::string> events = events_for(rigs[0]->view());
  add_default_events(rigs[0]->view(), events);
  if (parts.size() > 1) events.emplace_back(parts[1]);
  for (const std::string& event : events) {
    const Outcome first = rigs[0]->evaluate(event);
    check_outcome(event, first);
    const std::string answer = shown(first);
    for (std::size_t i = 1; i < rigs.size(); ++i)
      require_same(answer, shown(rigs[i]->evaluate(event)), variants[i].name);
    check_costs(*rigs[0], costs, event, answer);
  }
}

}  // namespace lintel::fuzz
