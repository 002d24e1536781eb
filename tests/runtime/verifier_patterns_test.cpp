// SPDX-License-Identifier: Apache-2.0
// Patterns at their limits, and beside the end of their sections.
#include <gtest/gtest.h>

#include <string>

#include "runtime/limits.h"
#include "tests/runtime/changed_image.h"

namespace lintel::test {
namespace {

using compiler::regex::Automaton;
using image::DfaRow;
using image::Section;

// One that stays in the state where it is.
Automaton automaton(std::uint32_t classes, std::uint32_t states) {
  Automaton made;
  made.class_count = classes;
  made.state_count = states;
  made.start = 1;
  made.first_accepting = 1;
  made.ranges = {image::dfa_range(0x80, classes - 1)};
  made.words.assign(image::dfa_ascii, 0);
  for (std::uint32_t state = 0; state < states; ++state)
    made.words.insert(made.words.end(), classes, static_cast<std::uint16_t>(state));
  return made;
}

std::string bad_pattern(const Bytes& image, Number number) {
  return refused(image, FaultKind::image_pattern, Section::dfas, number);
}

TEST(VerifierPatterns, HaveALeastAndALargestSize) {
  const auto load = [](std::uint32_t classes, std::uint32_t states) {
    ImageSketch sketch;
    sketch.builder.dfa("x", automaton(classes, states));
    const Bytes image = sketch.finish();
    const std::string said = verdict(image);
    EXPECT_TRUE(said == "loads" || said == bad_pattern(image, 0)) << said;
    return said == "loads";
  };
  EXPECT_TRUE(load(1, 2));
  EXPECT_TRUE(load(limits::max_dfa_classes, 2));
  EXPECT_FALSE(load(limits::max_dfa_classes + 1, 2));
  EXPECT_TRUE(load(1, limits::max_dfa_states));
  EXPECT_FALSE(load(1, limits::max_dfa_states + 1));
  constexpr std::uint32_t classes = limits::max_dfa_cells / limits::max_dfa_states;
  EXPECT_TRUE(load(classes, limits::max_dfa_states));
  EXPECT_FALSE(load(classes + 1, limits::max_dfa_states));
}

// Two patterns whose sections have no bytes to spare; what follows would do for a third range, and
// for the row of a fifth state.
TEST(VerifierPatterns, HaveTheirOwnRangesAndWords) {
  ImageSketch sketch;
  for (int i = 0; i < 6; ++i) sketch.reg(i % 2 == 0 ? Kind::object : Kind::text);
  Automaton made = automaton(3, 4);
  made.ranges = {image::dfa_range(0x80, 0), image::dfa_range(0xe9, 2), image::dfa_range(0xea, 0)};
  made.words[1] = 1;
  sketch.builder.dfa("x", made);
  sketch.builder.dfa("y", made);
  const Bytes image = sketch.finish();
  ASSERT_EQ(verdict(image), "loads");
  const auto change = [&](Number number, auto set) {
    return verdict(with<DfaRow>(image, Section::dfas, number, set));
  };
  for (const Number number : {0U, 1U}) {
    const std::string bad = bad_pattern(image, number);
    EXPECT_EQ(change(number, [](auto& row) { row.first_range = row.first_range == 0 ? 3 : 0; }),
              bad);
    EXPECT_EQ(change(number, [](auto& row) { row.first_word = row.first_word == 0 ? 140 : 0; }),
              bad);
  }
  EXPECT_EQ(change(1, [](auto& row) { row.range_count = 4; }), bad_pattern(image, 1));
  EXPECT_EQ(change(1, [](auto& row) { row.state_count = 5; }), bad_pattern(image, 1));
  EXPECT_EQ(change(1, [](auto& row) { row.range_count = 2; }),
            refused(image, FaultKind::image_pattern, Section::dfa_ranges, 5));
}

}  // namespace
}  // namespace lintel::test
