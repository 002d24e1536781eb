// SPDX-License-Identifier: Apache-2.0
// Rulesets that are found by their constants: with the index, without it, and under the reference
// evaluator the answers must be the same to the byte.
//
//   index_test [--seed=FIRST] [--count=PROGRAMS]     of a few rules each, beside the large ones
#include <algorithm>
#include <cstdint>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/image.h"
#include "tests/differential/comparison.h"
#include "tests/differential/options.h"
#include "tests/support/index_generator.h"

namespace lintel::differential {
namespace {

using generator::Dice;
using generator::IndexShape;

std::uint64_t first_seed = 1;
std::uint64_t program_count = 1500;

struct Engine {
  Engine(const std::string& text, bool with_index) {
    const Source source{"index.rules", text};
    CompileOptions options;
    options.proofs = false;
    options.index = with_index;
    Compilation compiled = compile({&source, 1}, options);
    for (const Finding& finding : compiled.findings)
      if (finding.severity == Severity::error) refusal += finding.message + "\n";
    image = std::move(compiled.image);
    const LoadResult loaded = Ruleset::load(image);
    if (!loaded) {
      refusal += loaded.fault().message();
      return;
    }
    evaluator = std::make_unique<Evaluator>(*loaded);
  }

  std::uint32_t candidates() const { return image::View(image).count(image::Section::candidates); }

  std::vector<std::byte> image;
  std::string refusal;
  std::unique_ptr<Evaluator> evaluator;
};

TEST(Index, FewRules) {
  std::uint64_t indexed = 0;
  std::uint64_t rejected = 0;
  std::uint64_t changed = 0;
  std::uint64_t refused = 0;
  for (std::uint64_t seed = first_seed; seed < first_seed + program_count; ++seed) {
    Dice dice(seed);
    const std::size_t words = 1 + dice.below(9);
    const auto shape = dice.one_in(2)
                           ? IndexShape::mixed
                           : static_cast<IndexShape>(dice.below(generator::index_shape_count));
    const std::string rules = make_index_rules(dice, shape, 4 + dice.below(60), words);
    Comparison comparison({rules});
    if (!comparison.refusal().empty()) {
      ++refused;
      ASSERT_LT(refused, 10 + program_count / 20) << comparison.refusal() << rules;
      continue;
    }
    indexed += Engine(rules, true).candidates() > 0;
    for (int i = 0; i < 12; ++i) {
      const std::string event = make_index_event(dice, words);
      const auto difference = comparison.difference(event);
      ASSERT_FALSE(difference.has_value()) << "seed " << seed << "\n"
                                           << rules << event << "\n"
                                           << *difference;
      rejected += comparison.last().kind == reference::Kind::rejected;
      changed += comparison.last().body != event;
    }
  }
  std::cout << program_count << " programs, " << refused << " refused, " << indexed
            << " with an index; " << rejected << " events rejected, " << changed << " changed\n";
  EXPECT_GT(indexed * 2, program_count);
  if (program_count < 100) return;
  EXPECT_GT(rejected, program_count / 2);
  EXPECT_GT(changed, program_count * 2);
}

// The same rules with and without an index, and for some events by the reference.
void compare_large(IndexShape shape, std::size_t rules, std::size_t words, int events,
                   int by_reference) {
  // Of two constants that an event holds both are rarely those of a rule.
  if (shape == IndexShape::conjunctions) words = std::min(words, rules / 250);
  Dice dice(first_seed + rules + static_cast<std::uint64_t>(shape));
  const std::string text = make_index_rules(dice, shape, rules, words);
  const Engine with(text, true);
  const Engine without(text, false);
  ASSERT_EQ(with.refusal, "");
  ASSERT_EQ(without.refusal, "");
  EXPECT_GT(with.candidates(), 0u);
  EXPECT_EQ(without.candidates(), 0u);
  std::unique_ptr<reference::Rules> reference;
  if (by_reference > 0)
    reference = std::make_unique<reference::Rules>(std::vector<std::string>{text});
  std::size_t fired = 0;
  int faults = 0;
  for (int i = 0; i < events; ++i) {
    const std::string event = make_index_event(dice, words);
    const auto answer = to_answer(with.evaluator->evaluate(event));
    const auto expected = to_answer(without.evaluator->evaluate(event));
    fired += answer.fired.size();
    faults += answer.kind == reference::Kind::fault;
    ASSERT_TRUE(answer == expected) << event << "\n" << describe(answer) << describe(expected);
    if (i >= by_reference) continue;
    const auto slow = reference->evaluate(event);
    ASSERT_TRUE(answer == slow) << event << "\n" << describe(answer) << describe(slow);
  }
  EXPECT_GT(fired, 0u);
  EXPECT_LT(faults * 4, events);
}

TEST(Index, TenThousandRules) {
  for (std::size_t shape = 0; shape < generator::index_shape_count; ++shape) {
    SCOPED_TRACE(shape);
    compare_large(static_cast<IndexShape>(shape), 10'000, 2'000, 300, 20);
    compare_large(static_cast<IndexShape>(shape), 10'000, 100, 100, 0);
  }
}

TEST(Index, AHundredThousandRules) {
  for (std::size_t shape = 0; shape < generator::index_shape_count; ++shape) {
    SCOPED_TRACE(shape);
    compare_large(static_cast<IndexShape>(shape), 100'000, 30'000, 200, 2);
  }
}

}  // namespace
}  // namespace lintel::differential

int main(int argument_count, char** arguments) {
  return lintel::differential::run_tests(argument_count, arguments, "PROGRAMS",
                                         lintel::differential::first_seed,
                                         lintel::differential::program_count);
}
