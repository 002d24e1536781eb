// SPDX-License-Identifier: Apache-2.0
// Each instruction that makes a text, a list or a map, with ever less room for it: it ends with the
// fault that says so, or with its value, and a little more room never makes it fail.
#include <gtest/gtest.h>

#include <bit>
#include <functional>
#include <span>
#include <string>

#include "runtime/limits.h"
#include "tests/runtime/list_sketch.h"

namespace lintel::test {
namespace {

using enum Opcode;

class ZeroHost : public Host {
 public:
  std::string_view variable(std::string_view) override { return {}; }
  bool now(Instant&) override { return false; }
  bool random(std::span<std::byte> bytes) override {
    for (std::byte& byte : bytes) byte = std::byte{0};
    return true;
  }
};

// An event whose texts leave `left` bytes of the room of an evaluation: a text with one escape
// takes as many as it is written with, and gives one back.
std::string event_leaving(std::size_t left) {
  const std::size_t written = limits::text_arena_bytes - left + 1;
  return R"({"o":{"\u0061\u0062":"\u0041\u0042","n":null,"c":"d"},"pad":"\n)" +
         std::string(written - 2, 'x') + "\"}";
}

void expect_no_room_at_first(const std::string& name,
                             const std::function<void(ImageSketch&)>& make) {
  ImageSketch sketch({{"o", ReadAs::object}, {"pad", ReadAs::text}});
  make(sketch);
  note_opcodes(sketch.builder.instructions);
  ZeroHost host;
  Engine engine(sketch.finish(), &host);
  const auto fits = [&](std::size_t left) {
    const Outcome outcome = engine.run(event_leaving(left));
    if (outcome.kind() == OutcomeKind::answered) return true;
    EXPECT_EQ(outcome.fault().kind, FaultKind::text_too_long) << name << " with " << left;
    return false;
  };
  EXPECT_FALSE(fits(1)) << name;
  bool has_fitted = false;
  for (std::size_t left = 1; left < 300; left += left < 40 ? 1 : 8) {
    const bool now = fits(left);
    EXPECT_FALSE(has_fitted && !now) << name << " with " << left;
    has_fitted |= now;
  }
  EXPECT_TRUE(has_fitted) << name;
}

// a = OPCODE b c d.
void expect_made(Opcode opcode, Kind kind,
                 std::function<std::vector<Number>(ImageSketch&)> operands) {
  expect_no_room_at_first(std::to_string(static_cast<int>(opcode)), [&](ImageSketch& s) {
    std::vector<Number> numbers = operands(s);
    numbers.resize(3);
    s.emit(opcode, s.reg(kind), numbers[0], numbers[1], numbers[2]);
  });
}

Number array(ImageSketch& s, std::string_view json) {
  const Number to = s.reg(Kind::array);
  s.emit(parse_array, to, s.text(json));
  return to;
}

TEST(NoRoom, ForTexts) {
  const auto text = [](Opcode opcode, std::string_view from) {
    expect_made(opcode, Kind::text, [=](auto& s) { return std::vector{s.text(from)}; });
  };
  text(domain, "jo@EXAMPLE.org");
  text(lower, "ABC");
  text(upper, "abc");
  text(escape_html, "<a>");
  text(single_line, "a\r\nb");
  text(reverse, "abc");
  text(base64_encode, "abc");
  text(base64_url_encode, "abc");
  text(base64_decode, "YWJj");
  text(base64_url_decode, "YWJj");
  text(url_encode, "a b");
  text(url_decode, "a%20b");
  text(form_decode, "a+b");
  text(to_json, "abc");
  expect_made(concat, Kind::text, [](auto& s) { return std::vector{s.text("ab"), s.text("cd")}; });
  expect_made(concat_constant, Kind::text, [](auto& s) {
    return std::vector{s.text("ab"), s.builder.string("cd")};
  });
  expect_made(integer_to_text, Kind::text, [](auto& s) { return std::vector{s.integer(-12)}; });
  expect_made(replace, Kind::text, [](auto& s) {
    return std::vector{s.text("abab"), s.text("a"), s.text("cc")};
  });
  expect_made(random_digits, Kind::text, [](auto&) { return std::vector<Number>{6}; });
  expect_made(random_token, Kind::text, [](auto&) { return std::vector<Number>{6}; });
  expect_made(number_to_text, Kind::text, [](auto& s) {
    const Number number = s.reg(Kind::number);
    s.emit(load_number, number, s.builder.integer(std::bit_cast<std::int64_t>(0.5)));
    return std::vector{number};
  });
  for (const Opcode opcode : {timestamp_to_text, duration_to_text}) {
    expect_made(opcode, Kind::text, [](auto& s) {
      const Number time = s.reg(Kind::time);
      s.emit(load_time, time, s.builder.integer(1000), s.builder.integer(0));
      return std::vector{time};
    });
  }
}

TEST(NoRoom, ForTextsOfTheEvent) {
  expect_made(member, Kind::text, [](auto& s) { return std::vector{s.slot("o"), s.text("ab")}; });
  expect_made(member_as, Kind::text, [](auto& s) {
    return std::vector<Number>{s.slot("o"), s.text("ab"), static_cast<Number>(Kind::text)};
  });
  expect_made(size_object, Kind::integer, [](auto& s) { return std::vector{s.slot("o")}; });
}

TEST(NoRoom, ForLists) {
  expect_made(start_list, Kind::list, [](auto&) { return std::vector<Number>{4}; });
  expect_made(unpack, Kind::list, [](auto& s) {
    return std::vector{s.table(table_of(s, {"a", "b"}))};
  });
  expect_made(unpack, Kind::list, [](auto& s) {
    return std::vector{
        s.table(s.builder.list(Kind::table, {table_of(s, {"a"}), table_of(s, {"b"})}))};
  });
  expect_made(decode_list, Kind::list, [](auto& s) {
    return std::vector{array(s, R"(["a","\u0062\u0063","d"])"), s.builder.string("[t")};
  });
  expect_made(decode_list, Kind::list, [](auto& s) {
    return std::vector{array(s, R"([["\u0062\u0063"],["d"]])"), s.builder.string("[[t")};
  });
  expect_made(names, Kind::list, [](auto& s) { return std::vector{s.slot("o")}; });
  expect_made(split, Kind::list, [](auto& s) { return std::vector{s.text("a,b"), s.text(",")}; });
  expect_made(bracket_list, Kind::list, [](auto& s) { return std::vector{s.text("[a, b]")}; });
  expect_made(reserve_entries, Kind::list, [](auto& s) {
    return std::vector{s.table(table_of(s, {"a", "b"}))};
  });
}

// Made of a list that has found room.
TEST(NoRoom, ForListsOfLists) {
  const auto lists = [](auto& s) { return text_list(s, {"a", "b"}); };
  expect_made(reserve, Kind::list, [&](auto& s) { return std::vector{lists(s)}; });
  expect_made(join_lists, Kind::list, [&](auto& s) { return std::vector{lists(s), lists(s)}; });
  expect_made(distinct, Kind::list, [&](auto& s) { return std::vector{lists(s)}; });
  expect_made(join, Kind::text, [&](auto& s) { return std::vector{lists(s)}; });
  expect_made(join_with, Kind::text, [&](auto& s) { return std::vector{lists(s), s.text(", ")}; });
  expect_made(to_json, Kind::text, [&](auto& s) { return std::vector{lists(s)}; });
  expect_made(flatten, Kind::list, [&](auto& s) {
    const Number outer = s.reg(Kind::list);
    s.emit(start_list, outer, 2);
    for (int i = 0; i < 2; ++i) s.emit(append, outer, lists(s));
    return std::vector{outer};
  });
  expect_made(keys, Kind::list, [&](auto& s) {
    const Number map = s.reg(Kind::map);
    s.emit(start_map, map, 1);
    s.emit(put, map, s.text("k"), s.text("v"));
    return std::vector{map};
  });
}

TEST(NoRoom, ForMaps) {
  expect_made(start_map, Kind::map, [](auto&) { return std::vector<Number>{2}; });
  expect_made(unpack, Kind::map,
              [](auto& s) { return std::vector{s.table(map_of(s, table_of(s, {"a"})))}; });
  expect_made(unpack, Kind::map, [](auto& s) {
    return std::vector{s.table(map_of(s, map_of(s, table_of(s, {"a"}))))};
  });
  expect_made(decode_map, Kind::map, [](auto& s) {
    return std::vector{s.slot("o"), s.builder.string("{t")};
  });
}

TEST(NoRoom, ForWhatAnAnswerCollects) {
  expect_no_room_at_first("add_items of a list of the event", [](ImageSketch& s) {
    s.emit(add_items, array(s, R"(["a","\u0062\u0063","d"])"),
           s.field("f", FieldKind::items, FieldDefault::null));
  });
  expect_no_room_at_first("add_items of a table", [](ImageSketch& s) {
    s.emit(add_items, s.table(table_of(s, {"a", "b"})),
           s.field("f", FieldKind::items, FieldDefault::null));
  });
  expect_no_room_at_first("set_entries of an object", [](ImageSketch& s) {
    s.emit(set_entries, s.slot("o"), s.field("f", FieldKind::entries, FieldDefault::null));
  });
  expect_no_room_at_first("set_entries of a table", [](ImageSketch& s) {
    s.emit(set_entries, s.table(map_of(s, table_of(s, {"a"}))),
           s.field("f", FieldKind::entries, FieldDefault::null));
  });
}

// A list or map is full, or takes no more levels, whatever room there is.
TEST(NoRoom, InWhatWasMadeTooSmall) {
  ImageSketch s;
  const Number map = s.reg(Kind::map);
  s.emit(start_map, map, 0);
  s.emit(put, map, s.text("k"), s.text("v"));
  Engine engine(s.finish());
  EXPECT_EQ(engine.run("{}").fault().kind, FaultKind::text_too_long);
}

}  // namespace
}  // namespace lintel::test
