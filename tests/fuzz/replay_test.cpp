// SPDX-License-Identifier: Apache-2.0
// The laws without libFuzzer: what was found never comes back, and seeds and some inputs that are
// made of them keep every law.
//
//   fuzz_test [--seed=FIRST] [--count=INPUTS]     for each target; as a fuzzer without libFuzzer
#include <gtest/gtest.h>

#include <ostream>

#include "tests/differential/options.h"
#include "tests/fuzz/law.h"
#include "tests/fuzz/targets.h"

namespace lintel::fuzz {

void PrintTo(const Target& target, std::ostream* out) { *out << target.name; }

namespace {

constexpr std::size_t most_seeds = 24;

std::uint64_t seed = 1;
std::uint64_t mutated_count = 60;

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
  generator::Dice dice(seed);
  // Some of them, the first and the last among them.
  const std::size_t step = (seeds.size() + most_seeds - 1) / most_seeds;
  for (std::size_t i = 0; i < seeds.size(); i += step)
    ASSERT_EQ(complaint(target, seeds[i]), "") << seeds[i];
  ASSERT_EQ(complaint(target, seeds.back()), "");
  const Seeds fresh = seeds;
  for (std::uint64_t i = 0; i < mutated_count; ++i) {
    const std::size_t number = dice.below(seeds.size());
    std::string& input = seeds[number];
    // Now and then from the start, else little is left of what it was.
    if (dice.one_in(8)) input = fresh[number];
    input = target.mutate(input, dice);
    input.resize(std::min(input.size(), target.most_bytes));
    ASSERT_EQ(complaint(target, input), "") << input;
  }
}

INSTANTIATE_TEST_SUITE_P(Fuzz, Laws, testing::ValuesIn(all_targets()),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace lintel::fuzz

int main(int argument_count, char** arguments) {
  return lintel::differential::run_tests(argument_count, arguments, "INPUTS", lintel::fuzz::seed,
                                         lintel::fuzz::mutated_count);
}
