// SPDX-License-Identifier: Apache-2.0
// Instructions whose results differ from those of the ones beside them, each ending in the fault
// that says what it is about.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "runtime/limits.h"
#include "tests/runtime/list_sketch.h"
#include "tests/runtime/shown.h"

namespace lintel::test {
namespace {

using enum Opcode;

// Division towards zero, of each by each.
TEST(OpcodeNeighbours, Divide) {
  for (const std::int64_t b :
       {smallest, smallest + 1, std::int64_t{-7}, std::int64_t{0}, std::int64_t{6}, largest}) {
    for (const std::int64_t c : {smallest, std::int64_t{-3}, std::int64_t{-1}, std::int64_t{0},
                                 std::int64_t{1}, std::int64_t{4}, largest}) {
      const bool is_none = c == 0 || (b == smallest && c == -1);
      EXPECT_EQ(of_integers(divide, b, c), is_none ? "absent" : std::to_string(b / c)) << b << c;
      EXPECT_EQ(of_integers(modulo, b, c), is_none ? "absent" : std::to_string(b % c)) << b << c;
    }
  }
}

TEST(OpcodeNeighbours, Tests) {
  EXPECT_EQ(shown([](ImageSketch& s) {
              const Number x = s.builder.string("x");
              for (const char* text : {"x", "xy", "yx", "y"}) {
                s.show_outcome(test_is, s.text(text), x);
                s.show_outcome(test_starts_constant, s.text(text), x);
                s.show_outcome(test_ends_constant, s.text(text), x);
              }
            }),
            "true|true|true|false|true|false|false|false|true|false|false|false");
  for (const char* a : {"a", "b", "ab", ""}) {
    for (const char* b : {"a", "b", "ab", ""}) {
      const std::string left = a;
      const std::string right = b;
      const auto expect = [&](Opcode opcode, bool truth) {
        EXPECT_EQ(text_test(opcode, left, right), truth ? "true" : "false") << left << "," << right;
      };
      expect(test_equal, left == right);
      expect(test_less, left < right);
      expect(test_at_most, left <= right);
      expect(test_contains, left.find(right) != std::string::npos);
      expect(test_starts, left.starts_with(right));
      expect(test_ends, left.ends_with(right));
      expect(test_secret, left == right);
    }
  }
}

// In tables whose own numbers are those of their elements, and others.
TEST(OpcodeNeighbours, IntegersInTables) {
  EXPECT_EQ(shown([](ImageSketch& s) {
              auto& b = s.builder;
              const Number first = s.table(b.list(Kind::integer, {b.integer(5)}));
              const Number second = s.table(b.list(Kind::integer, {b.integer(0), b.integer(1)}));
              for (const Number table : {first, second}) {
                for (const std::int64_t value : {5, 0, 1, 2})
                  s.show_outcome(test_integer_in, s.integer(value), table);
              }
            }),
            "true|false|false|false|false|true|true|false");
}

TEST(OpcodeNeighbours, OnceLeavesWhatWasComputed) {
  EXPECT_EQ(shown([](ImageSketch& s) {
              s.builder.string("the first string");
              const Number text = s.text("x");
              const Number number = s.integer(5);
              for (const Number made : {text, number}) {
                const Number known = s.emit(once, made);
                s.log("computed again");
                s.land(known);
              }
              const Number never = s.reg(Kind::integer);
              const Number known = s.emit(once, never);
              s.emit(load_integer, never, s.builder.integer(7));
              s.land(known);
              s.show(text, Kind::text);
              s.show(number, Kind::integer);
              s.show(never, Kind::integer);
            }),
            "x|5|7");
}

TEST(OpcodeNeighbours, TruthFromTextIsTheTruth) {
  EXPECT_EQ(shown([](ImageSketch& s) {
              for (const char* text : {"true", "false"}) {
                const Number to = s.reg(Kind::boolean);
                s.emit(text_to_boolean, to, s.text(text));
                s.show(to, Kind::boolean);
                s.show_outcome(test_boolean_equal, to, s.boolean(true));
                s.show_outcome(test_boolean_at_most, to, s.boolean(true));
              }
            }),
            "true|true|true|false|false|true");
}

// The library in a loop: rounds go on where they were, whichever registers it takes.
TEST(OpcodeNeighbours, TheLibraryLeavesLoopsAlone) {
  ImageSketch s({{"t", ReadAs::text}, {"u", ReadAs::text}});
  const Number outer = s.reg(Kind::text);
  const Number inner = s.reg(Kind::text);
  const Number made = s.reg(Kind::text);
  const Number list = text_list(s, {"a", "b", "c"});
  loop_over(s, next, list, outer, 0, [&] {
    s.show(outer, Kind::text);
    loop_over(s, next, list, inner, 1, [&] {
      for (const char* slot : {"t", "u"}) {
        s.emit(reverse, made, s.slot(slot));
        s.show(made, Kind::text);
      }
    });
  });
  EXPECT_EQ(logged(s, R"({"t":"xy","u":"z"})"),
            "a|yx|z|yx|z|yx|z|b|yx|z|yx|z|yx|z|c|yx|z|yx|z|yx|z");
}

// In all, those of loops in loops and the outer ones.
TEST(OpcodeNeighbours, LoopsTakeSoManyRounds) {
  const auto rounds = [](std::uint32_t more) {
    ImageSketch s;
    const Number element = s.reg(Kind::integer);
    const Number hundred = counted(s, 100);
    const Number inner = counted(s, 999);
    const Number last = counted(s, more);
    loop_over(s, next, hundred, element, 0, [&] { loop_over(s, next, inner, element, 1, [] {}); });
    loop_over(s, next, last, element, 0, [] {});
    s.log("done");
    return logged(s, "{}");
  };
  static_assert(limits::max_loop_rounds == 100 * (1 + 999));
  EXPECT_EQ(rounds(0), "done");
  EXPECT_EQ(rounds(1),
            "fault: the loops and comparisons of the rules take more steps than an evaluation may");
}

TEST(OpcodeNeighbours, ADenialEndsAsAnAnswer) {
  ImageSketch s({{"t", ReadAs::text}});
  const Number field = s.field("f", FieldKind::flag, FieldDefault::no);
  s.emit(set_flag, 0, field, 1);
  const Number no = s.emit(test_present, s.slot("t"), 0, 0, 0, if_no);
  s.emit(reject, s.slot("t"));
  s.land(no);
  s.emit(deny);
  Engine engine(s.finish());
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(engine.run(R"({"t":"x"})").kind(), OutcomeKind::rejected);
    const Outcome denied = engine.run("{}");
    EXPECT_EQ(denied.kind(), OutcomeKind::answered);
    EXPECT_EQ(denied.message(), "");
    EXPECT_EQ(denied.body(), R"({"response":{"f":false}})");
    EXPECT_EQ(engine.run("[").kind(), OutcomeKind::fault);
    EXPECT_EQ(engine.run("{}").kind(), OutcomeKind::answered);
  }
}

// The fault of a program, after a rule has fired and an effect was asked for.
TEST(OpcodeNeighbours, AFaultSaysOnlyWhatItIs) {
  const auto fault = [](const auto& make) {
    ImageSketch s;
    s.emit(fire, 0, s.rule("r"));
    s.log("x");
    make(s);
    Engine engine(s.finish());
    const Outcome outcome = engine.run("{}");
    EXPECT_EQ(outcome.kind(), OutcomeKind::fault);
    EXPECT_TRUE(outcome.fired().empty());
    EXPECT_TRUE(outcome.effects().empty());
    EXPECT_EQ(outcome.fault().offset, 0U);
    return std::string(outcome.message());
  };
  EXPECT_EQ(fault([](auto& s) { s.emit(load_now, s.reg(Kind::time)); }),
            "the rules ask for the time, and the host does not give it");
  for (const Opcode opcode : {random_digits, random_token}) {
    EXPECT_EQ(fault([&](auto& s) { s.emit(opcode, s.reg(Kind::text), 6); }),
              "the rules ask for random digits, and the host does not give them");
  }
  EXPECT_EQ(fault([](auto& s) {
              for (std::size_t i = 0; i < limits::max_effects; ++i) s.log("x");
            }),
            "the rules ask for more effects than an evaluation can hold");
  EXPECT_EQ(fault([](auto& s) { s.emit(append, text_list(s, {"a"}), s.text("b")); }),
            "the texts and lists of this event need more room than an evaluation has");
  EXPECT_EQ(fault([](auto& s) {
              const Number element = s.reg(Kind::integer);
              const Number list = counted(s, 400);
              loop_over(s, next, list, element, 0,
                        [&] { loop_over(s, next, list, element, 1, [] {}); });
            }),
            "the loops and comparisons of the rules take more steps than an evaluation may");
}

// An object that is no field of the event has no path, whatever the number of its register.
TEST(OpcodeNeighbours, WhatIsNoFieldHasNoPath) {
  // So many nodes that those of the plan end where its edges begin.
  ImageSketch s({{"x.a", ReadAs::text},
                 {"x.b", ReadAs::text},
                 {"x.c", ReadAs::object},
                 {"x.d", ReadAs::text}});
  const Number wanted = s.builder.plan_edges[1].name;
  Number object = s.reg(Kind::object);
  while (object < wanted) object = s.reg(Kind::object);
  std::vector<Number> objects = {object, s.reg(Kind::object)};
  for (Number i = 4; i < object; ++i) objects.push_back(i);
  for (const Number number : objects) {
    ImageSketch copy = s;
    copy.emit(parse_object, number, copy.text(R"({"k":{}})"));
    copy.emit(member, copy.reg(Kind::text), number, copy.text("k"));
    EXPECT_EQ(logged(copy, "{}").substr(0, 63),
              "fault: a field has another type than Cognito's contract says: e");
  }
  ImageSketch copy = s;
  copy.emit(member, copy.reg(Kind::text), copy.slot("x.c"), copy.text("k"));
  EXPECT_EQ(logged(copy, R"({"x":{"c":{"k":[]}}})"),
            "fault: x.c: a field has another type than Cognito's contract says: expected text, "
            "found a list (byte 15)");
}

}  // namespace
}  // namespace lintel::test
