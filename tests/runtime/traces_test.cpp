// SPDX-License-Identifier: Apache-2.0
// What a tracer is told: each part that is decided, once each time, wherever a program jumps.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "tests/runtime/guarded_copy.h"
#include "tests/runtime/list_sketch.h"

namespace lintel::test {
namespace {

using enum Opcode;

// `ROW:RULE EXPRESSION TRUTH`, and a star if it was known at compile time.
class Parts : public Tracer {
 public:
  void part(const TracedPart& part) override {
    told.push_back(std::to_string(part.number) + ":" + std::to_string(part.rule) + " " +
                   std::string(part.expression) + " " +
                   std::to_string(static_cast<int>(part.truth)) + (part.constant ? "*" : ""));
    shown.clear();
    for (const TracedValue& value : part.values) shown.emplace_back(value.text);
  }

  std::vector<std::string> told;
  std::vector<std::string> shown;
};

// Adds rows, with the same words as Parts.
class TracedSketch : public ImageSketch {
 public:
  TracedSketch() : ImageSketch({{"t", ReadAs::text}}) {}

  // A row about the next instruction, for a rule of its own.
  std::string row(std::uint8_t constant = image::none8, std::uint8_t flags = 0) {
    const auto number = static_cast<Number>(builder.trace.size());
    const Number its_rule = rule("r");
    const std::string name = "e" + std::to_string(number);
    builder.trace.push_back(
        {here(), its_rule, builder.string(name), image::none, image::none, constant, flags, {}});
    return std::to_string(number) + ":" + std::to_string(its_rule) + " " + name;
  }
  // A test that holds, and its row; the test does not jump.
  std::string test() {
    const std::string name = row() + " 1";
    land(emit(test_present, present_, 0, 0, 0, if_no));
    return name;
  }
  void start() { present_ = text("x"); }

 private:
  Number present_ = 0;
};

std::vector<std::string> traced(ImageSketch& sketch, std::string_view event = "{}") {
  const Bytes image = sketch.finish();
  const GuardedCopy copy(image);
  const Ruleset ruleset = *Ruleset::load(copy.bytes());
  Evaluator evaluator(ruleset);
  Parts parts;
  EXPECT_EQ(evaluator.evaluate(event, parts).kind(), OutcomeKind::answered);
  return parts.told;
}

// Blocks of one test each, of which some jump over those that follow.
TEST(TraceRows, AreFoundBehindJumps) {
  for (unsigned seed = 0; seed < 12; ++seed) {
    TracedSketch s;
    s.start();
    std::vector<std::string> expected;
    std::multimap<unsigned, Number> landing;
    unsigned skipped_to = 0;
    for (unsigned block = 0; block < 40; ++block) {
      const auto [first, last] = landing.equal_range(block);
      for (auto at = first; at != last; ++at) s.land(at->second);
      const bool is_run = block >= skipped_to;
      const std::string name = s.test();
      if (is_run) expected.push_back(name);
      const unsigned skip = (block * 7 + seed * 5) % 6;
      if (skip < 2) continue;
      const Number jump = s.emit(Opcode::jump);
      landing.emplace(std::min(block + skip, 40U), jump);
      if (is_run) skipped_to = block + skip;
    }
    const auto [first, last] = landing.equal_range(40);
    for (auto at = first; at != last; ++at) s.land(at->second);
    s.log("end");
    EXPECT_EQ(traced(s), expected) << seed;
  }
}

// In rounds of a loop each time, also what was known at compile time and stands at the loop itself.
TEST(TraceRows, AreFoundInEachRound) {
  TracedSketch s;
  s.start();
  const std::string before = s.test();
  const Number list = text_list(s, {"a", "b", "c"});
  const Number element = s.reg(Kind::text);
  std::vector<std::string> round;
  std::string at_top;
  s.emit(loop, 0, 0);
  at_top = s.row(1) + " 1*";
  const Number top = s.emit(next, element, list, 0);
  for (int i = 0; i < 3; ++i) round.push_back(s.test());
  s.emit(repeat, 0, 0, 0, top);
  s.land(top);
  const std::string after = s.test();
  s.emit(loop, 0, 0);
  const std::string empty = s.row(0) + " 0*";
  const Number other = s.emit(next, element, list, 0);
  s.emit(repeat, 0, 0, 0, other);
  s.land(other);
  const std::string last = s.test();
  std::vector<std::string> expected = {before};
  for (int i = 0; i < 3; ++i) {
    expected.push_back(at_top);
    expected.insert(expected.end(), round.begin(), round.end());
  }
  expected.push_back(at_top);
  expected.push_back(after);
  for (int i = 0; i < 4; ++i) expected.push_back(empty);
  expected.push_back(last);
  EXPECT_EQ(traced(s), expected);
}

// Several rows of one instruction, and none of others.
TEST(TraceRows, OfOneInstructionComeInOrder) {
  TracedSketch s;
  s.start();
  std::vector<std::string> expected;
  for (int i = 0; i < 5; ++i) {
    const Number over = s.emit(Opcode::jump);
    s.row(1);
    s.test();
    s.land(over);
    expected.push_back(s.row(1) + " 1*");
    expected.push_back(s.row(2) + " 2*");
    expected.push_back(s.test());
    s.log("x");
  }
  EXPECT_EQ(traced(s), expected);
}

TEST(TraceRows, TurnWhatIsInvertedAndLeaveWhatIsAbsent) {
  ImageSketch s;
  const Number rule = s.rule("r");
  std::vector<Number> values = {s.boolean(true), s.boolean(false), s.absent(Kind::boolean)};
  for (const Number value : values) {
    for (const std::uint8_t flags : {std::uint8_t{0}, image::trace_inverted}) {
      s.builder.trace.push_back({s.here(),
                                 rule,
                                 s.builder.string("e"),
                                 image::none,
                                 image::none,
                                 image::none8,
                                 flags,
                                 {}});
      s.land(s.emit(test_boolean, value, 0, 0, 0, if_no));
    }
  }
  EXPECT_EQ(traced(s), (std::vector<std::string>{"0:0 e 1", "1:0 e 0", "2:0 e 0", "3:0 e 1",
                                                 "4:0 e 2", "5:0 e 2"}));
}

TEST(TraceRows, NameBothSidesOfAComparisonOfValues) {
  ImageSketch s;
  const Number list = text_list(s, {"a"});
  const Number rule = s.rule("r");
  s.builder.trace.push_back({s.here(),
                             rule,
                             s.builder.string("e"),
                             s.builder.string("left"),
                             s.builder.string("right"),
                             image::none8,
                             0,
                             {}});
  s.land(s.emit(test_value_equal, list, text_list(s, {"a"}), 0, 0, if_no));
  // The second list has been made between the row and the test.
  s.builder.trace.back().instruction = s.here() - 1;
  Engine engine(s.finish());
  Parts parts;
  engine.evaluator().evaluate("{}", parts);
  EXPECT_EQ(parts.shown, (std::vector<std::string>{"[\"a\"]", "[\"a\"]"}));
}

// 512 bytes of JSON at most.
TEST(TraceRows, ShowNoValueThatIsTooLong) {
  for (const auto& [size, is_shown] : {std::pair(508U, true), std::pair(509U, false)}) {
    ImageSketch s;
    const Number rule = s.rule("r");
    const std::string text(size, 'x');
    const Number list = text_list(s, {text});
    s.builder.trace.push_back({s.here(),
                               rule,
                               s.builder.string("e"),
                               s.builder.string("a"),
                               image::none,
                               image::none8,
                               0,
                               {}});
    s.land(s.emit(test_present, list, 0, 0, 0, if_no));
    Engine engine(s.finish());
    Parts parts;
    engine.evaluator().evaluate("{}", parts);
    EXPECT_EQ(parts.shown,
              (std::vector<std::string>{is_shown ? "[\"" + text + "\"]" : "too long to be shown"}));
  }
}

}  // namespace
}  // namespace lintel::test
