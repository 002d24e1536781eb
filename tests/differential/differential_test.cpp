// SPDX-License-Identifier: Apache-2.0
// Random programs and events, answered by the compiler and runtime and by the reference evaluator:
// the answers must be the same to the byte. A difference is cut down to a small program and event.
//
//   differential_test [--seed=FIRST] [--count=PROGRAMS]     a count of 0 runs until a difference is
//   found
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "tests/differential/comparison.h"
#include "tests/differential/options.h"
#include "tests/support/program_generator.h"

namespace lintel::differential {
namespace {

constexpr int events_of_a_program = 6;

std::uint64_t first_seed = 1;
std::uint64_t program_count = 4000;

struct Tally {
  std::uint64_t refused = 0;
  std::uint64_t answered = 0;
  std::uint64_t rejected = 0;
  std::uint64_t faults = 0;
  std::uint64_t with_effects = 0;
  std::uint64_t changed = 0;  // answered with another body than the event
  std::map<std::string, std::uint64_t> refusals;

  void add(const reference::Answer& answer, std::string_view event) {
    answered += answer.kind == reference::Kind::answered;
    rejected += answer.kind == reference::Kind::rejected;
    faults += answer.kind == reference::Kind::fault;
    with_effects += !answer.effects.empty();
    changed += answer.kind == reference::Kind::answered && answer.body != event;
  }
};

bool differs(const generator::Program& program, const generator::Node& event) {
  Comparison comparison(program);
  return comparison.refusal().empty() && comparison.difference(event.text()).has_value();
}

// Takes away whatever can be missed while the answers still differ.
void cut_down(generator::Program& program, generator::Node& event) {
  bool smaller = true;
  while (smaller) {
    smaller = shrink(program, [&](const auto& candidate) { return differs(candidate, event); });
    while (shrink(event, [&](const auto& candidate) { return differs(program, candidate); }))
      smaller = true;
  }
}

std::string report(std::uint64_t seed, const generator::Program& program, std::string_view event,
                   std::string_view difference) {
  std::string text = "seed " + std::to_string(seed) + "\n";
  for (const generator::File& file : program.files) text += "--- rules\n" + file.text();
  return text.append("--- event\n").append(event).append("\n--- ").append(difference);
}

// What differs for the programs of this seed, made small; nothing if all answers are the same.
std::optional<std::string> run_seed(std::uint64_t seed, Tally& tally) {
  generator::Dice dice(seed);
  generator::Program program = make_program(dice);
  Comparison comparison(program);
  if (!comparison.refusal().empty()) {
    ++tally.refused;
    ++tally.refusals[comparison.refusal().substr(0, comparison.refusal().find(' '))];
    if (std::getenv("LINTEL_SHOW_REFUSALS"))
      std::cout << report(seed, program, "none", comparison.refusal()) << "\n";
    return std::nullopt;
  }
  for (int i = 0; i < events_of_a_program; ++i) {
    generator::Node event = make_event(dice, program);
    if (dice.one_in(8)) event = damaged(dice, event);
    const std::string text = event.text();
    const auto difference = comparison.difference(text);
    tally.add(comparison.last(), text);
    if (!difference) continue;
    if (!differs(program, event))
      return "only after earlier events: " + report(seed, program, text, *difference);
    cut_down(program, event);
    return report(seed, program, event.text(), *Comparison(program).difference(event.text()));
  }
  return std::nullopt;
}

TEST(Differential, AllAnswersAreTheSame) {
  Tally tally;
  const std::uint64_t show_every = 10'000;
  std::uint64_t done = 0;
  for (; program_count == 0 || done < program_count; ++done) {
    const auto difference = run_seed(first_seed + done, tally);
    ASSERT_FALSE(difference.has_value()) << *difference;
    if (program_count == 0 && done % show_every == show_every - 1)
      std::cout << done + 1 << " programs, no difference" << std::endl;
  }
  std::cout << done << " programs, " << tally.refused << " refused; " << tally.answered
            << " answered (" << tally.changed << " changed, " << tally.with_effects
            << " with effects), " << tally.rejected << " rejected, " << tally.faults << " faults\n";
  for (const auto& [code, count] : tally.refusals)
    std::cout << "  refused " << code << ": " << count << "\n";

  // Else the comparison says less than it seems to.
  EXPECT_LT(tally.refused * 5, done);
  // Constants that overflow are made on purpose, and refused when nothing of the event is in them.
  EXPECT_LT((tally.refused - tally.refusals["E0311"]) * 10, done);
  if (done < 100) return;
  EXPECT_GT(tally.changed, done / 10);
  EXPECT_GT(tally.with_effects, done / 20);
  EXPECT_GT(tally.rejected, done / 20);
  EXPECT_GT(tally.faults, done / 50);
}

}  // namespace
}  // namespace lintel::differential

int main(int argument_count, char** arguments) {
  return lintel::differential::run_tests(argument_count, arguments, "PROGRAMS",
                                         lintel::differential::first_seed,
                                         lintel::differential::program_count);
}
