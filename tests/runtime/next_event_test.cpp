// SPDX-License-Identifier: Apache-2.0
// What the interpreter counts and remembers is of one event: nothing of it is left for the next.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "runtime/limits.h"
#include "tests/runtime/list_sketch.h"

namespace lintel::test {
namespace {

using enum Opcode;

void expect_answers(ImageSketch& sketch, std::size_t count) {
  Engine engine(sketch.finish());
  for (std::size_t i = 0; i < count; ++i) {
    const Outcome outcome = engine.run("{}");
    ASSERT_EQ(outcome.kind(), OutcomeKind::answered) << i << ": " << outcome.message();
  }
}

TEST(NextEvent, HasAllItsRounds) {
  constexpr std::uint32_t rounds = 4000;
  ImageSketch sketch;
  const Number element = sketch.reg(Kind::integer);
  loop_over(sketch, next, counted(sketch, rounds), element, 0, [] {});
  expect_answers(sketch, limits::max_loop_rounds / rounds + 2);
}

TEST(NextEvent, HasAllItsComparisons) {
  constexpr std::uint32_t count = 4000;
  ImageSketch sketch;
  const Number left = counted(sketch, count);
  const Number right = counted(sketch, count);
  for (int i = 0; i < 100; ++i) {
    sketch.land(sketch.emit(test_value_equal, left, right, 0, 0, if_yes));
  }
  expect_answers(sketch, limits::max_compared_cells / (100 * count) + 2);
}

// An image may go on in a loop that has not begun.
TEST(NextEvent, BeginsItsLoopsAnew) {
  ImageSketch sketch;
  const Number list = text_list(sketch, {"first", "second"});
  const Number element = sketch.reg(Kind::text);
  sketch.land(sketch.emit(next, element, list, 0));
  sketch.show(element, Kind::text);
  Engine engine(sketch.finish());
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(engine.logs("{}"), std::vector<std::string>{"first"});
  }
}

}  // namespace
}  // namespace lintel::test
