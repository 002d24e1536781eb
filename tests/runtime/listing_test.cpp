// SPDX-License-Identifier: Apache-2.0
// What people are shown of an image and of an evaluation: the listing of what the sample image does
// not have, and values of each kind in a trace.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "runtime/disassembler.h"
#include "tests/runtime/list_sketch.h"

namespace lintel::test {
namespace {

using enum Opcode;

std::string listing(const Bytes& image) {
  const Engine engine(image);
  std::string text;
  runtime::disassemble(
      engine.ruleset(),
      {[](void* to, std::string_view piece) { *static_cast<std::string*>(to) += piece; }, &text});
  return text;
}

void expect_lines(const std::string& text, const std::vector<std::string_view>& lines) {
  for (const std::string_view line : lines) {
    EXPECT_NE(text.find(line), std::string::npos) << line << "\nin\n" << text;
  }
}

TEST(Listing, TablesOfEachKind) {
  ImageSketch s;
  auto& b = s.builder;
  b.list(Kind::boolean, {0, 1});
  b.list(Kind::number, {b.integer(0x3fe0000000000000)});
  for (const Kind kind : {Kind::object, Kind::array, Kind::time, Kind::list, Kind::map})
    b.list(kind, {});
  expect_lines(listing(s.finish()),
               {"list of boolean, 2 entries\n    false\n    true\n",
                "list of number, 1 entries\n    bits 3fe0000000000000\n",
                "list of object, 0 entries", "list of array, 0 entries", "list of time, 0 entries",
                "list of list, 0 entries", "list of map, 0 entries"});
}

TEST(Listing, InstructionsEffectsAndTriggers) {
  ImageSketch s;
  s.rule("r");
  s.builder.rules.back().name = image::none;
  s.emit(random_digits, s.reg(Kind::text), 6);
  s.effect("e", {"to", "who"});
  s.builder.effects.back().lists = 2;
  const Number left = s.integer(1);
  const Number test = s.emit(test_integer_less, left, s.integer(2), 0, 0, if_no);
  s.land(test);
  s.builder.trace.push_back({test,
                             0,
                             s.builder.string("x"),
                             image::none,
                             s.builder.string("y"),
                             image::none8,
                             image::trace_inverted | image::trace_exchanged,
                             {}});
  s.end_program();
  s.trigger("Test", {}, 0, image::none, "1 2");
  const Bytes image = s.finish();
  expect_lines(listing(image),
               {"random_digits r0 characters 6\n", "effect 0: e(to, who as a list), rule 0\n",
                "Test, sources \"Test_\"..., versions 1 2\n", "    no source: fault\n",
                "rule 0 \"x\" inverted exchanged b \"y\"\n", "rule 0: none \"test.rules\":1:1\n"});
  const auto loaded = Ruleset::load(image);
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->rule(0).name, "");
  EXPECT_EQ(loaded->rule(0).file, "test.rules");
}

TEST(Listing, NoMoreThanSomeClassesOfAPattern) {
  ImageSketch s;
  compiler::regex::Automaton made;
  made.class_count = 2;
  made.state_count = 2;
  made.start = made.first_accepting = 1;
  made.ranges = {image::dfa_range(0x80, 0)};
  for (std::uint16_t i = 0; i < image::dfa_ascii; ++i) made.words.push_back(i % 2);
  made.words.insert(made.words.end(), {0, 0, 1, 1});
  s.builder.dfa("p", made);
  expect_lines(listing(s.finish()), {", 31: 1, ...\n"});
}

TEST(Listing, SegmentsOfRanges) {
  const auto ranges = [](std::size_t count) {
    ImageSketch s;
    auto& b = s.builder;
    const Number key = s.integer(5);
    const Number select = s.emit(Opcode::select);
    const Number body = s.emit(fire_candidate);
    const Number advance = s.emit(Opcode::advance);
    s.land(select);
    s.land(advance);
    s.rule("r");
    b.candidates.push_back({0, body});
    b.indexes.push_back({0, 1, 0, 1});
    b.index_nodes.push_back({0, 1, image::none, 8, 0});
    std::vector<Number> numbers;
    for (std::size_t i = 0; i < count; ++i)
      numbers.push_back(b.integer(static_cast<std::int64_t>(10 * i)));
    const auto lookup = static_cast<std::uint8_t>(Lookup::range);
    b.index_groups.push_back({lookup,
                              0,
                              static_cast<std::uint16_t>(key),
                              0,
                              b.ascending(numbers),
                              0,
                              image::none,
                              {0, 0}});
    b.postings.assign(2 * (count + 1), 0);
    return listing(s.finish());
  };
  expect_lines(ranges(1),
               {"      tree node 0: 0\n      any number: 0\n      below 0: 0\n      from 0: 0\n"});
  expect_lines(ranges(2), {"      tree node 1: 0\n", "      from 0 below 10: 0\n"});
  expect_lines(ranges(3), {"      any number: 0\n      below 10: 0\n      from 10: 0\n"});
}

// The values that are shown for tests of `a`, and for each what was decided.
class Values : public Tracer {
 public:
  void part(const TracedPart& part) override {
    for (const TracedValue& value : part.values) {
      shown.emplace_back(value.is_text ? "\"" + std::string(value.text) + "\""
                                       : std::string(value.text));
    }
    truths.push_back(part.truth);
  }

  std::vector<std::string> shown;
  std::vector<Truth> truths;
};

TEST(Traces, ShowValuesOfEachKind) {
  ImageSketch s;
  auto& b = s.builder;
  const Number rule = s.rule("r");
  const auto look_at = [&](Number a, std::uint8_t flags = 0) {
    const Number test = s.emit(test_present, a, 0, 0, 0, if_no);
    s.land(test);
    b.trace.push_back(
        {test, rule, b.string("x"), b.string("a"), image::none, image::none8, flags, {}});
  };
  const auto made = [&](Opcode opcode, Kind kind, Number from, Number more = 0) {
    const Number to = s.reg(kind);
    s.emit(opcode, to, from, more);
    return to;
  };
  const Number texts = b.list(Kind::text, {b.string("a")});
  const Number map = b.map(Kind::table, {b.string("k")}, {texts});
  look_at(s.text("t"), image::trace_inverted);
  look_at(s.integer(-7));
  look_at(s.boolean(true));
  look_at(made(parse_object, Kind::object, s.text("{\"a\":1}")));
  look_at(made(parse_array, Kind::array, s.text("[1]")));
  look_at(s.table(texts));
  look_at(made(load_number, Kind::number, b.integer(0x3fe0000000000000)));
  look_at(made(load_time, Kind::time, b.integer(9), b.integer(0)));
  look_at(made(unpack, Kind::list, s.table(texts)));
  look_at(made(unpack, Kind::map, s.table(map)));
  const Number long_list = b.list(Kind::text, {b.string(std::string(600, 'x'))});
  look_at(s.table(long_list));
  look_at(s.absent(Kind::text));
  look_at(s.absent(Kind::text), image::trace_inverted);
  Engine engine(s.finish());
  Values values;
  EXPECT_EQ(engine.evaluator().evaluate("{}", values).kind(), OutcomeKind::answered);
  EXPECT_EQ(values.shown, (std::vector<std::string>{
                              "\"t\"", "-7", "true", "{\"a\":1}", "[1]", "[\"a\"]", "0.5", "9",
                              "[\"a\"]", "{\"k\":[\"a\"]}", "too long to be shown", "", ""}));
  EXPECT_EQ(values.truths.front(), Truth::no);
  EXPECT_EQ(values.truths[1], Truth::yes);
  EXPECT_EQ(values.truths.back(), Truth::yes);
}

}  // namespace
}  // namespace lintel::test
