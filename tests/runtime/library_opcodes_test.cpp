// SPDX-License-Identifier: Apache-2.0
// What the instructions of the library give, and that each is absent if an operand is.
#include <gtest/gtest.h>

#include <bit>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "runtime/limits.h"
#include "runtime/time.h"
#include "tests/runtime/list_sketch.h"

namespace lintel::test {
namespace {

using enum Opcode;
using runtime::Time;

using Texts = std::vector<std::string>;
using Operand = std::variant<std::string, std::int64_t, double, Time, Texts>;
using Operands = std::vector<Operand>;

Kind kind_of(const Operand& operand) {
  constexpr Kind kinds[] = {Kind::text, Kind::integer, Kind::number, Kind::time, Kind::list};
  return kinds[operand.index()];
}

Number load(ImageSketch& s, const Operand& operand) {
  if (const auto* text = std::get_if<std::string>(&operand)) return s.text(*text);
  if (const auto* integer = std::get_if<std::int64_t>(&operand)) return s.integer(*integer);
  if (const auto* texts = std::get_if<Texts>(&operand))
    return text_list(s, {texts->begin(), texts->end()});
  const Number to = s.reg(kind_of(operand));
  if (const auto* real = std::get_if<double>(&operand)) {
    s.emit(load_number, to, s.builder.integer(std::bit_cast<std::int64_t>(*real)));
  } else {
    const Time time = std::get<Time>(operand);
    s.emit(load_time, to, s.builder.integer(time.seconds), s.builder.integer(time.nanoseconds));
  }
  return to;
}

void show_any(ImageSketch& s, Number reg, Kind kind) {
  if (kind == Kind::list) return show_list(s, reg, Kind::text);
  if (kind != Kind::number && kind != Kind::time) return s.show(reg, kind);
  const Number text = s.reg(Kind::text);
  s.emit(kind == Kind::number ? number_to_text : timestamp_to_text, text, reg);
  s.show(text, Kind::text);
}

// a = OPCODE b c d; the operand of this number is absent.
std::string run(Opcode opcode, Kind result, const Operands& operands, std::size_t absent) {
  ImageSketch s;
  Number numbers[3] = {};
  for (std::size_t i = 0; i < operands.size(); ++i)
    numbers[i] = i == absent ? s.absent(kind_of(operands[i])) : load(s, operands[i]);
  const Number to = s.reg(result);
  s.emit(opcode, to, numbers[0], numbers[1], numbers[2]);
  show_any(s, to, result);
  return logged(s, "{}");
}

std::string of(Opcode opcode, Kind result, const Operands& operands) {
  const std::string nothing = result == Kind::list ? "none" : "absent";
  for (std::size_t i = 0; i < operands.size(); ++i)
    EXPECT_EQ(run(opcode, result, operands, i), nothing);
  return run(opcode, result, operands, operands.size());
}

Operand text(const char* value) { return std::string(value); }
Operand number(std::int64_t value) { return value; }

TEST(TextOpcode, CutsAtPositions) {
  EXPECT_EQ(of(char_at, Kind::text, {text("a\u00e9b"), number(1)}), "\u00e9");
  EXPECT_EQ(of(char_at, Kind::text, {text("a"), number(1)}), "");
  EXPECT_EQ(of(char_at, Kind::text, {text("a"), number(2)}), "absent");
  EXPECT_EQ(of(char_at, Kind::text, {text("a"), number(-1)}), "absent");
  EXPECT_EQ(of(substring, Kind::text, {text("a\u00e9b"), number(2)}), "b");
  EXPECT_EQ(of(substring, Kind::text, {text("a"), number(2)}), "absent");
  EXPECT_EQ(of(substring_to, Kind::text, {text("tacocat"), number(0), number(4)}), "taco");
  EXPECT_EQ(of(substring_to, Kind::text, {text("tacocat"), number(4), number(3)}), "absent");
}

TEST(TextOpcode, FindsParts) {
  EXPECT_EQ(of(index_of, Kind::integer, {text("b\u00e9c\u00e9"), text("\u00e9")}), "1");
  EXPECT_EQ(of(index_of, Kind::integer, {text("abc"), text("x")}), "-1");
  EXPECT_EQ(of(index_of_from, Kind::integer, {text("aba"), text("a"), number(1)}), "2");
  EXPECT_EQ(of(index_of_from, Kind::integer, {text("aba"), text("a"), number(4)}), "absent");
  EXPECT_EQ(of(last_index_of, Kind::integer, {text("b\u00e9c\u00e9"), text("\u00e9")}), "3");
  EXPECT_EQ(of(last_index_of_from, Kind::integer, {text("aba"), text("a"), number(1)}), "0");
  EXPECT_EQ(of(last_index_of_from, Kind::integer, {text("aba"), text("a"), number(-1)}), "absent");
}

TEST(TextOpcode, MakesNewTexts) {
  EXPECT_EQ(of(replace, Kind::text, {text("a-b-c"), text("-"), text("+")}), "a+b+c");
  EXPECT_EQ(of(reverse, Kind::text, {text("ab\u00e9")}), "\u00e9ba");
  EXPECT_EQ(of(join, Kind::text, {Texts{"a", "", "b"}}), "ab");
  EXPECT_EQ(of(join, Kind::text, {Texts{}}), "");
  EXPECT_EQ(of(join_with, Kind::text, {Texts{"a", "", "b"}, text(", ")}), "a, , b");
  EXPECT_EQ(of(base64_encode, Kind::text, {text("fo?")}), "Zm8/");
  EXPECT_EQ(of(base64_decode, Kind::text, {text("Zm8/")}), "fo?");
  EXPECT_EQ(of(base64_decode, Kind::text, {text("/w==")}), "absent");
  EXPECT_EQ(of(base64_url_encode, Kind::text, {text("fo?f")}), "Zm8_Zg");
  EXPECT_EQ(of(base64_url_decode, Kind::text, {text("Zm8_Zg")}), "fo?f");
  EXPECT_EQ(of(base64_url_decode, Kind::text, {text("Zm8/")}), "absent");
  EXPECT_EQ(of(url_encode, Kind::text, {text("a b")}), "a%20b");
  EXPECT_EQ(of(url_decode, Kind::text, {text("a%20b+")}), "a b+");
  EXPECT_EQ(of(url_decode, Kind::text, {text("%")}), "absent");
  EXPECT_EQ(of(form_decode, Kind::text, {text("a%20b+")}), "a b ");
}

TEST(TextOpcode, JoinWantsTexts) {
  ImageSketch s;
  const Number list = s.reg(Kind::list);
  s.emit(start_list, list, 1);
  s.emit(append, list, s.integer(1));
  const Number to = s.reg(Kind::text);
  s.emit(join, to, list);
  s.show(to, Kind::text);
  EXPECT_EQ(logged(s, "{}"), "absent");
}

TEST(TextOpcode, ReplacesFirstPlacesWhereTheTextStands) {
  const auto replaced = [](std::optional<std::string> a, std::optional<std::int64_t> limit) {
    ImageSketch s;
    const Number to = a ? s.text(*a) : s.absent(Kind::text);
    const Number part = s.text("-");
    const Number other = s.text("+");
    s.emit(replace_first, to, part, other, limit ? s.integer(*limit) : s.absent(Kind::integer));
    s.show(to, Kind::text);
    return logged(s, "{}");
  };
  EXPECT_EQ(replaced("a-b-c", 0), "a-b-c");
  EXPECT_EQ(replaced("a-b-c", 1), "a+b-c");
  EXPECT_EQ(replaced("a-b-c", -1), "a+b+c");
  EXPECT_EQ(replaced("a-b-c", std::nullopt), "absent");
  EXPECT_EQ(replaced(std::nullopt, 1), "absent");
}

TEST(TextOpcode, MakesLists) {
  EXPECT_EQ(of(split, Kind::list, {text("a,b,"), text(",")}), "a|b|");
  EXPECT_EQ(of(split, Kind::list, {text("\u00e9b"), text("")}), "\u00e9|b");
  EXPECT_EQ(of(split, Kind::list, {text(""), text("")}), "");
  EXPECT_EQ(of(split_first, Kind::list, {text("a,b,c"), text(","), number(2)}), "a|b,c");
  EXPECT_EQ(of(split_first, Kind::list, {text("a,b,c"), text(","), number(0)}), "");
  EXPECT_EQ(of(split_first, Kind::list, {text("a,b,c"), text(","), number(-1)}), "a|b|c");
  EXPECT_EQ(of(bracket_list, Kind::list, {text("[a, b,c]")}), "a|b,c");
}

TEST(TextOpcode, PastTheRoomThereIsAFault) {
  const std::string no_room =
      "fault: the texts and lists of this event need more room than an evaluation has";
  const Operand large = std::string(limits::text_arena_bytes, 'a');
  const Operand many = std::string(limits::max_list_elements, 'a');
  const auto get = [](Opcode opcode, Kind result, const Operands& operands) {
    return run(opcode, result, operands, operands.size());
  };
  EXPECT_EQ(get(replace, Kind::text, {large, text("a"), text("bb")}), no_room);
  EXPECT_EQ(get(replace, Kind::text, {large, text(""), large}), no_room);
  EXPECT_EQ(get(url_decode, Kind::text, {std::get<std::string>(large) + "a"}), no_room);
  EXPECT_EQ(get(base64_encode, Kind::text, {large}), no_room);
  EXPECT_EQ(get(split, Kind::list, {std::get<std::string>(many) + "a", text("")}), no_room);
  EXPECT_EQ(get(split, Kind::list, {large, text("")}), no_room);
}

// What a decoded text leaves of its room is used by the next one.
TEST(TextOpcode, ARefusedTextTakesNoRoom) {
  ImageSketch s;
  const Number bad = s.text(std::string(limits::text_arena_bytes, '%'));
  const Number good = s.text(std::string(limits::text_arena_bytes, 'a'));
  const Number to = s.reg(Kind::text);
  s.emit(url_decode, to, bad);
  s.show(to, Kind::text);
  s.emit(url_decode, to, good);
  s.show_outcome(test_equal, to, good);
  EXPECT_EQ(logged(s, "{}"), "absent|true");
}

TEST(ConversionOpcode, BetweenNumbersAndTexts) {
  EXPECT_EQ(of(text_to_boolean, Kind::boolean, {text("True")}), "true");
  EXPECT_EQ(of(text_to_boolean, Kind::boolean, {text("0")}), "false");
  EXPECT_EQ(of(text_to_boolean, Kind::boolean, {text("TrUe")}), "absent");
  EXPECT_EQ(of(text_to_boolean, Kind::boolean, {text("")}), "absent");
  EXPECT_EQ(of(text_to_number, Kind::number, {text("1.50")}), "1.5");
  EXPECT_EQ(of(text_to_number, Kind::number, {text("1,5")}), "absent");
  EXPECT_EQ(of(integer_to_number, Kind::number, {number(-3)}), "-3");
  EXPECT_EQ(of(number_to_integer, Kind::integer, {-7.9}), "-7");
  EXPECT_EQ(of(number_to_integer, Kind::integer, {1e99}), "absent");
  EXPECT_EQ(of(number_to_text, Kind::text, {-0.0045}), "-0.0045");
}

TEST(ConversionOpcode, BetweenTimesAndTexts) {
  const Time time{1234567890, 500'000'000};
  EXPECT_EQ(of(text_to_timestamp, Kind::time, {text("2009-02-14T00:31:30+01:00")}),
            "2009-02-13T23:31:30Z");
  EXPECT_EQ(of(text_to_timestamp, Kind::time, {text("yesterday")}), "absent");
  EXPECT_EQ(of(integer_to_timestamp, Kind::time, {number(1)}), "1970-01-01T00:00:01Z");
  EXPECT_EQ(of(integer_to_timestamp, Kind::time, {number(INT64_MAX)}), "absent");
  EXPECT_EQ(of(timestamp_to_integer, Kind::integer, {time}), "1234567890");
  EXPECT_EQ(of(timestamp_to_text, Kind::text, {time}), "2009-02-13T23:31:30.5Z");
  EXPECT_EQ(of(duration_to_text, Kind::text, {Time{-2, 500'000'000}}), "-1.5s");
  // As a timestamp: so long after 1970.
  EXPECT_EQ(of(text_to_duration, Kind::time, {text("1m")}), "1970-01-01T00:01:00Z");
  EXPECT_EQ(of(text_to_duration, Kind::time, {text("1x")}), "absent");
}

TEST(TimeOpcode, Arithmetic) {
  const Time day{86'400, 0};
  const Time second{1, 0};
  const Time last = runtime::last_timestamp;
  EXPECT_EQ(of(add_to_timestamp, Kind::time, {day, second}), "1970-01-02T00:00:01Z");
  EXPECT_EQ(of(add_to_timestamp, Kind::time, {last, second}), "absent");
  EXPECT_EQ(of(subtract_from_timestamp, Kind::time, {day, second}), "1970-01-01T23:59:59Z");
  EXPECT_EQ(of(subtract_from_timestamp, Kind::time, {runtime::first_timestamp, second}), "absent");
  EXPECT_EQ(of(subtract_timestamps, Kind::time, {day, second}), "1970-01-01T23:59:59Z");
  EXPECT_EQ(of(subtract_timestamps, Kind::time, {last, second}), "absent");
  EXPECT_EQ(of(add_durations, Kind::time, {second, second}), "1970-01-01T00:00:02Z");
  EXPECT_EQ(of(add_durations, Kind::time, {runtime::longest_duration, second}), "absent");
  EXPECT_EQ(of(subtract_durations, Kind::time, {second, day}), "1969-12-31T00:00:01Z");
  EXPECT_EQ(of(subtract_durations, Kind::time, {runtime::least_duration, second}), "absent");
  EXPECT_EQ(of(negate_duration, Kind::time, {second}), "1969-12-31T23:59:59Z");
}

TEST(TimeOpcode, Parts) {
  const Time time{1234567890, 123'456'789};  // a Friday, the 13th of February 2009, 23:31:30
  const std::pair<Opcode, const char*> parts[] = {
      {full_year, "2009"}, {month, "1"},         {date, "13"},  {day_of_month, "12"},
      {day_of_week, "5"},  {day_of_year, "43"},  {hours, "23"}, {minutes, "31"},
      {seconds, "30"},     {milliseconds, "123"}};
  for (const auto& [opcode, expected] : parts)
    EXPECT_EQ(of(opcode, Kind::integer, {time}), expected);
  EXPECT_EQ(of(to_zone, Kind::time, {time, text("+01:00")}), "2009-02-14T00:31:30.123456789Z");
  EXPECT_EQ(of(to_zone, Kind::time, {time, text("Mars")}), "absent");
  const Time length{-3'661, 500'000'000};
  EXPECT_EQ(of(duration_hours, Kind::integer, {length}), "-1");
  EXPECT_EQ(of(duration_minutes, Kind::integer, {length}), "-61");
  EXPECT_EQ(of(duration_seconds, Kind::integer, {length}), "-3660");
  EXPECT_EQ(of(duration_milliseconds, Kind::integer, {length}), "-500");
}

}  // namespace
}  // namespace lintel::test
