// SPDX-License-Identifier: Apache-2.0
// An instruction without a result takes away what its register held: nothing of an earlier round of
// a loop stays.
#include <gtest/gtest.h>

#include <bit>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "runtime/instruction.h"
#include "tests/runtime/list_sketch.h"
#include "tests/runtime/shown.h"

namespace lintel::test {
namespace {

using enum Opcode;
using runtime::Operand;

// A register that holds a value.
Number filled(ImageSketch& s, Kind kind) {
  const Number to = s.reg(kind);
  switch (kind) {
    case Kind::text: s.emit(load_text, to, s.builder.string("x")); break;
    case Kind::integer: s.emit(load_integer, to, s.builder.integer(1)); break;
    case Kind::boolean: s.emit(load_boolean, to, 1); break;
    case Kind::table: s.emit(load_table, to, s.builder.list(Kind::integer, {})); break;
    case Kind::object: s.emit(parse_object, to, s.text(R"({"x":"y"})")); break;
    case Kind::array: s.emit(parse_array, to, s.text("[]")); break;
    case Kind::number:
      s.emit(load_number, to, s.builder.integer(std::bit_cast<std::int64_t>(0.5)));
      break;
    case Kind::time: s.emit(load_time, to, s.builder.integer(1), s.builder.integer(0)); break;
    case Kind::list: s.emit(start_list, to, 0); break;
    case Kind::map: s.emit(start_map, to, 0); break;
  }
  return to;
}

// The kind of a register for an operand; text where any will do.
std::optional<Kind> kind_of(Operand operand) {
  switch (operand) {
    case Operand::any:
    case Operand::text:
    case Operand::same: return Kind::text;
    case Operand::integer: return Kind::integer;
    case Operand::boolean: return Kind::boolean;
    case Operand::table: return Kind::table;
    case Operand::object: return Kind::object;
    case Operand::array: return Kind::array;
    case Operand::number: return Kind::number;
    case Operand::time: return Kind::time;
    case Operand::list:
    case Operand::sequence: return Kind::list;
    case Operand::map: return Kind::map;
    default: return std::nullopt;
  }
}

// Those that do not make a value of their operands, or say something else about absent ones.
const std::set<Opcode> not_strict = {
    once,        load_text,   load_integer,  load_boolean,   load_number,   load_time,   load_table,
    load_now,    load_absent, random_digits, random_token,   load_variable, size_object, start_list,
    start_map,   append,      put,           next,           next_entry,    set_text,    set_entry,
    set_entries, add_item,    add_items,     request_effect, reject};

TEST(StrictOpcodes, AnAbsentOperandMakesTheResultAbsent) {
  int tried = 0;
  for (std::size_t code = 0; code < runtime::opcode_count; ++code) {
    const auto opcode = static_cast<Opcode>(code);
    const auto& instruction = runtime::info(static_cast<std::uint8_t>(code));
    const auto result = kind_of(instruction.operands[0]);
    if (!result || instruction.mask == runtime::Mask::tests || not_strict.contains(opcode))
      continue;
    for (std::size_t missing = 1; missing < 4; ++missing) {
      if (!kind_of(instruction.operands[missing])) continue;
      ++tried;
      EXPECT_EQ(shown([&](ImageSketch& s) {
                  Number numbers[4] = {filled(s, *result)};
                  for (std::size_t i = 1; i < 4; ++i) {
                    const auto kind = kind_of(instruction.operands[i]);
                    if (kind) numbers[i] = i == missing ? s.absent(*kind) : filled(s, *kind);
                    if (instruction.operands[i] == Operand::text_constant)
                      numbers[i] = s.builder.string("[t");
                    if (instruction.operands[i] == Operand::value_kind)
                      numbers[i] = static_cast<Number>(*result);
                  }
                  s.emit(opcode, numbers[0], numbers[1], numbers[2], numbers[3]);
                  s.show_outcome(test_present, numbers[0]);
                }),
                "false")
          << instruction.name << ", operand " << missing;
    }
  }
  EXPECT_GT(tried, 100);
}

// What `opcode` leaves in a register of this kind that has held a value.
std::string left(Opcode opcode, Kind kind,
                 const std::function<std::vector<Number>(ImageSketch&)>& operands) {
  return shown([&](ImageSketch& s) {
    const Number to = filled(s, kind);
    std::vector<Number> numbers = operands(s);
    numbers.resize(3);
    s.emit(opcode, to, numbers[0], numbers[1], numbers[2]);
    s.show_outcome(test_present, to);
  });
}

TEST(StrictOpcodes, ATextThatSaysNoSuchValueLeavesNone) {
  const auto of_text = [](Opcode opcode, Kind kind, std::string_view text) {
    EXPECT_EQ(left(opcode, kind, [&](ImageSketch& s) { return std::vector{s.text(text)}; }),
              "false")
        << text;
  };
  of_text(domain, Kind::text, "jo");
  of_text(local, Kind::text, "jo");
  of_text(text_to_integer, Kind::integer, "a");
  of_text(text_to_boolean, Kind::boolean, "a");
  of_text(text_to_number, Kind::number, "a");
  of_text(text_to_timestamp, Kind::time, "a");
  of_text(text_to_duration, Kind::time, "a");
  of_text(parse_object, Kind::object, "[]");
  of_text(parse_array, Kind::array, "{}");
  of_text(base64_decode, Kind::text, "=");
  of_text(base64_url_decode, Kind::text, "=");
  of_text(url_decode, Kind::text, "%");
  of_text(form_decode, Kind::text, "%");
}

TEST(StrictOpcodes, WhatLiesOutsideLeavesNone) {
  const auto pair = [](auto make_b, auto make_c) {
    return [=](ImageSketch& s) { return std::vector{make_b(s), make_c(s)}; };
  };
  const auto text = [](std::string_view value) {
    return [=](ImageSketch& s) { return s.text(value); };
  };
  const auto integer = [](std::int64_t value) {
    return [=](ImageSketch& s) { return s.integer(value); };
  };
  for (const Opcode opcode : {divide, modulo})
    EXPECT_EQ(left(opcode, Kind::integer, pair(integer(1), integer(0))), "false");
  EXPECT_EQ(left(add, Kind::integer, pair(integer(largest), integer(1))), "false");
  EXPECT_EQ(left(subtract, Kind::integer, pair(integer(smallest), integer(1))), "false");
  EXPECT_EQ(left(multiply, Kind::integer, pair(integer(largest), integer(2))), "false");
  EXPECT_EQ(left(negate, Kind::integer, [&](auto& s) { return std::vector{s.integer(smallest)}; }),
            "false");
  EXPECT_EQ(left(char_at, Kind::text, pair(text("a"), integer(2))), "false");
  EXPECT_EQ(left(substring, Kind::text, pair(text("a"), integer(2))), "false");
  EXPECT_EQ(left(to_zone, Kind::time,
                 [](auto& s) {
                   return std::vector{filled(s, Kind::time), s.text("x")};
                 }),
            "false");
  EXPECT_EQ(
      left(number_to_integer, Kind::integer, [](auto& s) { return std::vector{number(s, 1e300)}; }),
      "false");
  EXPECT_EQ(left(integer_to_timestamp, Kind::time,
                 [](auto& s) { return std::vector{s.integer(largest)}; }),
            "false");
  const auto object = [](ImageSketch& s) { return filled(s, Kind::object); };
  EXPECT_EQ(left(member, Kind::text, pair(object, text("n"))), "false");
  for (const auto& wanted : {std::pair("n", Kind::text), std::pair("x", Kind::integer)}) {
    EXPECT_EQ(left(member_as, wanted.second,
                   [&](auto& s) {
                     return std::vector{object(s), s.text(wanted.first),
                                        static_cast<Number>(wanted.second)};
                   }),
              "false");
  }
}

TEST(StrictOpcodes, WhatAListOrMapDoesNotHoldLeavesNone) {
  const auto kind_number = static_cast<Number>(Kind::text);
  const auto of_list = [&](std::int64_t place) {
    return left(element, Kind::text, [&](auto& s) {
      return std::vector{text_list(s, {"a"}), s.integer(place), kind_number};
    });
  };
  EXPECT_EQ(of_list(0), "true");
  EXPECT_EQ(of_list(1), "false");
  EXPECT_EQ(left(value_of, Kind::text,
                 [&](auto& s) {
                   return std::vector{filled(s, Kind::map), s.text("k"), kind_number};
                 }),
            "false");
  const auto of_table = [&](std::int64_t place) {
    return left(at, Kind::text, [&](auto& s) {
      const Number list = s.builder.list(Kind::text, {s.builder.string("a")});
      return std::vector{s.table(list), s.integer(place), kind_number};
    });
  };
  EXPECT_EQ(of_table(0), "true");
  // Also where only the low 32 bits are those of a place.
  for (const std::int64_t place : {std::int64_t{1}, std::int64_t{-1}, std::int64_t{-2},
                                   -(std::int64_t{1} << 32), std::int64_t{1} << 32})
    EXPECT_EQ(of_table(place), "false") << place;
  EXPECT_EQ(left(get, Kind::text,
                 [&](auto& s) {
                   auto& b = s.builder;
                   const Number map = b.map(Kind::text, {b.string("k")}, {b.string("v")});
                   return std::vector{s.table(map), s.text("other"), kind_number};
                 }),
            "false");
  EXPECT_EQ(left(join, Kind::text, [](auto& s) { return std::vector{counted(s, 2)}; }), "false");
  EXPECT_EQ(left(flatten, Kind::list, [](auto& s) { return std::vector{counted(s, 2)}; }), "false");
  EXPECT_EQ(left(unpack, Kind::map, [](auto& s) { return std::vector{filled(s, Kind::table)}; }),
            "false");
}

// Of a list with a text, an integer and a text, and of tables, in the rounds of a loop.
TEST(StrictOpcodes, AnElementOfAnotherKindIsNone) {
  EXPECT_EQ(shown([](ImageSketch& s) {
              const Number list = s.reg(Kind::list);
              s.emit(start_list, list, 3);
              for (const Number value : {s.text("a"), s.integer(1), s.text("b")})
                s.emit(append, list, value);
              show_list(s, list, Kind::text);
              const Number to = filled(s, Kind::text);
              s.emit(join, to, list);
              s.show(to, Kind::text);
              const Number entry = filled(s, Kind::text);
              const Number numbers = s.table(s.builder.list(Kind::integer, {s.builder.integer(7)}));
              loop_over(s, next_entry, numbers, entry, 0, [&] { s.show(entry, Kind::text); });
            }),
            "a|absent|b|absent|absent");
}

// Slot 1, which the event does not have, is no operand of them.
TEST(StrictOpcodes, WhatIsNoOperandIsNotLookedAt) {
  for (const Opcode opcode : {reverse, base64_encode, url_encode}) {
    ImageSketch s({{"t", ReadAs::text}});
    const Number to = s.reg(Kind::text);
    s.emit(opcode, to, s.text("aa"));
    s.show_outcome(test_present, to);
    EXPECT_EQ(logged(s, "{}"), "true");
  }
  ImageSketch s({{"t", ReadAs::text}});
  const Number to = s.reg(Kind::text);
  s.emit(char_at, to, s.text("ab"), s.integer(1));
  s.show(to, Kind::text);
  const Number place = s.reg(Kind::integer);
  s.emit(index_of, place, s.text("ab"), s.text("b"));
  s.show(place, Kind::integer);
  EXPECT_EQ(logged(s, "{}"), "b|1");
}

}  // namespace
}  // namespace lintel::test
