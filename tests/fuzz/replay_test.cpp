// SPDX-License-Identifier: Apache-2.0
// The laws without libFuzzer: what was found never comes back, and seeds and some inputs that are
// made of them keep every law.
#include <gtest/gtest.h>

#include <ostream>

#include "tests/fuzz/law.h"
#include "tests/fuzz/targets.h"

namespace lintel::fuzz {

void PrintTo(const Target& target, std::ostream* out) { *out << target.name; }

namespace {

constexpr std::size_t most_seeds = 24;
constexpr std::size_t most_mutated = 60;

std::vector<Target> all_targets() {
  std::vector<Target> all;
#define LINTEL_FUZZ_TARGET(name, ...) all.push_back(name##_target());
#include "tests/fuzz/targets.def"
#undef LINTEL_FUZZ_TARGET
  return all;
}

// What is broken; empty if the law holds.
std::string complaint(const Target& target, std::string_view input) {
  try {
    target.law(input);
  } catch (const Broken& broken) {
    return broken.what();
  }
  return {};
}

class Laws : public testing::TestWithParam<Target> {};

TEST_P(Laws, HoldForWhatIsKept) {
  for (const std::string& input : kept_inputs(GetParam().name))
    ASSERT_EQ(complaint(GetParam(), input), "") << input;
}

TEST_P(Laws, HoldForSeedsAndWhatIsMadeOfThem) {
  const Target& target = GetParam();
  Seeds seeds = target.seeds();
  ASSERT_FALSE(seeds.empty());
  generator::Dice dice(1);
  // Some of them, the first and the last among them.
  const std::size_t step = (seeds.size() + most_seeds - 1) / most_seeds;
  for (std::size_t i = 0; i < seeds.size(); i += step)
    ASSERT_EQ(complaint(target, seeds[i]), "") << seeds[i];
  ASSERT_EQ(complaint(target, seeds.back()), "");
  for (std::size_t i = 0; i < most_mutated; ++i) {
    std::string& seed = seeds[dice.below(seeds.size())];
    seed = target.mutate(seed, dice);
    seed.resize(std::min(seed.size(), target.most_bytes));
    ASSERT_EQ(complaint(target, seed), "") << seed;
  }
}

INSTANTIATE_TEST_SUITE_P(Fuzz, Laws, testing::ValuesIn(all_targets()),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace lintel::fuzz
