// SPDX-License-Identifier: Apache-2.0
// Random rulesets and events, answered by the compiler and runtime in every way that there is and
// by the references: the answers must be the same to the byte. A difference is cut down to a small
// ruleset and event.
//
//   differential_test [--seed=FIRST] [--pairs=N] [--seconds=MOST]
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "tests/differential/pairs.h"

namespace lintel::differential {
namespace {

std::uint64_t first_seed = 1;
std::uint64_t pair_count = 50'000;
std::uint64_t most_seconds = 0;  // 0: as long as it takes

void print(const Tally& tally) {
  std::cout << tally.pairs << " pairs of " << tally.rulesets << " rulesets (" << tally.indexed
            << " with an index; " << tally.refused << " more were refused): " << tally.answered
            << " answered (" << tally.changed << " changed), " << tally.rejected << " rejected, "
            << tally.faults << " faults, " << tally.with_effects << " with effects\n";
  const auto list = [](std::string_view what, const auto& counts) {
    std::cout << what << ":";
    for (const auto& [name, count] : counts) std::cout << " " << name << " " << count;
    std::cout << "\n";
  };
  list("rulesets of", tally.triggers);
  list("faults", tally.fault_kinds);
  list("refused", tally.refusals);
}

TEST(Differential, AllAnswersAreTheSame) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::seconds(most_seconds);
  const std::uint64_t show_every = 1'000'000;
  Tally tally;
  std::uint64_t shown = 0;
  for (std::uint64_t seed = first_seed; tally.pairs < pair_count; ++seed) {
    if (most_seconds != 0 && Clock::now() >= end) break;
    const auto difference = run_ruleset(seed, pair_count - tally.pairs, tally);
    if (difference) print(tally);
    ASSERT_FALSE(difference.has_value()) << *difference;
    if (tally.pairs / show_every == shown) continue;
    shown = tally.pairs / show_every;
    std::cout << tally.pairs << " pairs, no difference; next seed " << seed + 1 << std::endl;
  }
  print(tally);

  // Else the comparison says less than it seems to.
  if (tally.rulesets < 100) return;
  EXPECT_GT(tally.changed, tally.pairs / 10);
  EXPECT_GT(tally.with_effects, tally.pairs / 30);
  EXPECT_GT(tally.rejected, tally.pairs / 50);
  EXPECT_GT(tally.faults, tally.pairs / 50);
  EXPECT_LT(tally.faults, tally.pairs / 2);
  EXPECT_GT(tally.indexed, tally.rulesets / 20);
  EXPECT_EQ(tally.triggers.size(), 15u);
  // Constants that overflow are made on purpose, and refused when nothing of the event is in them.
  EXPECT_LT(tally.refused - tally.refusals["E0311"], tally.rulesets / 4);
}

// The number behind `name`, if the argument is this one.
bool takes(std::string_view argument, std::string_view name, std::uint64_t& number) {
  if (!argument.starts_with(name) || argument.size() == name.size()) return false;
  number = std::strtoull(argument.data() + name.size(), nullptr, 10);
  return true;
}

}  // namespace
}  // namespace lintel::differential

int main(int argument_count, char** arguments) {
  using namespace lintel::differential;
  testing::InitGoogleTest(&argument_count, arguments);
  for (int i = 1; i < argument_count; ++i) {
    const std::string_view argument = arguments[i];
    if (!takes(argument, "--seed=", first_seed) && !takes(argument, "--pairs=", pair_count) &&
        !takes(argument, "--seconds=", most_seconds)) {
      std::cerr << "usage: " << arguments[0] << " [--seed=FIRST] [--pairs=N] [--seconds=MOST]\n";
      return 2;
    }
  }
  return RUN_ALL_TESTS();
}
