// SPDX-License-Identifier: Apache-2.0
// Images that pass the verifier and that no compiler makes: they end, with an answer or a fault,
// and touch nothing but their own memory.
#include <gtest/gtest.h>

#include <functional>

#include <string>

#include "runtime/limits.h"
#include "tests/runtime/list_sketch.h"

namespace lintel::test {
namespace {

using enum Opcode;

constexpr std::string_view too_many =
    "fault: the loops and comparisons of the rules take more steps than an evaluation may";
constexpr std::string_view no_room =
    "fault: the texts and lists of this event need more room than an evaluation has";

std::string run(const std::function<void(ImageSketch&)>& make) {
  ImageSketch sketch;
  make(sketch);
  return logged(sketch, "{}");
}

TEST(Hostile, LoopsThatStartAgainInTheirRounds) {
  EXPECT_EQ(run([](auto& s) {
              const Number element = s.reg(Kind::text);
              loop_over(s, next, text_list(s, {"a"}), element, 0, [&] { s.emit(loop, 0, 0); });
            }),
            too_many);
}

TEST(Hostile, TwoLoopsOfOneLevel) {
  EXPECT_EQ(run([](auto& s) {
              const Number element = s.reg(Kind::text);
              const Number list = text_list(s, {"a", "b"});
              loop_over(s, next, list, element, 0, [&] {
                s.show(element, Kind::text);
                loop_over(s, next, list, element, 0, [&] { s.show(element, Kind::text); });
              });
            }),
            "a|a|b");
}

TEST(Hostile, RoundsAtTheirLimit) {
  const auto rounds = [](std::uint32_t count) {
    return run([&](auto& s) {
      const Number outer = s.reg(Kind::integer);
      const Number list = counted(s, count / 1000);
      const Number inner = counted(s, 999);
      loop_over(s, next, list, outer, 0, [&] {
        const Number element = s.reg(Kind::integer);
        loop_over(s, next, inner, element, 1, [] {});
      });
      s.log("ended");
    });
  };
  EXPECT_EQ(rounds(limits::max_loop_rounds), "ended");
  EXPECT_EQ(rounds(limits::max_loop_rounds + 1000), too_many);
}

TEST(Hostile, JumpsIntoALoopThatHasNotStarted) {
  EXPECT_EQ(run([](auto& s) {
              const Number element = s.reg(Kind::text);
              const Number list = text_list(s, {"a"});
              const Number start = s.emit(jump);
              const Number top = s.emit(next, element, list, 1);
              s.land(start);
              s.log("round");
              s.emit(repeat, 0, 0, 0, top);
              s.land(top);
            }),
            "round|round");
}

TEST(Hostile, ListsThatAreRewrittenInTheirLoop) {
  EXPECT_EQ(run([](auto& s) {
              const Number element = s.reg(Kind::text);
              const Number list = text_list(s, {"a", "b", "c"});
              loop_over(s, next, list, element, 0, [&] {
                s.show(element, Kind::text);
                s.emit(start_list, list, 0);
              });
            }),
            "a");
  EXPECT_EQ(run([](auto& s) {
              const Number element = s.reg(Kind::text);
              const Number list = text_list(s, {"a"}, 3);
              loop_over(s, next, list, element, 0, [&] {
                s.show(element, Kind::text);
                s.emit(append, list, element);
              });
            }),
            no_room);
  EXPECT_EQ(run([](auto& s) {
              const Number element = s.reg(Kind::text);
              const Number list = text_list(s, {"a", "b"});
              loop_over(s, next, list, element, 0, [&] {
                s.show(element, Kind::text);
                s.emit(load_absent, list);
              });
            }),
            "a");
  EXPECT_EQ(run([](auto& s) {
              const Number list = text_list(s, {"a", "b"});
              loop_over(s, next, list, list, 0, [&] { s.log("round"); });
            }),
            "round");
}

TEST(Hostile, ListsInsideOfThemselves) {
  // Grown from its own copies: each element is the list as it was.
  const auto nested = [](ImageSketch& s, Number rounds) {
    const Number list = text_list(s, {}, rounds);
    for (Number i = 0; i < rounds; ++i) s.emit(append, list, list);
    return list;
  };
  EXPECT_EQ(run([&](auto& s) {
              const Number list = nested(s, 3);
              s.show_outcome(test_value_equal, list, list);
            }),
            "true");
  EXPECT_EQ(run([&](auto& s) {
              const Number list = nested(s, limits::max_value_depth - 1U);
              s.show_outcome(test_value_equal, list, list);
            }),
            too_many);
  EXPECT_EQ(run([&](auto& s) { nested(s, limits::max_value_depth); }), no_room);
}

TEST(Hostile, AListWithACopyThatIsStillAdded) {
  EXPECT_EQ(run([](auto& s) {
              const Number list = text_list(s, {"x"}, 8);
              const Number copied = s.reg(Kind::list);
              s.emit(copy, copied, list);
              s.emit(append, list, s.text("y"));
              s.emit(append, copied, list);  // in the place of y, which is the list itself now
              const Number other = s.reg(Kind::list);
              s.emit(copy, other, list);
              s.show_outcome(test_value_equal, list, other);
              s.show_outcome(test_in, list, list);
              s.emit(distinct, other, list);
            }),
            too_many);
}

TEST(Hostile, ValuesAtTheirDepth) {
  const auto deep = [](Number levels) {
    return run([&](auto& s) {
      Number inner = text_list(s, {"a"});
      for (Number i = 1; i < levels; ++i) {
        const Number outer = s.reg(Kind::list);
        s.emit(start_list, outer, 1);
        s.emit(append, outer, inner);
        inner = outer;
      }
      s.show_outcome(test_value_equal, inner, inner);
      const Number map = s.reg(Kind::map);
      s.emit(start_map, map, 1);
      s.log("map");
      s.emit(put, map, s.text("k"), inner);
    });
  };
  EXPECT_EQ(deep(limits::max_value_depth - 1U), "true|map");
  EXPECT_EQ(deep(limits::max_value_depth), no_room);  // of the map
  EXPECT_EQ(deep(limits::max_value_depth + 1U), no_room);
}

TEST(Hostile, ComparingWhatIsSharedIsBounded) {
  EXPECT_EQ(run([](auto& s) {
              Number left = counted(s, 100);
              Number right = counted(s, 100);
              for (const Number level : {1U, 2U, 3U}) {
                for (Number* side : {&left, &right}) {
                  const Number outer = s.reg(Kind::list);
                  const Number element = s.reg(Kind::integer);
                  s.emit(start_list, outer, 100);
                  loop_over(s, next, counted(s, 100), element, 0,
                            [&] { s.emit(append, outer, *side); });
                  *side = outer;
                }
                if (level == 2) s.show_outcome(test_value_equal, left, right);
                if (level == 3) s.show_outcome(test_value_equal, left, right);
              }
            }),
            too_many);
}

TEST(Hostile, TablesThatHoldATableManyTimes) {
  EXPECT_EQ(run([](auto& s) {
              Number table = s.builder.list(Kind::text, {});
              for (int i = 0; i < 30; ++i) table = s.builder.list(Kind::table, {table, table});
              s.emit(unpack, s.reg(Kind::list), s.table(table));
            }),
            no_room);
}

TEST(Hostile, TablesNestedTooDeeply) {
  EXPECT_EQ(run([](auto& s) {
              Number table = s.builder.list(Kind::text, {});
              for (int i = 0; i < 100; ++i) table = s.builder.list(Kind::table, {table});
              const Number list = s.reg(Kind::list);
              s.emit(unpack, list, s.table(table));
              s.show_outcome(test_present, list);
            }),
            "false");
}

TEST(Hostile, ShapesThatMeanNothing) {
  const std::string deep(100, '[');
  for (const std::string_view shape : {"", "[", "[x", "t", "[{", "{t", deep.c_str()}) {
    EXPECT_EQ(run([&](auto& s) {
                const Number array = s.reg(Kind::array);
                s.emit(parse_array, array, s.text("[[],{}]"));
                const Number list = s.reg(Kind::list);
                s.emit(decode_list, list, array, s.builder.string(shape));
                s.show_outcome(test_present, list);
              }),
              "false")
        << shape;
  }
}

}  // namespace
}  // namespace lintel::test
