// SPDX-License-Identifier: Apache-2.0
// Lists and maps as the interpreter uses them, and JSON read as values.
#include "runtime/values.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "runtime/limits.h"

namespace lintel::runtime {
namespace {

using image::Kind;

class Values : public ::testing::Test {
 protected:
  Values() : room_(limits::text_arena_bytes), arena_(room_) {}

  // The value as JSON would show it; of objects and arrays their own text.
  static std::string show(const Cell& cell, Kind kind) {
    if (!cell.present()) return "absent";
    std::string all;
    switch (kind) {
      case Kind::text: return "\"" + std::string(cell.text()) + "\"";
      case Kind::object:
      case Kind::array: return std::string(cell.text());
      case Kind::integer: return std::to_string(cell.number);
      case Kind::boolean: return cell.number != 0 ? "true" : "false";
      case Kind::number: return std::to_string(cell.real);
      case Kind::list:
        for (std::uint32_t i = 0; i < cell.size; ++i)
          all += (i == 0 ? "" : ",") + show(cell.items[i], cell.items[i].kind);
        return "[" + all + "]";
      case Kind::map:
        for (std::uint32_t i = 0; i < cell.size; ++i) {
          const Cell* const entry = cell.items + 2 * i;
          all += (i == 0 ? "" : ",") + show(entry[0], Kind::text) + ":" +
                 show(entry[1], entry[1].kind);
        }
        return "{" + all + "}";
      case Kind::table:
      case Kind::time: break;
    }
    return "?";
  }

  std::string decoded(std::string_view shape, std::string_view json) {
    Cell made{};
    switch (decode(made, shape, json, arena_)) {
      case Built::none: return "none";
      case Built::no_room: return "no room";
      case Built::done: break;
    }
    return show(made, shape.front() == '[' ? Kind::list : Kind::map);
  }

  std::string scalar(Kind kind, std::string_view json) {
    Cell made{};
    switch (decode_scalar(made, kind, json, arena_)) {
      case Built::none: return "none";
      case Built::no_room: return "no room";
      case Built::done: break;
    }
    return show(made, kind);
  }

  Cell text(std::string_view value) {
    Cell cell{};
    cell.set_text(value);
    return cell;
  }

  std::vector<char> room_;
  TextArena arena_;
  Effort effort_{limits::max_compared_cells};
};

TEST_F(Values, Texts) {
  EXPECT_EQ(scalar(Kind::text, R"("a")"), R"("a")");
  EXPECT_EQ(scalar(Kind::text, R"("")"), R"("")");
  EXPECT_EQ(scalar(Kind::text, R"("\u00e9\ud83d\ude00\"")"), "\"é😀\"\"");
  EXPECT_EQ(scalar(Kind::text, "1.50"), "\"1.50\"");
  EXPECT_EQ(scalar(Kind::text, "true"), "\"true\"");
  EXPECT_EQ(scalar(Kind::text, "null"), "none");
  EXPECT_EQ(scalar(Kind::text, "{}"), "none");
  EXPECT_EQ(scalar(Kind::text, "[]"), "none");
}

TEST_F(Values, Booleans) {
  for (const std::string_view json :
       {"true", R"("true")", R"("TRUE")", R"("tRue")", R"("\u0074ruE")"})
    EXPECT_EQ(scalar(Kind::boolean, json), "true") << json;
  for (const std::string_view json : {"false", R"("False")"})
    EXPECT_EQ(scalar(Kind::boolean, json), "false") << json;
  for (const std::string_view json : {"1", "0", R"("")", R"("yes")", R"("true ")", "null", "{}"})
    EXPECT_EQ(scalar(Kind::boolean, json), "none") << json;
}

TEST_F(Values, Integers) {
  EXPECT_EQ(scalar(Kind::integer, "0"), "0");
  EXPECT_EQ(scalar(Kind::integer, "-0"), "0");
  EXPECT_EQ(scalar(Kind::integer, "9223372036854775807"), "9223372036854775807");
  EXPECT_EQ(scalar(Kind::integer, "-9223372036854775808"), "-9223372036854775808");
  for (const std::string_view json :
       {"9223372036854775808", "1.0", "1e2", R"("1")", "true", "null", "[1]"})
    EXPECT_EQ(scalar(Kind::integer, json), "none") << json;
}

TEST_F(Values, Numbers) {
  EXPECT_EQ(scalar(Kind::number, "1"), "1.000000");
  EXPECT_EQ(scalar(Kind::number, "-2.5e-1"), "-0.250000");
  EXPECT_EQ(scalar(Kind::number, "1e-400"), "0.000000");
  for (const std::string_view json : {"1e999", "-1e999", R"("1")", "true", "null"})
    EXPECT_EQ(scalar(Kind::number, json), "none") << json;
}

TEST_F(Values, ObjectsAndArrays) {
  EXPECT_EQ(scalar(Kind::object, R"({"a":1})"), R"({"a":1})");
  EXPECT_EQ(scalar(Kind::array, "[1, 2]"), "[1, 2]");
  EXPECT_EQ(scalar(Kind::object, "[]"), "none");
  EXPECT_EQ(scalar(Kind::array, "{}"), "none");
  EXPECT_EQ(scalar(Kind::list, "[]"), "none");
}

TEST_F(Values, ListsFromJson) {
  EXPECT_EQ(decoded("[t", "[]"), "[]");
  EXPECT_EQ(decoded("[t", "[ \n ]"), "[]");
  EXPECT_EQ(decoded("[t", R"([ "a" , 1 , false ])"), R"(["a","1","false"])");
  EXPECT_EQ(decoded("[i", "[1,2]"), "[1,2]");
  EXPECT_EQ(decoded("[n", "[1,2.5]"), "[1.000000,2.500000]");
  EXPECT_EQ(decoded("[b", R"([true,"FALSE"])"), "[true,false]");
  EXPECT_EQ(decoded("[o", R"([{"a":[]}, {}])"), R"([{"a":[]},{}])");
  EXPECT_EQ(decoded("[[i", "[[1],[],[2,3]]"), "[[1],[],[2,3]]");
  EXPECT_EQ(decoded("[t", R"(["a",null])"), "none");
  EXPECT_EQ(decoded("[i", "[1,2.5]"), "none");
  EXPECT_EQ(decoded("[[i", "[[1],2]"), "none");
  EXPECT_EQ(decoded("[t", "{}"), "none");
  EXPECT_EQ(decoded("[t", "null"), "none");
  EXPECT_EQ(decoded("[", "[]"), "none");
  EXPECT_EQ(decoded("[x", "[1]"), "none");
}

TEST_F(Values, MapsFromJson) {
  EXPECT_EQ(decoded("{t", "{}"), "{}");
  EXPECT_EQ(decoded("{t", R"({"a":"x", "b" : 1})"), R"({"a":"x","b":"1"})");
  EXPECT_EQ(decoded("{t", R"({"a":null,"b":1})"), R"({"b":"1"})");
  // Of a repeated name the last one counts, whatever way it is written.
  EXPECT_EQ(decoded("{i", R"({"a":1,"b":2,"\u0061":3})"), R"({"b":2,"a":3})");
  EXPECT_EQ(decoded("{i", R"({"a":1,"a":null})"), "{}");
  EXPECT_EQ(decoded("{i", R"({"a":"wrong","a":1})"), R"({"a":1})");
  EXPECT_EQ(decoded("{[t", R"({"a":["x"],"b":[]})"), R"({"a":["x"],"b":[]})");
  EXPECT_EQ(decoded("{{i", R"({"a":{"b":1}})"), R"({"a":{"b":1}})");
  EXPECT_EQ(decoded("{i", R"({"a":"x"})"), "none");
  EXPECT_EQ(decoded("{i", "[]"), "none");
}

TEST_F(Values, AsManyElementsAsTheLimitSays) {
  const auto list = [](std::size_t count) {
    std::string json = "[0";
    for (std::size_t i = 1; i < count; ++i) json += ",0";
    return json + "]";
  };
  EXPECT_NE(decoded("[i", list(limits::max_list_elements)), "no room");
  EXPECT_EQ(decoded("[i", list(limits::max_list_elements + 1)), "no room");
  const auto map = [](std::size_t count) {
    std::string json = "{\"k\":0";
    for (std::size_t i = 1; i < count; ++i) json += ",\"" + std::to_string(i) + "\":0";
    return json + "}";
  };
  arena_.give_back_to(0);
  EXPECT_NE(decoded("{i", map(limits::max_list_elements)), "no room");
  arena_.give_back_to(0);
  EXPECT_EQ(decoded("{i", map(limits::max_list_elements + 1)), "no room");
}

TEST_F(Values, WithoutRoomNothingIsMade) {
  arena_ = TextArena(std::span(room_).first(64));
  EXPECT_EQ(decoded("[i", "[1,2,3,4,5]"), "no room");
  EXPECT_EQ(decoded("{i", R"({"a":1,"b":2,"c":3})"), "no room");
  EXPECT_EQ(decoded("[t", R"(["a\n","b\n","c\n","d\n"])"), "no room");
  Cell list{};
  EXPECT_EQ(start_list(list, 4, arena_), Built::no_room);
  EXPECT_EQ(names(list, R"({"a":1,"b":2,"c":3,"d":1})", arena_), Built::no_room);
}

TEST_F(Values, RoomForCellsIsAligned) {
  arena_.take(3);
  Cell list{};
  ASSERT_EQ(start_list(list, 2, arena_), Built::done);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(list.items) % alignof(Cell), 0u);
}

TEST_F(Values, EqualityIsOfKindAndContent) {
  const auto equal_json = [this](std::string_view shape, std::string_view a, std::string_view b) {
    Cell left{};
    Cell right{};
    EXPECT_EQ(decode(left, shape, a, arena_), Built::done) << a;
    EXPECT_EQ(decode(right, shape, b, arena_), Built::done) << b;
    return equal(left, right, shape.front() == '[' ? Kind::list : Kind::map, effort_);
  };
  EXPECT_TRUE(equal_json("[t", "[]", "[]"));
  EXPECT_TRUE(equal_json("[t", R"(["a"])", R"(["\u0061"])"));
  EXPECT_FALSE(equal_json("[t", R"(["a","b"])", R"(["b","a"])"));
  EXPECT_FALSE(equal_json("[t", R"(["a"])", R"(["a","a"])"));
  EXPECT_TRUE(equal_json("[n", "[0, 1]", "[-0.0, 1e0]"));
  EXPECT_TRUE(equal_json("{i", R"({"a":1,"b":2})", R"({"b":2,"a":1})"));
  EXPECT_FALSE(equal_json("{i", R"({"a":1})", R"({"b":1})"));
  EXPECT_FALSE(equal_json("{i", R"({"a":1})", R"({"a":2})"));
  EXPECT_TRUE(equal_json("{[i", R"({"a":[1,2]})", R"({"a":[1,2]})"));
  Cell one{};
  Cell list{};
  one.set_number(1);
  ASSERT_EQ(start_list(list, 1, arena_), Built::done);
  ASSERT_EQ(append(list, one, Kind::integer), Built::done);
  EXPECT_TRUE(holds(list, one, Kind::integer, effort_));
  EXPECT_FALSE(holds(list, one, Kind::boolean, effort_));
}

TEST_F(Values, WithoutEffortNothingIsEqual) {
  Cell list{};
  ASSERT_EQ(start_list(list, 1, arena_), Built::done);
  ASSERT_EQ(append(list, text("a"), Kind::text), Built::done);
  Effort enough{3};
  EXPECT_TRUE(equal(list, list, Kind::list, enough));
  EXPECT_FALSE(enough.is_spent());
  Effort too_little{2};
  EXPECT_FALSE(equal(list, list, Kind::list, too_little));
  EXPECT_TRUE(too_little.is_spent());
}

TEST_F(Values, AKeyStandsOnce) {
  Cell map{};
  ASSERT_EQ(start_map(map, 2, arena_), Built::done);
  ASSERT_EQ(put(map, "a", text("1"), Kind::text), Built::done);
  EXPECT_EQ(show(map, Kind::map), R"({"a":"1"})");
  ASSERT_EQ(put(map, "a", text("2"), Kind::text), Built::done);
  EXPECT_EQ(show(map, Kind::map), "absent");
}

}  // namespace
}  // namespace lintel::runtime
