// SPDX-License-Identifier: Apache-2.0
// JSON as values, at the ends of the room and of the limits.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "runtime/limits.h"
#include "runtime/values.h"

namespace lintel::runtime {
namespace {

using image::Kind;

std::string_view part(std::string_view whole, std::size_t size) { return {whole.data(), size}; }

// "done", "none" or "no room", with room for so many bytes and no more.
template <typename Make>
std::string built(std::size_t room, Make make) {
  std::vector<Cell> cells(room / sizeof(Cell) + 1);
  TextArena arena({reinterpret_cast<char*>(cells.data()), room});
  Cell made{};
  switch (make(made, arena)) {
    case Built::done: return "done";
    case Built::none: return "none";
    case Built::no_room: return "no room";
  }
  return "?";
}

std::string decoded(std::size_t room, std::string_view shape, std::string_view json) {
  return built(room,
               [&](Cell& into, TextArena& arena) { return decode(into, shape, json, arena); });
}

std::string named(std::size_t room, std::string_view object) {
  return built(room, [&](Cell& into, TextArena& arena) { return names(into, object, arena); });
}

// Cells: one for the value itself, and one for each element or two for each entry.
TEST(JsonDecode, TakesTheRoomThatItNeeds) {
  for (std::size_t count = 0; count < 5; ++count) {
    std::string list;
    std::string object;
    for (std::size_t i = 0; i < count; ++i) {
      list += i == 0 ? "1" : ",1";
      object += (i == 0 ? "\"" : ",\"") + std::string(1, static_cast<char>('a' + i)) + "\":1";
    }
    const std::size_t for_list = (1 + count) * sizeof(Cell);
    const std::size_t for_map = (1 + 2 * count) * sizeof(Cell);
    EXPECT_EQ(decoded(for_list, "[i", "[" + list + "]"), "done");
    EXPECT_EQ(decoded(for_list - 1, "[i", "[" + list + "]"), "no room");
    EXPECT_EQ(decoded(for_map, "{i", "{" + object + "}"), "done");
    EXPECT_EQ(decoded(for_map - 1, "{i", "{" + object + "}"), "no room");
    EXPECT_EQ(named(for_list, "{" + object + "}"), "done");
    EXPECT_EQ(named(for_list - 1, "{" + object + "}"), "no room");
  }
}

// A text with escapes takes room, one without takes none.
TEST(JsonDecode, TakesRoomForEscapes) {
  const std::string_view escaped = R"("\u0041\u0042")";
  const auto text = [](std::size_t room, std::string_view json) {
    return built(room, [&](Cell& into, TextArena& arena) {
      return decode_scalar(into, Kind::text, json, arena);
    });
  };
  EXPECT_EQ(text(0, R"("AB")"), "done");
  EXPECT_EQ(text(1, escaped), "no room");
  EXPECT_EQ(text(12, escaped), "done");
  const std::string object = "{" + std::string(escaped) + ":1}";
  EXPECT_EQ(decoded(3 * sizeof(Cell), "{i", R"({"AB":1})"), "done");
  EXPECT_EQ(decoded(3 * sizeof(Cell), "{i", object), "no room");
  EXPECT_EQ(decoded(3 * sizeof(Cell) + 12, "{i", object), "done");
  EXPECT_EQ(named(2 * sizeof(Cell), R"({"AB":1})"), "done");
  EXPECT_EQ(named(2 * sizeof(Cell), object), "no room");
  EXPECT_EQ(named(2 * sizeof(Cell) + 12, object), "done");
}

// A shape says all of its levels, and none is made up of what stands behind it.
TEST(JsonDecode, TakesWholeShapesAlone) {
  constexpr std::size_t room = 1024;
  EXPECT_EQ(decoded(room, part("[t", 2), "[]"), "done");
  EXPECT_EQ(decoded(room, part("[t", 1), "[]"), "none");
  EXPECT_EQ(decoded(room, part("[t", 0), "[]"), "none");
  EXPECT_EQ(decoded(room, part("{t", 2), "{}"), "done");
  EXPECT_EQ(decoded(room, part("{t", 1), "{}"), "none");
  EXPECT_EQ(decoded(room, part("{t", 0), "{}"), "none");
  EXPECT_EQ(decoded(room, "t", "[]"), "none");
}

TEST(JsonDecode, TakesAsManyLevelsAsTheLimitSays) {
  constexpr std::size_t most = limits::max_value_depth;
  for (const std::size_t levels : {most, most + 1}) {
    const std::string shape = std::string(levels, '[') + "i";
    const std::string_view wanted = levels == most ? "done" : "none";
    EXPECT_EQ(decoded(4096, shape, "[]"), wanted);
    EXPECT_EQ(decoded(4096, shape, std::string(levels, '[') + "1" + std::string(levels, ']')),
              wanted);
  }
}

TEST(JsonDecode, GivesBooleansAsOneAndZero) {
  TextArena arena;
  for (const std::string_view json : {"true", R"("TRUE")"}) {
    Cell made{};
    ASSERT_EQ(decode_scalar(made, Kind::boolean, json, arena), Built::done);
    EXPECT_EQ(made.number, 1);
  }
  for (const std::string_view json : {"false", R"("False")"}) {
    Cell made{};
    ASSERT_EQ(decode_scalar(made, Kind::boolean, json, arena), Built::done);
    EXPECT_EQ(made.number, 0);
  }
}

}  // namespace
}  // namespace lintel::runtime
