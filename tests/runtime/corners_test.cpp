// SPDX-License-Identifier: Apache-2.0
// Conditions that no test of their own file decides both ways: the far ends of small functions.
#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <limits>
#include <span>
#include <string>

#include "runtime/encodings.h"
#include "runtime/event_reader.h"
#include "runtime/limits.h"
#include "runtime/strings.h"
#include "runtime/text.h"
#include "runtime/text_arena.h"
#include "runtime/time.h"
#include "runtime/utf8.h"
#include "runtime/values.h"
#include "tests/runtime/heap_calls.h"
#include "tests/runtime/list_sketch.h"
#include "tests/runtime/shown.h"

namespace lintel::test {
namespace {

using enum Opcode;

TEST(Corners, OfTexts) {
  EXPECT_EQ(runtime::trim("\x01 x \x01"), "\x01 x \x01");
  EXPECT_EQ(runtime::trim("\x0e"), "\x0e");
  EXPECT_EQ(runtime::parse_integer("123456789012345678x"), std::nullopt);
  EXPECT_EQ(runtime::parse_integer("123456789012345678/"), std::nullopt);
  EXPECT_EQ(runtime::parse_integer("1234567890123456789"), 1234567890123456789);
  EXPECT_EQ(of_text(single_line, "a\r"), "a ");
  EXPECT_EQ(of_text(single_line, "a\rb"), "a b");
  EXPECT_EQ(of_text(base64_decode, "YWJ{"), "absent");
  EXPECT_EQ(of_text(base64_decode, "YWJ:"), "absent");
  EXPECT_EQ(of_text(base64_decode, "YWJ["), "absent");
}

TEST(Corners, OfTextsThatAreCut) {
  EXPECT_EQ(runtime::whole_characters("aé", 3), 3U);
  EXPECT_EQ(runtime::whole_characters("aé", 2), 1U);
  EXPECT_EQ(runtime::whole_characters("aé", 1), 1U);
  EXPECT_EQ(runtime::whole_characters("é", 1), 0U);
}

// No text is as long as these say; their bytes are not looked at.
TEST(Corners, OfReplacementsThatNoMachineHolds) {
  const std::string_view half("x", std::numeric_limits<std::size_t>::max() / 2);
  EXPECT_EQ(runtime::replace("aabb", "a", half, -1, nullptr),
            std::numeric_limits<std::size_t>::max());
  EXPECT_EQ(runtime::replace("aa", "a", half, -1, nullptr),
            std::numeric_limits<std::size_t>::max() - 1);
  EXPECT_EQ(runtime::replace("aaab", "a", half, -1, nullptr),
            std::numeric_limits<std::size_t>::max());
}

TEST(Corners, OfTheArena) {
  alignas(runtime::Cell) char room[sizeof(runtime::Cell) + 4];
  runtime::TextArena arena(room);
  EXPECT_NE(arena.take(sizeof(runtime::Cell) + 1), nullptr);
  EXPECT_EQ(arena.take_cells(0), nullptr);  // not even what makes it even
  arena.give_back_to(0);
  EXPECT_NE(arena.take_cells(1), nullptr);
  EXPECT_EQ(arena.take_cells(1), nullptr);
}

TEST(Corners, OfTheEffort) {
  runtime::Effort effort{2};
  EXPECT_TRUE(effort.spend());
  EXPECT_FALSE(effort.is_spent());
  EXPECT_FALSE(effort.spend());
  EXPECT_TRUE(effort.is_spent());
  EXPECT_FALSE(effort.spend());
  EXPECT_TRUE(effort.is_spent());
}

TEST(Corners, OfTimes) {
  using runtime::Time;
  EXPECT_EQ((Time{1, 2}), (Time{1, 2}));
  EXPECT_NE((Time{1, 2}), (Time{1, 3}));
  EXPECT_NE((Time{1, 2}), (Time{2, 2}));
  for (const auto part : {runtime::TimePart::full_year, runtime::TimePart::month,
                          runtime::TimePart::date, runtime::TimePart::day_of_month,
                          runtime::TimePart::day_of_week, runtime::TimePart::day_of_year}) {
    EXPECT_EQ(runtime::duration_part({100'000'000, 0}, part), 0);  // a duration has none of these
  }
  ImageSketch s;
  const auto time = [&](std::int64_t nanoseconds) {
    const Number to = s.reg(Kind::time);
    s.emit(load_time, to, s.builder.integer(5), s.builder.integer(nanoseconds));
    return to;
  };
  const Number early = time(1);
  const Number late = time(2);
  s.show_outcome(test_time_less, early, late);
  s.show_outcome(test_time_less, late, early);
  s.show_outcome(test_time_less, early, early);
  s.show_outcome(test_value_equal, early, late);
  EXPECT_EQ(logged(s, "{}"), "true|false|false|false");
}

TEST(Corners, OfIntegers) {
  EXPECT_EQ(of_integers(modulo, smallest, -1), "absent");
  EXPECT_EQ(of_integers(modulo, smallest, 3), "-2");
  EXPECT_EQ(of_integers(divide, smallest, 3), "-3074457345618258602");
}

// What a value of the wrong type is called; null and nothing are no wrong types.
TEST(Corners, OfWrongTypes) {
  using runtime::JsonType;
  for (std::uint8_t i = 0; i < image::read_as_count; ++i) {
    const auto wanted = static_cast<ReadAs>(i);
    EXPECT_EQ(runtime::wrong_type_detail(wanted, JsonType::null), "");
    EXPECT_EQ(runtime::wrong_type_detail(wanted, JsonType::nothing), "");
    const bool takes_list = wanted == ReadAs::array;
    EXPECT_EQ(runtime::wrong_type_detail(wanted, JsonType::list).empty(), takes_list) << int{i};
    const bool takes_object = wanted == ReadAs::object || wanted == ReadAs::nothing;
    EXPECT_EQ(runtime::wrong_type_detail(wanted, JsonType::object).empty(), takes_object) << int{i};
  }
}

TEST(Corners, OfSearchingAMemberThatIsNoText) {
  const auto look_up = [](std::string_view json) {
    ImageSketch s;
    const Number object = s.reg(Kind::object);
    const Number value = s.reg(Kind::text);
    s.emit(parse_object, object, s.text(json));
    s.emit(member, value, object, s.text("k"));
    s.show(value, Kind::text);
    return logged(s, "{}");
  };
  EXPECT_EQ(look_up(R"({"k":{}})").substr(0, 6), "fault:");
  EXPECT_EQ(look_up(R"({"k":[]})").substr(0, 6), "fault:");
  EXPECT_EQ(look_up(R"({"k":1.50})"), "1.50");
}

// A host without a clock that works, or without random bytes.
class BrokenHost : public Host {
 public:
  std::string_view variable(std::string_view) override { return {}; }
  bool now(Instant& time) override {
    time = given;
    return has_time;
  }
  bool random(std::span<std::byte>) override { return false; }

  bool has_time = false;
  Instant given{};
};

TEST(Corners, OfAHostThatFails) {
  ImageSketch timed;
  timed.emit(load_now, timed.reg(Kind::time));
  BrokenHost host;
  Engine clock(timed.finish(), &host);
  EXPECT_EQ(clock.run("{}").fault().kind, FaultKind::no_time);
  host.has_time = true;
  EXPECT_EQ(clock.run("{}").kind(), OutcomeKind::answered);
  host.given = {std::numeric_limits<std::int64_t>::max(), 0};
  EXPECT_EQ(clock.run("{}").fault().kind, FaultKind::no_time);
  for (const Opcode opcode : {random_digits, random_token}) {
    ImageSketch drawn;
    drawn.emit(opcode, drawn.reg(Kind::text), 6);
    Engine engine(drawn.finish(), &host);
    EXPECT_EQ(engine.run("{}").fault().kind, FaultKind::no_random);
  }
}

class NoTracer : public Tracer {
 public:
  void part(const TracedPart&) override {}
};

TEST(Corners, OfAnEvaluatorWithoutMemory) {
  const Bytes image = ImageSketch().finish();
  const auto loaded = Ruleset::load(image);
  ASSERT_TRUE(loaded);
  fail_next_malloc();
  Evaluator evaluator(*loaded);
  NoTracer tracer;
  EXPECT_EQ(evaluator.memory_bytes(), 0U);
  EXPECT_EQ(evaluator.evaluate("{}").fault().kind, FaultKind::no_memory);
  EXPECT_EQ(evaluator.evaluate("{}", tracer).fault().kind, FaultKind::no_memory);
  evaluator = Evaluator(*loaded);
  EXPECT_NE(evaluator.memory_bytes(), 0U);
  EXPECT_EQ(evaluator.evaluate("{}", tracer).kind(), OutcomeKind::answered);
}

// After comparing nearly as much as it may, an evaluation looks through a small object, and not
// through a large one.
TEST(Corners, OfLookingThroughLargeObjects) {
  for (const Opcode opcode : {member, member_as, test_member}) {
    ImageSketch s({{"o", ReadAs::object}});
    const Number element = s.reg(Kind::integer);
    const Number other = s.integer(-1);
    const Number list = counted(s, limits::max_list_elements);
    constexpr std::size_t most = limits::max_compared_cells / limits::max_list_elements;
    for (const std::size_t rounds :
         {limits::max_list_elements + std::size_t{0}, most - limits::max_list_elements - 5}) {
      loop_over(s, next, counted(s, static_cast<std::uint32_t>(rounds)), element, 0,
                [&] { s.land(s.emit(test_in, other, list, 0, 0, if_no)); });
    }
    const Number name = s.text("k");
    if (opcode == test_member) {
      s.land(s.emit(test_member, name, s.slot("o"), 0, 0, if_no));
    } else {
      s.emit(opcode, s.reg(Kind::text), s.slot("o"), name,
             opcode == member_as ? static_cast<Number>(Kind::text) : 0);
    }
    Engine engine(s.finish());
    const auto with = [&](std::size_t size) {
      return engine.run(R"({"o":{"k":"v","x":")" + std::string(size, 'x') + "\"}}").kind();
    };
    EXPECT_EQ(with(10), OutcomeKind::answered);
    EXPECT_EQ(with(3'000'000), OutcomeKind::fault);
  }
}

TEST(Corners, OfComparingLongLists) {
  ImageSketch s;
  const Number list = counted(s, limits::max_list_elements);
  const Number element = s.reg(Kind::integer);
  const Number other = s.integer(-1);
  loop_over(s, next, list, element, 0, [&] { s.land(s.emit(test_in, other, list, 0, 0, if_no)); });
  s.emit(distinct, s.reg(Kind::list), list);
  EXPECT_EQ(logged(s, "{}"),
            "fault: the loops and comparisons of the rules take more steps than an evaluation may");
  ImageSketch same_in;
  const Number texts = text_list(same_in, {"a", "B"});
  const Number numbers = counted(same_in, 2);
  same_in.show_outcome(test_same_in, same_in.text("b"), texts);
  same_in.show_outcome(test_same_in, same_in.text("c"), texts);
  same_in.show_outcome(test_same_in, same_in.text("1"), numbers);
  EXPECT_EQ(logged(same_in, "{}"), "true|false|false");
}

}  // namespace
}  // namespace lintel::test
