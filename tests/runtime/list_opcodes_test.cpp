// SPDX-License-Identifier: Apache-2.0
// What the instructions on lists, maps, doubles and times give, and the loops.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "runtime/limits.h"
#include "tests/runtime/list_sketch.h"

namespace lintel::test {
namespace {

using enum Opcode;

constexpr std::string_view event =
    R"({"a":["x","y\u0041",1,true],"n":[1,2,3],"l":[["a"],[]],"e":[],"bad":["x",null],)"
    R"("o":{"k":"v","\u0061":2,"z":null,"k":"w","f":1.5,"y":"TRUE","i":[1],"q":{"r":1}},"t":"x"})";

std::string run(const std::function<void(ImageSketch&)>& make) {
  ImageSketch sketch({{"a", ReadAs::array},
                      {"n", ReadAs::array},
                      {"l", ReadAs::array},
                      {"e", ReadAs::array},
                      {"bad", ReadAs::array},
                      {"none", ReadAs::array},
                      {"o", ReadAs::object},
                      {"t", ReadAs::text}});
  make(sketch);
  return logged(sketch, event);
}

Number decoded(ImageSketch& s, const std::string& slot, std::string_view shape) {
  const Number to = s.reg(Kind::list);
  s.emit(decode_list, to, s.slot(slot), s.builder.string(shape));
  return to;
}

TEST(ListOpcode, ListsAreBuiltAndGoneThrough) {
  EXPECT_EQ(run([](auto& s) { show_list(s, text_list(s, {"a", "", "c"}), Kind::text); }), "a||c");
  EXPECT_EQ(run([](auto& s) { show_list(s, text_list(s, {}), Kind::text); }), "");
  EXPECT_EQ(run([](auto& s) { show_list(s, s.absent(Kind::list), Kind::text); }), "none");
  EXPECT_EQ(run([](auto& s) { show_list(s, s.reg(Kind::list), Kind::text); }), "none");
  // An element of another kind than the register is absent there.
  EXPECT_EQ(run([](auto& s) {
              const Number list = s.reg(Kind::list);
              s.emit(start_list, list, 2);
              s.emit(append, list, s.integer(1));
              s.emit(append, list, s.text("t"));
              show_list(s, list, Kind::text);
              show_list(s, list, Kind::integer);
            }),
            "absent|t|1|absent");
}

TEST(ListOpcode, AppendOfAnAbsentElementMakesTheListAbsent) {
  EXPECT_EQ(run([](auto& s) {
              const Number list = text_list(s, {"a"}, 3);
              s.emit(append, list, s.absent(Kind::text));
              show_list(s, list, Kind::text);
              s.emit(append, list, s.text("b"));
              show_list(s, list, Kind::text);
            }),
            "none|none");
}

TEST(ListOpcode, PastTheirCapacityThereIsNoRoom) {
  const std::string no_room =
      "fault: the texts and lists of this event need more room than an evaluation has";
  EXPECT_EQ(run([](auto& s) { s.emit(append, text_list(s, {"a"}), s.text("b")); }), no_room);
  EXPECT_EQ(run([](auto& s) {
              const Number map = s.reg(Kind::map);
              s.emit(start_map, map, 1);
              s.emit(put, map, s.text("a"), s.text("b"));
              s.emit(put, map, s.text("b"), s.text("b"));
            }),
            no_room);
  EXPECT_EQ(run([](auto& s) { s.emit(start_list, s.reg(Kind::list), limits::max_list_elements); }),
            "");
  EXPECT_EQ(run([](auto& s) { s.emit(start_map, s.reg(Kind::map), limits::max_list_elements); }),
            "");
}

TEST(ListOpcode, MapsAreBuiltAndLookedUp) {
  EXPECT_EQ(run([](auto& s) {
              const Number map = s.reg(Kind::map);
              s.emit(start_map, map, 3);
              s.emit(put, map, s.text("a"), s.text("1"));
              s.emit(put, map, s.text("b"), s.integer(2));
              const Number count = s.reg(Kind::integer);
              s.emit(size_map, count, map);
              s.show(count, Kind::integer);
              for (const char* key : {"a", "b", "c"}) {
                const Number to = s.reg(Kind::text);
                s.emit(value_of, to, map, s.text(key), static_cast<Number>(Kind::text));
                s.show(to, Kind::text);
                s.show_outcome(test_key, s.text(key), map);
              }
              const Number names = s.reg(Kind::list);
              s.emit(keys, names, map);
              show_list(s, names, Kind::text);
              // A key a second time: there is no such map.
              s.emit(put, map, s.text("a"), s.text("3"));
              s.show_outcome(test_key, s.text("a"), map);
            }),
            "2|1|true|absent|true|absent|false|a|b|absent");
  for (const bool of_key : {true, false}) {
    EXPECT_EQ(run([&](auto& s) {
                const Number map = s.reg(Kind::map);
                s.emit(start_map, map, 2);
                s.emit(put, map, of_key ? s.absent(Kind::text) : s.text("a"),
                       of_key ? s.text("a") : s.absent(Kind::text));
                s.show_outcome(test_present, map);
              }),
              "false");
  }
  EXPECT_EQ(run([](auto& s) {
              const Number to = s.reg(Kind::list);
              s.emit(keys, to, s.absent(Kind::map));
              s.show_outcome(test_present, to);
              const Number count = s.reg(Kind::integer);
              s.emit(size_map, count, s.absent(Kind::map));
              s.show(count, Kind::integer);
              s.show_outcome(test_key, s.text("a"), s.absent(Kind::map));
            }),
            "false|absent|absent");
}

TEST(ListOpcode, ElementsByIndex) {
  EXPECT_EQ(run([](auto& s) {
              const Number list = text_list(s, {"a", "b"});
              for (const std::int64_t at : {std::int64_t{0}, std::int64_t{1}, std::int64_t{2},
                                            std::int64_t{-1}, std::int64_t{1} << 32}) {
                const Number to = s.reg(Kind::text);
                s.emit(element, to, list, s.integer(at), static_cast<Number>(Kind::text));
                s.show(to, Kind::text);
              }
              const Number other = s.reg(Kind::integer);
              s.emit(element, other, list, s.integer(0), static_cast<Number>(Kind::integer));
              s.show(other, Kind::integer);
              s.emit(element, other, list, s.absent(Kind::integer),
                     static_cast<Number>(Kind::integer));
              s.show(other, Kind::integer);
            }),
            "a|b|absent|absent|absent|absent|absent");
}

TEST(ListOpcode, Sizes) {
  EXPECT_EQ(run([](auto& s) {
              const Number count = s.reg(Kind::integer);
              for (const Number list :
                   {text_list(s, {}), text_list(s, {"a", "a"}), s.absent(Kind::list)}) {
                s.emit(size_list, count, list);
                s.show(count, Kind::integer);
              }
            }),
            "0|2|absent");
}

TEST(ListOpcode, JoinFlattenDistinct) {
  EXPECT_EQ(run([](auto& s) {
              const Number list = text_list(s, {"a", "b", "a"});
              s.emit(join_lists, list, list, list);
              show_list(s, list, Kind::text);
              s.emit(distinct, list, list);
              show_list(s, list, Kind::text);
              s.emit(join_lists, list, list, s.absent(Kind::list));
              s.show_outcome(test_present, list);
            }),
            "a|b|a|a|b|a|a|b|false");
  EXPECT_EQ(run([](auto& s) {
              const Number lists = s.reg(Kind::list);
              s.emit(start_list, lists, 3);
              s.emit(append, lists, text_list(s, {"a", "b"}));
              s.emit(append, lists, text_list(s, {}));
              s.emit(append, lists, text_list(s, {"a"}));
              const Number flat = s.reg(Kind::list);
              s.emit(flatten, flat, lists);
              show_list(s, flat, Kind::text);
              s.emit(flatten, flat, flat);  // of texts
              s.show_outcome(test_present, flat);
              s.emit(flatten, flat, s.absent(Kind::list));
              s.show_outcome(test_present, flat);
              s.emit(distinct, flat, s.absent(Kind::list));
              s.show_outcome(test_present, flat);
            }),
            "a|b|a|false|false|false");
}

TEST(ListOpcode, JoinedListsHaveTheSameLimit) {
  const auto joined = [](std::uint32_t left, std::uint32_t right) {
    return run([&](auto& s) {
      const Number a = counted(s, left);
      const Number b = counted(s, right);
      s.emit(join_lists, a, a, b);
      const Number count = s.reg(Kind::integer);
      s.emit(size_list, count, a);
      s.show(count, Kind::integer);
    });
  };
  EXPECT_EQ(joined(4000, 96), "4096");
  EXPECT_EQ(joined(4000, 97),
            "fault: the texts and lists of this event need more room than an evaluation has");
}

TEST(ListOpcode, RoomForAsManyAsAnother) {
  EXPECT_EQ(run([](auto& s) {
              const Number list = s.reg(Kind::list);
              s.emit(reserve, list, text_list(s, {"a", "b"}));
              show_list(s, list, Kind::text);
              s.emit(append, list, s.text("x"));
              s.emit(append, list, s.text("y"));
              show_list(s, list, Kind::text);
              s.emit(reserve, list, s.absent(Kind::list));
              s.show_outcome(test_present, list);
              s.emit(reserve_entries, list,
                     s.table(s.builder.list(Kind::text, {s.builder.string("q")})));
              s.emit(append, list, s.text("z"));
              show_list(s, list, Kind::text);
              s.emit(reserve_entries, list, s.absent(Kind::table));
              s.show_outcome(test_present, list);
            }),
            "x|y|false|z|false");
}

TEST(ListOpcode, ListsFromJson) {
  EXPECT_EQ(run([](auto& s) { show_list(s, decoded(s, "a", "[t"), Kind::text); }), "x|yA|1|true");
  EXPECT_EQ(run([](auto& s) { show_list(s, decoded(s, "n", "[i"), Kind::integer); }), "1|2|3");
  EXPECT_EQ(run([](auto& s) { show_list(s, decoded(s, "e", "[t"), Kind::text); }), "");
  EXPECT_EQ(run([](auto& s) { show_list(s, decoded(s, "bad", "[t"), Kind::text); }), "none");
  EXPECT_EQ(run([](auto& s) { show_list(s, decoded(s, "none", "[t"), Kind::text); }), "none");
  EXPECT_EQ(run([](auto& s) { show_list(s, decoded(s, "a", "[i"), Kind::integer); }), "none");
  EXPECT_EQ(run([](auto& s) { show_list(s, decoded(s, "l", "[t"), Kind::text); }), "none");
  EXPECT_EQ(run([](auto& s) { show_list(s, decoded(s, "a", "{t"), Kind::text); }), "none");
  EXPECT_EQ(run([](auto& s) { show_list(s, decoded(s, "a", ""), Kind::text); }), "none");
  EXPECT_EQ(run([](auto& s) {
              const Number flat = s.reg(Kind::list);
              s.emit(flatten, flat, decoded(s, "l", "[[t"));
              show_list(s, flat, Kind::text);
            }),
            "a");
}

TEST(ListOpcode, MapsFromJson) {
  EXPECT_EQ(run([](auto& s) {
              const Number map = s.reg(Kind::map);
              // A list and an object are no texts.
              s.emit(decode_map, map, s.slot("o"), s.builder.string("{t"));
              s.show_outcome(test_present, map);
              s.emit(decode_map, map, s.absent(Kind::object), s.builder.string("{t"));
              s.show_outcome(test_present, map);
              const Number parsed = s.reg(Kind::object);
              s.emit(parse_object, parsed, s.text(R"( {"a":"1","b":null,"a":"2","c":3} )"));
              s.emit(decode_map, map, parsed, s.builder.string("{t"));
              const Number names = s.reg(Kind::list);
              s.emit(keys, names, map);
              show_list(s, names, Kind::text);
              const Number value = s.reg(Kind::text);
              s.emit(value_of, value, map, s.text("a"), static_cast<Number>(Kind::text));
              s.show(value, Kind::text);
            }),
            "false|false|a|c|2");
  EXPECT_EQ(run([](auto& s) {
              const Number list = s.reg(Kind::list);
              s.emit(names, list, s.slot("o"));
              show_list(s, list, Kind::text);
              s.emit(names, list, s.absent(Kind::object));
              s.show_outcome(test_present, list);
            }),
            "a|k|f|y|i|q|false");
}

TEST(ListOpcode, TextsAsJson) {
  const auto parsed = [](Opcode parse, Kind kind, std::string_view text) {
    return run([&](auto& s) {
      const Number to = s.reg(kind);
      s.emit(parse, to, s.text(text));
      s.show_outcome(test_present, to);
    });
  };
  for (const std::string_view text : {"{}", " {\"a\":1}\n"})
    EXPECT_EQ(parsed(parse_object, Kind::object, text), "true") << text;
  for (const std::string_view text : {"", " ", "[]", "{", "{}x", "{}{}", "{\"a\"}", "null"})
    EXPECT_EQ(parsed(parse_object, Kind::object, text), "false") << text;
  for (const std::string_view text : {"[]", " [1, \"a\"] "})
    EXPECT_EQ(parsed(parse_array, Kind::array, text), "true") << text;
  for (const std::string_view text : {"", "{}", "[", "[1,]", "[]]", "\"[]\""})
    EXPECT_EQ(parsed(parse_array, Kind::array, text), "false") << text;
  EXPECT_EQ(parsed(parse_array, Kind::array, std::string(129, '[') + std::string(129, ']')),
            "false");
  EXPECT_EQ(run([](auto& s) {
              const Number object = s.reg(Kind::object);
              s.emit(parse_object, object, s.absent(Kind::text));
              s.show_outcome(test_present, object);
              const Number array = s.reg(Kind::array);
              s.emit(parse_array, array, s.absent(Kind::text));
              s.show_outcome(test_present, array);
            }),
            "false|false");
}

TEST(ListOpcode, MembersByKind) {
  const auto member = [](std::string_view name, Kind kind) {
    return run([&](auto& s) {
      const Number to = s.reg(kind);
      s.emit(member_as, to, s.slot("o"), s.text(name), static_cast<Number>(kind));
      s.show_outcome(test_present, to);
      if (kind == Kind::text || kind == Kind::integer || kind == Kind::boolean) s.show(to, kind);
    });
  };
  EXPECT_EQ(member("k", Kind::text), "true|w");
  EXPECT_EQ(member("f", Kind::text), "true|1.5");
  EXPECT_EQ(member("a", Kind::integer), "true|2");
  EXPECT_EQ(member("f", Kind::integer), "false|absent");
  EXPECT_EQ(member("k", Kind::integer), "false|absent");
  EXPECT_EQ(member("y", Kind::boolean), "true|true");
  EXPECT_EQ(member("k", Kind::boolean), "false|absent");
  EXPECT_EQ(member("f", Kind::number), "true");
  EXPECT_EQ(member("a", Kind::number), "true");
  EXPECT_EQ(member("k", Kind::number), "false");
  EXPECT_EQ(member("q", Kind::object), "true");
  EXPECT_EQ(member("i", Kind::object), "false");
  EXPECT_EQ(member("i", Kind::array), "true");
  EXPECT_EQ(member("q", Kind::array), "false");
  EXPECT_EQ(member("z", Kind::text), "false|absent");
  EXPECT_EQ(member("nothing", Kind::text), "false|absent");
  EXPECT_EQ(
      run([](auto& s) {
        const Number to = s.reg(Kind::text);
        s.emit(member_as, to, s.absent(Kind::object), s.text("k"), static_cast<Number>(Kind::text));
        s.show(to, Kind::text);
        s.emit(member_as, to, s.slot("o"), s.absent(Kind::text), static_cast<Number>(Kind::text));
        s.show(to, Kind::text);
      }),
      "absent|absent");
}

TEST(ListOpcode, TablesAreUnpacked) {
  EXPECT_EQ(run([](auto& s) {
              const Number texts = s.builder.list(Kind::text, {s.builder.string("a")});
              const Number lists = s.builder.list(Kind::table, {texts, texts});
              const Number map = s.builder.map(Kind::table, {s.builder.string("k")}, {lists});
              const Number list = s.reg(Kind::list);
              const Number entries = s.reg(Kind::map);
              s.emit(unpack, list, s.table(lists));
              s.emit(flatten, list, list);
              show_list(s, list, Kind::text);
              s.emit(unpack, list, s.table(map));
              s.show_outcome(test_present, list);
              s.emit(unpack, entries, s.table(texts));
              s.show_outcome(test_present, entries);
              s.emit(unpack, entries, s.table(map));
              s.emit(value_of, list, entries, s.text("k"), static_cast<Number>(Kind::list));
              s.emit(flatten, list, list);
              show_list(s, list, Kind::text);
              s.emit(unpack, entries, s.absent(Kind::table));
              s.show_outcome(test_present, entries);
            }),
            "a|a|false|false|a|a|false");
}

TEST(ListOpcode, LoopsOverTables) {
  const auto entries = [](auto make, Kind kind) {
    return run([&](auto& s) {
      const Number entry = s.reg(kind);
      loop_over(s, next_entry, s.table(make(s.builder)), entry, 1, [&] { s.show(entry, kind); });
    });
  };
  const auto numbers = [](auto& b) { return b.list(Kind::integer, {b.integer(4), b.integer(4)}); };
  EXPECT_EQ(entries(numbers, Kind::integer), "4|4");
  EXPECT_EQ(entries(numbers, Kind::text), "absent|absent");
  EXPECT_EQ(entries(
                [](auto& b) {
                  return b.list(Kind::boolean, {1, 0});
                },
                Kind::boolean),
            "true|false");
  EXPECT_EQ(entries([](auto& b) { return b.map(Kind::boolean, {b.string("k")}, {1}); }, Kind::text),
            "k");
  EXPECT_EQ(entries([](auto& b) { return b.list(Kind::text, {}); }, Kind::text), "");
  EXPECT_EQ(run([](auto& s) {
              const Number entry = s.reg(Kind::text);
              loop_over(s, next_entry, s.absent(Kind::table), entry, 0,
                        [&] { s.show(entry, Kind::text); });
            }),
            "");
}

TEST(ListOpcode, LoopsInsideOfLoops) {
  EXPECT_EQ(run([](auto& s) {
              const Number outer = s.reg(Kind::text);
              const Number inner = s.reg(Kind::text);
              const Number both = s.reg(Kind::text);
              const Number list = text_list(s, {"a", "b"});
              loop_over(s, next, list, outer, 0, [&] {
                loop_over(s, next, list, inner, 1, [&] {
                  s.emit(concat, both, outer, inner);
                  s.show(both, Kind::text);
                });
              });
            }),
            "aa|ab|ba|bb");
}

TEST(ListOpcode, MembershipAndEquality) {
  EXPECT_EQ(run([](auto& s) {
              const Number list = text_list(s, {"a", "B"});
              s.show_outcome(test_in, s.text("a"), list);
              s.show_outcome(test_in, s.text("b"), list);
              s.show_outcome(test_in, s.integer(1), list);
              s.show_outcome(test_in, s.absent(Kind::text), list);
              s.show_outcome(test_in, s.text("a"), s.absent(Kind::list));
              s.show_outcome(test_same_in, s.text("b"), list);
              s.show_outcome(test_same_in, s.text("c"), list);
              s.show_outcome(test_same_in, s.text("c"), s.absent(Kind::list));
              s.show_outcome(test_same_in, s.absent(Kind::text), list);
              s.show_outcome(test_value_equal, list, text_list(s, {"a", "B"}));
              s.show_outcome(test_value_equal, list, text_list(s, {"B", "a"}));
              s.show_outcome(test_value_equal, list, text_list(s, {"a"}));
              s.show_outcome(test_value_equal, list, s.absent(Kind::list));
            }),
            "true|false|false|absent|absent|true|false|absent|absent|true|false|false|absent");
  EXPECT_EQ(run([](auto& s) {
              const auto map = [&](std::vector<std::string_view> keys) {
                const Number to = s.reg(Kind::map);
                s.emit(start_map, to, 2);
                for (const auto key : keys) s.emit(put, to, s.text(key), s.text(key));
                return to;
              };
              s.show_outcome(test_value_equal, map({"a", "b"}), map({"b", "a"}));
              s.show_outcome(test_value_equal, map({"a", "b"}), map({"b", "c"}));
              s.show_outcome(test_value_equal, map({"a", "b"}), map({"b"}));
            }),
            "true|false|false");
}

TEST(ListOpcode, Booleans) {
  EXPECT_EQ(run([](auto& s) {
              for (const Opcode test : {test_boolean_less, test_boolean_at_most}) {
                s.show_outcome(test, s.boolean(false), s.boolean(true));
                s.show_outcome(test, s.boolean(true), s.boolean(true));
                s.show_outcome(test, s.boolean(true), s.boolean(false));
                s.show_outcome(test, s.boolean(true), s.absent(Kind::boolean));
              }
            }),
            "true|false|false|absent|true|true|false|absent");
}

TEST(NumberOpcode, Arithmetic) {
  const auto of = [](Opcode opcode, double b, double c, double result) {
    return run([&](auto& s) {
      const Number to = s.reg(Kind::number);
      if (opcode == negate_number)
        s.emit(opcode, to, number(s, b));
      else
        s.emit(opcode, to, number(s, b), number(s, c));
      s.show_outcome(test_number_equal, to, number(s, result));
    });
  };
  constexpr double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(of(add_number, 0.5, 1.25, 1.75), "true");
  EXPECT_EQ(of(subtract_number, 0.5, 1.25, -0.75), "true");
  EXPECT_EQ(of(multiply_number, 0.5, 3, 1.5), "true");
  EXPECT_EQ(of(divide_number, 1, 4, 0.25), "true");
  EXPECT_EQ(of(divide_number, 1, 0, infinity), "true");
  EXPECT_EQ(of(divide_number, 0, 0, 0), "false");
  EXPECT_EQ(of(negate_number, 0.5, 0, -0.5), "true");
  EXPECT_EQ(of(negate_number, 0.0, 0, 0.0), "true");
  for (const Opcode opcode : {add_number, subtract_number, multiply_number, divide_number}) {
    EXPECT_EQ(run([&](auto& s) {
                const Number to = s.reg(Kind::number);
                s.emit(opcode, to, number(s, 1), s.absent(Kind::number));
                s.show_outcome(test_present, to);
                s.emit(opcode, to, s.absent(Kind::number), number(s, 1));
                s.show_outcome(test_present, to);
                s.emit(negate_number, to, s.absent(Kind::number));
                s.show_outcome(test_present, to);
              }),
              "false|false|false");
  }
}

TEST(NumberOpcode, Comparisons) {
  const auto of = [](double a, double b) {
    return run([&](auto& s) {
      for (const Opcode test : {test_number_equal, test_number_less, test_number_at_most})
        s.show_outcome(test, number(s, a), number(s, b));
    });
  };
  EXPECT_EQ(of(1.5, 1.5), "true|false|true");
  EXPECT_EQ(of(-1.5, 1.5), "false|true|true");
  EXPECT_EQ(of(2, 1.5), "false|false|false");
  EXPECT_EQ(of(0.0, -0.0), "true|false|true");
  EXPECT_EQ(of(std::nan(""), 1), "false|false|false");
  EXPECT_EQ(run([](auto& s) {
              for (const Opcode test : {test_number_equal, test_number_less, test_number_at_most})
                s.show_outcome(test, number(s, 1), s.absent(Kind::number));
            }),
            "absent|absent|absent");
}

TEST(TimeOpcode, Comparisons) {
  const auto time = [](ImageSketch& s, std::int64_t seconds, std::int64_t nanoseconds) {
    const Number to = s.reg(Kind::time);
    s.emit(load_time, to, s.builder.integer(seconds), s.builder.integer(nanoseconds));
    return to;
  };
  EXPECT_EQ(run([&](auto& s) {
              const Number early = time(s, -5, 999'999'999);
              const Number late = time(s, -4, 0);
              for (const Opcode test : {test_time_less, test_time_at_most, test_value_equal}) {
                s.show_outcome(test, early, late);
                s.show_outcome(test, early, early);
                s.show_outcome(test, late, early);
                s.show_outcome(test, late, s.absent(Kind::time));
              }
            }),
            "true|false|false|absent|true|true|false|absent|false|true|false|absent");
}

}  // namespace
}  // namespace lintel::test
