// SPDX-License-Identifier: Apache-2.0
#include "tests/differential/pairs.h"

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <memory>
#include <vector>

#include "tests/differential/comparison.h"
#include "tests/support/program_generator.h"
#include "tests/support/shrink.h"

namespace lintel::differential {
namespace {

using generator::Dice;
using generator::Node;
using generator::Program;

// To compile a ruleset costs as much as to answer hundreds of events.
constexpr std::size_t layouts = 16;
constexpr std::size_t events_of_a_layout = 15;
constexpr std::size_t layouts_of_many_rules = 8;

// One ruleset in so many is compiled in every way that there is.
constexpr std::size_t thorough_every = 8;

Program make_ruleset(Dice& dice) {
  if (dice.one_in(100)) return make_large_program(dice, 100 + dice.below(400));
  if (dice.one_in(2000)) return make_large_program(dice, 500 + dice.below(1501));
  if (dice.one_in(8)) return make_large_program(dice, 4 + dice.below(40));
  return dice.one_in(4) ? make_program(dice) : make_wide_program(dice);
}

Node make_any_event(Dice& dice, const Program& program) {
  return program.is_classic ? make_event(dice, program) : make_wide_event(dice, program);
}

// The difference, also if it is that a reference does not know what to answer.
std::optional<std::string> difference_of(Comparison& comparison, const std::string& event,
                                         bool fresh) {
  try {
    return comparison.difference(event, fresh);
  } catch (const std::exception& problem) {
    return std::string("a reference gives up: ") + problem.what() + "\n";
  }
}

// How the last event is answered differently by evaluators that have seen the others.
std::optional<std::string> difference_after(const Program& program,
                                            const std::vector<std::string>& before,
                                            const std::string& event) {
  Comparison comparison(program);
  if (!comparison.refusal().empty()) return std::nullopt;
  for (const std::string& earlier : before) difference_of(comparison, earlier, false);
  return difference_of(comparison, event, before.empty());
}

std::string report(std::uint64_t seed, const Program& program,
                   const std::vector<std::string>& before, std::string_view event,
                   std::string_view difference) {
  std::string text = "seed " + std::to_string(seed) + "\n";
  for (const generator::File& file : program.files) text += "--- rules\n" + file.text();
  for (const std::string& earlier : before) text += "--- an event before\n" + earlier + "\n";
  return text.append("--- event\n").append(event).append("\n--- ").append(difference);
}

// Events before that are not needed are left out, one after the other.
void drop_unneeded(const Program& program, std::vector<std::string>& before, const Node& event) {
  if (difference_after(program, {}, event.text())) return before.clear();
  for (std::size_t i = before.size(); i > 0; --i) {
    std::vector<std::string> less = before;
    less.erase(less.begin() + static_cast<std::ptrdiff_t>(i - 1));
    if (difference_after(program, less, event.text())) before = std::move(less);
  }
}

std::string cut_down(std::uint64_t seed, Program program, std::vector<std::string> before,
                     Node event) {
  if (std::getenv("LINTEL_SHOW_WHOLE"))
    std::cerr << report(seed, program, before, event.text(), "the whole of it\n");
  drop_unneeded(program, before, event);
  generator::shrink(program, event, [&](const Program& smaller, const Node& less) {
    return difference_after(smaller, before, less.text()).has_value();
  });
  drop_unneeded(program, before, event);
  const auto difference = difference_after(program, before, event.text());
  return report(seed, program, before, event.text(),
                difference.value_or("not seen again in new evaluators\n"));
}

void count_program(const Program& program, Tally& tally) {
  std::map<std::string, std::uint64_t> found;
  for (const generator::File& file : program.files)
    for (const generator::Section& section : file.sections) found[section.trigger] = 1;
  for (const auto& [trigger, one] : found) tally.triggers[trigger] += one;
}

}  // namespace

void Tally::add(const reference::Answer& answer, std::string_view event) {
  ++pairs;
  answered += answer.kind == reference::Kind::answered;
  rejected += answer.kind == reference::Kind::rejected;
  faults += answer.kind == reference::Kind::fault;
  if (answer.kind == reference::Kind::fault) ++fault_kinds[answer.message];
  with_effects += !answer.effects.empty();
  changed += answer.kind == reference::Kind::answered && answer.body != event;
}

std::optional<std::string> run_ruleset(std::uint64_t seed, std::uint64_t most, Tally& tally) {
  Dice dice(seed);
  const Program program = make_ruleset(dice);
  Comparison comparison(program, dice.one_in(thorough_every) ? Extent::all : Extent::different);
  if (!comparison.refusal().empty()) {
    ++tally.refused;
    ++tally.refusals[comparison.refusal().substr(0, comparison.refusal().find(' '))];
    if (std::getenv("LINTEL_SHOW_REFUSALS"))
      std::cout << report(seed, program, {}, "none", comparison.refusal()) << "\n";
    return std::nullopt;
  }
  ++tally.rulesets;
  tally.indexed += comparison.is_indexed() ? 1 : 0;
  count_program(program, tally);
  std::vector<std::string> before;
  const bool is_large = program.files[0].sections[0].rules.size() > 60;
  for (std::size_t layout = 0; layout < (is_large ? layouts_of_many_rules : layouts); ++layout) {
    const Node first = make_any_event(dice, program);
    for (std::size_t i = 0; i < events_of_a_layout && most > 0; ++i, --most) {
      Node event = i == 0 ? first : varied(dice, first);
      if (dice.one_in(20)) event = damaged(dice, event);
      std::string text = event.text();
      if (dice.one_in(60)) event.scalar = text.insert(0, "\xEF\xBB\xBF");
      const bool fresh = i == 0;
      const auto difference = difference_of(comparison, text, fresh);
      tally.add(comparison.last(), text);
      if (difference) return cut_down(seed, program, before, event);
      before.push_back(std::move(text));
    }
  }
  return std::nullopt;
}

}  // namespace lintel::differential
