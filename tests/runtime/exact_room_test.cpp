// SPDX-License-Identifier: Apache-2.0
// How much of its room each instruction takes: with exactly so many bytes left it makes its value,
// with one less it ends in the fault that says so.
#include <gtest/gtest.h>

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "runtime/limits.h"
#include "runtime/values.h"
#include "tests/runtime/list_sketch.h"

namespace lintel::test {
namespace {

using enum Opcode;
using runtime::Built;
using runtime::Cell;

constexpr std::size_t cell = sizeof(Cell);

class CountingHost : public Host {
 public:
  std::string_view variable(std::string_view) override { return {}; }
  bool now(Instant&) override { return false; }
  bool random(std::span<std::byte> bytes) override {
    for (std::byte& byte : bytes) byte = std::byte{0};
    return true;
  }
};

// An event whose one text that holds an escape leaves `left` bytes, at least one.
std::string event_leaving(std::size_t left, const std::string& value = R"("\u0041\u0042")") {
  const std::size_t written = limits::text_arena_bytes - left + 1;
  return R"({"o":{"\u0061\u0062":)" + value + R"(},"pad":"\n)" + std::string(written - 2, 'x') +
         "\"}";
}

void expect_needs(std::size_t bytes, const std::string& name,
                  const std::function<void(ImageSketch&)>& make) {
  ImageSketch sketch({{"o", ReadAs::object}, {"pad", ReadAs::text}});
  make(sketch);
  note_opcodes(sketch.builder.instructions);
  CountingHost host;
  Engine engine(sketch.finish(), &host);
  EXPECT_EQ(engine.run(event_leaving(bytes)).kind(), OutcomeKind::answered) << name;
  const Outcome outcome = engine.run(event_leaving(bytes - 1));
  ASSERT_EQ(outcome.kind(), OutcomeKind::fault) << name;
  EXPECT_EQ(outcome.message(),
            "the texts and lists of this event need more room than an evaluation has")
      << name;
}

// a = OPCODE b c d.
void expect_made(std::size_t bytes, Opcode opcode, Kind kind,
                 const std::function<std::vector<Number>(ImageSketch&)>& operands) {
  const std::string name(runtime::info(static_cast<std::uint8_t>(opcode)).name);
  expect_needs(bytes, name, [&](ImageSketch& s) {
    std::vector<Number> numbers = operands(s);
    numbers.resize(3);
    s.emit(opcode, s.reg(kind), numbers[0], numbers[1], numbers[2]);
  });
}

TEST(ExactRoom, OfTexts) {
  const auto text = [](std::size_t bytes, Opcode opcode, std::string_view from) {
    expect_made(bytes, opcode, Kind::text, [=](auto& s) { return std::vector{s.text(from)}; });
  };
  text(11, domain, "jo@EXAMPLE.org");
  text(3, lower, "ABC");
  text(3, upper, "abc");
  text(9, escape_html, "<a>");
  text(3, single_line, "a\r\nb");
  text(3, reverse, "abc");
  text(4, base64_encode, "abc");
  text(4, base64_url_decode, "YWJj");
  text(5, url_encode, "a b");
  text(5, url_decode, "a%20b");
  text(5, to_json, "abc");
}

TEST(ExactRoom, OfTextsOfTwoAndOfNumbers) {
  expect_made(4, concat, Kind::text, [](auto& s) {
    return std::vector{s.text("ab"), s.text("cd")};
  });
  expect_made(4, concat_constant, Kind::text, [](auto& s) {
    return std::vector{s.text("ab"), s.builder.string("cd")};
  });
  expect_made(3, integer_to_text, Kind::text, [](auto& s) { return std::vector{s.integer(-12)}; });
  expect_made(6, replace, Kind::text, [](auto& s) {
    return std::vector{s.text("abab"), s.text("a"), s.text("cc")};
  });
  expect_made(6, random_digits, Kind::text, [](auto&) { return std::vector<Number>{6}; });
  expect_made(6, random_token, Kind::text, [](auto&) { return std::vector<Number>{6}; });
  expect_made(3, number_to_text, Kind::text, [](auto& s) { return std::vector{number(s, 0.5)}; });
  for (const auto& [opcode, bytes] :
       {std::pair(timestamp_to_text, 20U), std::pair(duration_to_text, 5U)}) {
    expect_made(bytes, opcode, Kind::text, [](auto& s) {
      const Number time = s.reg(Kind::time);
      s.emit(load_time, time, s.builder.integer(1000), s.builder.integer(0));
      return std::vector{time};
    });
  }
}

// A text that holds escapes takes as much as it is written with until it has been read.
TEST(ExactRoom, OfTextsOfTheEvent) {
  expect_made(12, member, Kind::text, [](auto& s) {
    return std::vector{s.slot("o"), s.text("ab")};
  });
  expect_made(12, member_as, Kind::text, [](auto& s) {
    return std::vector<Number>{s.slot("o"), s.text("ab"), static_cast<Number>(Kind::text)};
  });
  expect_needs(14, "set_entries of an object", [](ImageSketch& s) {
    s.emit(set_entries, s.slot("o"), s.field("f", FieldKind::entries, FieldDefault::null));
  });
}

TEST(ExactRoom, OfNames) {
  const auto fault_with = [](const auto& make, std::size_t left) {
    ImageSketch s({{"o", ReadAs::object}, {"pad", ReadAs::text}});
    make(s);
    Engine engine(s.finish());
    const Outcome outcome = engine.run(event_leaving(left, "7"));
    return outcome.kind() == OutcomeKind::fault ? std::string(outcome.message()) : "none";
  };
  const std::string no_room =
      "the texts and lists of this event need more room than an evaluation has";
  const auto count = [](ImageSketch& s) { s.emit(size_object, s.reg(Kind::integer), s.slot("o")); };
  EXPECT_EQ(fault_with(count, 1), no_room);
  EXPECT_EQ(fault_with(count, 200), "none");
  const auto entries = [](ImageSketch& s) {
    s.emit(set_entries, s.slot("o"), s.field("f", FieldKind::entries, FieldDefault::null));
  };
  EXPECT_EQ(fault_with(entries, 11), no_room);
  EXPECT_EQ(fault_with(entries, 12), "none");
}

TEST(ExactRoom, OfListsAndMaps) {
  expect_made(5 * cell, start_list, Kind::list, [](auto&) { return std::vector<Number>{4}; });
  expect_made(5 * cell, start_map, Kind::map, [](auto&) { return std::vector<Number>{2}; });
  expect_made(3 * cell, unpack, Kind::list, [](auto& s) {
    return std::vector{s.table(table_of(s, {"a", "b"}))};
  });
  expect_made(7 * cell, unpack, Kind::list, [](auto& s) {
    const Number lists = s.builder.list(Kind::table, {table_of(s, {"a"}), table_of(s, {"b"})});
    return std::vector{s.table(lists)};
  });
  expect_made(5 * cell, unpack, Kind::map,
              [](auto& s) { return std::vector{s.table(map_of(s, table_of(s, {"a"})))}; });
  expect_made(3 * cell, split, Kind::list, [](auto& s) {
    return std::vector{s.text("a,b"), s.text(",")};
  });
  expect_made(3 * cell, bracket_list, Kind::list,
              [](auto& s) { return std::vector{s.text("[a, b]")}; });
  expect_made(3 * cell, reserve_entries, Kind::list, [](auto& s) {
    return std::vector{s.table(table_of(s, {"a", "b"}))};
  });
}

TEST(ExactRoom, OfListsOfLists) {
  const auto pair = [](auto& s) { return text_list(s, {"a", "b"}); };  // three cells
  expect_made(6 * cell, reserve, Kind::list, [&](auto& s) { return std::vector{pair(s)}; });
  expect_made(11 * cell, join_lists, Kind::list, [&](auto& s) {
    return std::vector{pair(s), pair(s)};
  });
  expect_made(6 * cell, distinct, Kind::list, [&](auto& s) { return std::vector{pair(s)}; });
  // Lists start at even addresses, so that only whole words can be told.
  expect_made(3 * cell + 8, join, Kind::text, [](auto& s) {
    return std::vector{text_list(s, {"abcd", "efgh"})};
  });
  expect_made(3 * cell + 8, join_with, Kind::text, [](auto& s) {
    return std::vector{text_list(s, {"abc", "def"}), s.text(", ")};
  });
  expect_made(3 * cell + 16, to_json, Kind::text, [](auto& s) {
    return std::vector{text_list(s, {"a", "bcdefghi"})};
  });
  expect_made(14 * cell, flatten, Kind::list, [&](auto& s) {
    const Number outer = s.reg(Kind::list);
    s.emit(start_list, outer, 2);
    for (int i = 0; i < 2; ++i) s.emit(append, outer, pair(s));
    return std::vector{outer};
  });
  expect_made(5 * cell, keys, Kind::list, [&](auto& s) {
    const Number map = s.reg(Kind::map);
    s.emit(start_map, map, 1);
    s.emit(put, map, s.text("k"), s.text("v"));
    return std::vector{map};
  });
}

TEST(ExactRoom, OfWhatAnAnswerCollects) {
  expect_needs(3 * cell, "add_items of a table", [](ImageSketch& s) {
    s.emit(add_items, s.table(table_of(s, {"a", "b"})),
           s.field("f", FieldKind::items, FieldDefault::null));
  });
  expect_needs(5 * cell, "set_entries of a table", [](ImageSketch& s) {
    s.emit(set_entries, s.table(map_of(s, table_of(s, {"a"}))),
           s.field("f", FieldKind::entries, FieldDefault::null));
  });
  ImageSketch s({{"o", ReadAs::object}, {"pad", ReadAs::text}});
  const Number array = s.reg(Kind::array);
  s.emit(parse_array, array, s.text(R"(["a","\u0062\u0063","d"])"));
  s.emit(add_items, array, s.field("f", FieldKind::items, FieldDefault::null));
  Engine engine(s.finish());
  EXPECT_EQ(engine.run(event_leaving(8)).fault().kind, FaultKind::text_too_long);
  EXPECT_EQ(engine.run(event_leaving(200)).body().ends_with(R"("response":{"f":["a","bc","d"]}})"),
            true);
}

// What needs no change is not copied, so it may be longer than the room.
TEST(ExactRoom, OfWhatStaysAsItIsIsNone) {
  const std::string text(limits::text_arena_bytes + 1, 'x');
  const std::string digits(limits::text_arena_bytes + 1, '7');
  for (const auto& [opcode, from] :
       {std::pair(lower, &text), std::pair(upper, &digits), std::pair(escape_html, &text),
        std::pair(single_line, &text), std::pair(trim, &text)}) {
    ImageSketch s({{"t", ReadAs::text}});
    const Number to = s.reg(Kind::text);
    s.emit(opcode, to, s.slot("t"));
    s.show(to, Kind::text);
    Engine engine(s.finish());
    EXPECT_EQ(engine.logs("{\"t\":\"" + *from + "\"}"), std::vector<std::string>{*from});
  }
}

// What has been decoded keeps its room, and no more of it.
TEST(ExactRoom, OfWhatWasDecodedIsKept) {
  ImageSketch s({{"pad", ReadAs::text}});
  std::vector<Number> made;
  const auto make = [&](Opcode opcode, std::string_view from) {
    made.push_back(s.reg(Kind::text));
    s.emit(opcode, made.back(), s.text(from));
  };
  make(reverse, "cba");
  make(base64_decode, "ZGVm");
  make(url_decode, "%67%68");
  make(form_decode, "i+%%");
  make(reverse, "lkj");
  for (const Number text : made) s.show(text, Kind::text);
  Engine engine(s.finish());
  EXPECT_EQ(engine.logs("{}"), (std::vector<std::string>{"abc", "def", "gh", "absent", "jkl"}));
  const std::string room(limits::text_arena_bytes - 3 - 3 - 6, 'x');
  EXPECT_EQ(engine.logs("{\"pad\":\"\\n" + room.substr(1) + "\"}").front(), "abc");
}

// An element or key more than there is room for; the values themselves, without an evaluator.
TEST(ExactRoom, IsSaidOfValues) {
  alignas(Cell) char room[8 * cell];
  runtime::TextArena arena(room);
  Cell list{};
  Cell one{};
  one.set_text("a");
  ASSERT_EQ(runtime::start_list(list, 2, arena), Built::done);
  ASSERT_EQ(runtime::append(list, one, Kind::text), Built::done);
  ASSERT_EQ(runtime::append(list, one, Kind::text), Built::done);
  EXPECT_EQ(runtime::append(list, one, Kind::text), Built::no_room);
  runtime::Effort effort{100};
  runtime::TextArena two(std::span<char>(room).subspan(6 * cell));
  Cell made{};
  EXPECT_EQ(runtime::join(made, list, list, two), Built::no_room);
  EXPECT_EQ(runtime::distinct(made, list, two, effort), Built::no_room);
  Cell map{};
  ASSERT_EQ(runtime::start_map(map, 1, arena), Built::done);
  ASSERT_EQ(runtime::put(map, "k", list, Kind::list), Built::done);
  EXPECT_EQ(runtime::put(map, "l", list, Kind::list), Built::no_room);
  runtime::TextArena none(std::span<char>(room).subspan(8 * cell));
  EXPECT_EQ(runtime::keys(made, map, none), Built::no_room);
  Cell lists{};
  char more[2 * cell + 8];
  runtime::TextArena outer(more);
  ASSERT_EQ(runtime::start_list(lists, 1, outer), Built::done);
  ASSERT_EQ(runtime::append(lists, list, Kind::list), Built::done);
  EXPECT_EQ(runtime::flatten(made, lists, none), Built::no_room);
  // What has never been made stays absent.
  Cell never{};
  never.set_absent();
  EXPECT_EQ(runtime::append(never, one, Kind::text), Built::done);
  EXPECT_EQ(runtime::put(never, "k", one, Kind::text), Built::done);
  EXPECT_FALSE(never.present());
}

}  // namespace
}  // namespace lintel::test
