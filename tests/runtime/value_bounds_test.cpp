// SPDX-License-Identifier: Apache-2.0
// Lists and maps at their bounds: of another kind, one level too deep, nested into themselves as no
// compiler does it, and what lies behind their ends.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "runtime/limits.h"
#include "runtime/values.h"
#include "tests/runtime/heap_calls.h"
#include "tests/runtime/list_sketch.h"

namespace lintel::test {
namespace {

using enum Opcode;
using runtime::Built;
using runtime::Cell;
using runtime::TextArena;

constexpr std::string_view too_many =
    "fault: the loops and comparisons of the rules take more steps than an evaluation may";

class ValueBounds : public ::testing::Test {
 protected:
  ValueBounds() : room_(limits::text_arena_bytes), arena_(room_) {}

  Cell integer(std::int64_t value) {
    Cell cell{};
    cell.set_number(value);
    return cell;
  }
  // A value that may be read where a text is: so an element of another kind is seen.
  Cell text(std::string_view value) {
    Cell cell{};
    cell.set_text(value);
    return cell;
  }
  Cell list_of(const std::vector<std::pair<Cell, Kind>>& elements) {
    Cell list{};
    EXPECT_EQ(runtime::start_list(list, static_cast<Number>(elements.size()), arena_), Built::done);
    for (const auto& [element, kind] : elements)
      EXPECT_EQ(runtime::append(list, element, kind), Built::done);
    return list;
  }
  Cell map_of(const std::vector<std::pair<std::string_view, std::pair<Cell, Kind>>>& entries) {
    Cell map{};
    EXPECT_EQ(runtime::start_map(map, static_cast<Number>(entries.size()), arena_), Built::done);
    for (const auto& [key, value] : entries)
      EXPECT_EQ(runtime::put(map, key, value.first, value.second), Built::done);
    return map;
  }
  bool is_equal(const Cell& a, const Cell& b, Kind kind) { return equal(a, b, kind, effort_); }

  std::vector<char> room_;
  TextArena arena_;
  runtime::Effort effort_{limits::max_compared_cells};
};

TEST_F(ValueBounds, ValuesOfDifferentKindsAreNotEqual) {
  const Cell one = integer(1);
  const Cell as_integer = list_of({{one, Kind::integer}});
  EXPECT_TRUE(is_equal(as_integer, list_of({{one, Kind::integer}}), Kind::list));
  EXPECT_FALSE(is_equal(as_integer, list_of({{one, Kind::boolean}}), Kind::list));
  EXPECT_FALSE(is_equal(list_of({{text("{}"), Kind::text}}), list_of({{text("{}"), Kind::object}}),
                        Kind::list));
  EXPECT_TRUE(is_equal(map_of({{"a", {one, Kind::integer}}}), map_of({{"a", {one, Kind::integer}}}),
                       Kind::map));
  EXPECT_FALSE(is_equal(map_of({{"a", {one, Kind::integer}}}),
                        map_of({{"a", {one, Kind::boolean}}}), Kind::map));
}

TEST_F(ValueBounds, EachEntryOfAMapIsCompared) {
  const auto map = [&](std::int64_t a, std::int64_t b) {
    return map_of({{"a", {integer(a), Kind::integer}}, {"b", {integer(b), Kind::integer}}});
  };
  EXPECT_TRUE(is_equal(map(1, 2), map(1, 2), Kind::map));
  EXPECT_FALSE(is_equal(map(1, 2), map(1, 3), Kind::map));
  EXPECT_FALSE(is_equal(map(1, 2), map(0, 2), Kind::map));
  const Cell one = map_of({{"a", {integer(1), Kind::integer}}});
  EXPECT_FALSE(is_equal(one, map(1, 2), Kind::map));
  EXPECT_FALSE(is_equal(map(1, 2), one, Kind::map));
}

TEST_F(ValueBounds, OnlyTextsAreTheSameWithLetterCaseAside) {
  const Cell list = list_of({{integer(0), Kind::integer}, {text("B"), Kind::object}});
  EXPECT_FALSE(holds_ignoring_case(list, "", effort_));
  EXPECT_FALSE(holds_ignoring_case(list, "b", effort_));
  EXPECT_TRUE(holds_ignoring_case(list_of({{text("B"), Kind::text}}), "b", effort_));
}

TEST_F(ValueBounds, OnlyListsAreFlattened) {
  const Cell map = map_of({{"a", {text("b"), Kind::text}}});
  const Cell list = list_of({{text("c"), Kind::text}});
  Cell made{};
  EXPECT_EQ(runtime::flatten(made, list_of({{map, Kind::map}}), arena_), Built::none);
  EXPECT_EQ(runtime::flatten(made, list_of({{list, Kind::list}, {map, Kind::map}}), arena_),
            Built::none);
  EXPECT_EQ(runtime::flatten(made, list_of({{list, Kind::list}, {list, Kind::list}}), arena_),
            Built::done);
  EXPECT_EQ(made.size, 2U);
}

// Lists in maps in lists, as deep as they may be.
TEST_F(ValueBounds, HaveSoManyLevels) {
  for (const bool of_maps : {true, false}) {
    const Kind kind = of_maps ? Kind::map : Kind::list;
    Cell inner = of_maps ? map_of({}) : list_of({});
    for (int level = 2; level <= limits::max_value_depth; ++level) {
      inner = of_maps ? map_of({{"k", {inner, kind}}}) : list_of({{inner, kind}});
      ASSERT_EQ(inner.depth, level);
    }
    EXPECT_TRUE(is_equal(inner, inner, kind));
    EXPECT_FALSE(effort_.is_spent());
    Cell outer{};
    ASSERT_EQ(runtime::start_map(outer, 1, arena_), Built::done);
    EXPECT_EQ(runtime::put(outer, "k", inner, kind), Built::no_room);
    ASSERT_EQ(runtime::start_list(outer, 1, arena_), Built::done);
    EXPECT_EQ(runtime::append(outer, inner, kind), Built::no_room);
  }
}

TEST(TableBounds, AreUnpackedAsDeepAsAListMayBe) {
  const auto unpacked = [](int levels) {
    ImageSketch s;
    Number table = s.builder.list(Kind::text, {s.builder.string("x")});
    for (int level = 2; level <= levels; ++level) table = s.builder.list(Kind::table, {table});
    const Number list = s.reg(Kind::list);
    s.emit(unpack, list, s.table(table));
    s.show_outcome(test_present, list);
    return logged(s, "{}");
  };
  EXPECT_EQ(unpacked(limits::max_value_depth), "true");
  EXPECT_EQ(unpacked(limits::max_value_depth + 1), "false");
}

TEST(TableBounds, InnerTablesKeepTheirForm) {
  ImageSketch s;
  auto& b = s.builder;
  const Number map =
      b.map(Kind::text, {b.string("k"), b.string("l")}, {b.string("v"), b.string("w")});
  const Number list = s.reg(Kind::list);
  s.emit(unpack, list, s.table(b.list(Kind::table, {map, map})));
  const Number inner = s.reg(Kind::map);
  s.emit(element, inner, list, s.integer(1), static_cast<Number>(Kind::map));
  for (const char* key : {"k", "l"}) {
    const Number value = s.reg(Kind::text);
    s.emit(value_of, value, inner, s.text(key), static_cast<Number>(Kind::text));
    s.show(value, Kind::text);
  }
  EXPECT_EQ(logged(s, "{}"), "v|w");
}

// Where the copies of an empty list or map are used as nobody may, its one element is itself.
Number list_of_itself(ImageSketch& s) {
  const Number list = s.reg(Kind::list);
  const Number empty = s.reg(Kind::list);
  s.emit(start_list, list, 1);
  s.emit(copy, empty, list);
  s.emit(append, list, s.text("x"));
  s.emit(append, empty, list);
  return list;
}

Number map_of_itself(ImageSketch& s) {
  const Number map = s.reg(Kind::map);
  const Number empty = s.reg(Kind::map);
  s.emit(start_map, map, 1);
  s.emit(copy, empty, map);
  s.emit(put, map, s.text("k"), s.text("x"));
  s.emit(put, empty, s.text("k"), map);
  return map;
}

TEST(ValuesInThemselves, AreComparedToAnEnd) {
  const auto compared = [](auto make) {
    ImageSketch s;
    const Number value = make(s);
    s.log("before");
    s.show_outcome(test_value_equal, value, value);
    return logged(s, "{}");
  };
  EXPECT_EQ(compared(list_of_itself), too_many);
  EXPECT_EQ(compared(map_of_itself), too_many);
}

TEST(ValuesInThemselves, AreSoughtToAnEnd) {
  for (const bool as_distinct : {true, false}) {
    ImageSketch s;
    const Number value = list_of_itself(s);
    const Number outer = s.reg(Kind::list);
    s.emit(start_list, outer, 2);
    s.emit(append, outer, value);
    s.emit(append, outer, value);
    if (as_distinct) {
      s.emit(distinct, outer, outer);
    } else {
      s.show_outcome(test_in, value, outer);
    }
    s.log("after");
    EXPECT_EQ(logged(s, "{}"), too_many);
  }
}

// In memory that holds present booleans everywhere, before and behind what was put into a list.
TEST(ListBounds, WhatLiesBeyondIsNoElement) {
  ImageSketch s;
  const Number list = text_list(s, {"a", "b"}, 4);
  for (const std::int64_t place : {-1, 2, 3}) {
    const Number to = s.reg(Kind::boolean);
    s.emit(element, to, list, s.integer(place), static_cast<Number>(Kind::boolean));
    s.show(to, Kind::boolean);
  }
  const Number joined = s.reg(Kind::text);
  s.emit(join, joined, list);
  s.show(joined, Kind::text);
  const Number lists = s.reg(Kind::list);
  s.emit(start_list, lists, 3);
  s.emit(append, lists, list);
  const Number flat = s.reg(Kind::list);
  s.emit(flatten, flat, lists);
  show_list(s, flat, Kind::text);
  s.emit(distinct, flat, list);
  show_list(s, flat, Kind::text);
  static_assert(static_cast<int>(Kind::boolean) == 2 &&
                static_cast<int>(runtime::State::present) == 2);
  const Bytes image = s.finish();
  fill_mallocs(2);
  Engine engine(image);
  fill_mallocs(-1);
  EXPECT_EQ(engine.logs("{}"),
            (std::vector<std::string>{"absent", "absent", "absent", "ab", "a", "b", "a", "b"}));
}

TEST(ListBounds, ASplitTextHasAsManyPiecesAsAListTakes) {
  const auto split_into = [](std::size_t pieces) {
    ImageSketch s({{"t", ReadAs::text}});
    const Number list = s.reg(Kind::list);
    s.emit(split, list, s.slot("t"), s.text(""));
    s.show_outcome(test_present, list);
    return Engine(s.finish()).logs("{\"t\":\"" + std::string(pieces, 'x') + "\"}").front();
  };
  EXPECT_EQ(split_into(limits::max_list_elements), "true");
  EXPECT_EQ(split_into(limits::max_list_elements + 1),
            "fault: the texts and lists of this event need more room than an evaluation has");
}

TEST(ListBounds, FlattenedListsHaveTheSameLimit) {
  const auto flat = [](std::uint32_t more) {
    ImageSketch s;
    const Number lists = s.reg(Kind::list);
    s.emit(start_list, lists, 2);
    s.emit(append, lists, counted(s, 4000));
    s.emit(append, lists, counted(s, more));
    const Number to = s.reg(Kind::list);
    s.emit(flatten, to, lists);
    s.show_outcome(test_present, to);
    return logged(s, "{}");
  };
  EXPECT_EQ(flat(96), "true");
  EXPECT_EQ(flat(97),
            "fault: the texts and lists of this event need more room than an evaluation has");
}

}  // namespace
}  // namespace lintel::test
