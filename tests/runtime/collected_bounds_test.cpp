// SPDX-License-Identifier: Apache-2.0
// Entries and items from each kind of value, in order, once each, and as many as there may be.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "runtime/limits.h"
#include "tests/runtime/list_sketch.h"

namespace lintel::test {
namespace {

using enum Opcode;

constexpr std::string_view too_many =
    "the rules put more into the response than an evaluation can hold";

std::string answer(ImageSketch& sketch, std::string_view event = "{}") {
  note_opcodes(sketch.builder.instructions);
  Engine engine(sketch.finish());
  const Outcome outcome = engine.run(event);
  return std::string(outcome.kind() == OutcomeKind::fault ? outcome.message() : outcome.body());
}

Number entries(ImageSketch& s) { return s.field("f", FieldKind::entries, FieldDefault::null); }
Number items(ImageSketch& s) { return s.field("f", FieldKind::items, FieldDefault::null); }

TEST(CollectedValues, EntriesOfAMapOfConstants) {
  ImageSketch s;
  auto& b = s.builder;
  const Number keys[] = {b.string("a"), b.string("b"), b.string("c")};
  const Number texts = b.map(Kind::text, {keys[0], keys[1]}, {b.string("1"), b.string("2")});
  const Number flags = b.map(Kind::boolean, {keys[1], keys[2]}, {0, 1});
  const Number field = entries(s);
  s.emit(set_entries, s.table(texts), field);
  s.emit(set_entries, s.table(flags), field);
  EXPECT_EQ(answer(s), R"({"response":{"f":{"a":"1","b":"2","c":true}}})");
}

TEST(CollectedValues, EntriesOfAMapThatWasMade) {
  ImageSketch s;
  const Number map = s.reg(Kind::map);
  s.emit(start_map, map, 5);
  s.emit(put, map, s.text("a"), s.text("1"));
  s.emit(put, map, s.text("b"), s.integer(2));
  s.emit(put, map, s.text("c"), s.boolean(true));
  s.emit(put, map, s.text("d"), text_list(s, {"x", "y"}));
  const Number field = entries(s);
  s.emit(set_entry, s.text("b"), field, s.text("first"));
  s.emit(set_entries, map, field);
  // A list has no entries.
  s.emit(set_entries, text_list(s, {"x"}), field);
  EXPECT_EQ(answer(s), R"({"response":{"f":{"b":"first","a":"1","c":true,"d":["x","y"]}}})");
}

// What was there before an object stays, whatever that says; in it the last of a name counts.
TEST(CollectedValues, EntriesOfAnObjectAfterOthers) {
  ImageSketch s({{"o", ReadAs::object}});
  const Number field = entries(s);
  s.emit(set_entry, s.text("a"), field, s.text("first"));
  s.emit(set_entries, s.slot("o"), field);
  const Bytes image = s.finish();
  const auto expect = [&](const std::string& object, const std::string& expected) {
    const std::string event = "{\"o\":" + object;
    EXPECT_EQ(Engine(image).run(event + "}").body(),
              event + ",\"response\":{\"f\":" + expected + "}}");
  };
  expect(R"({"a":"2"})", R"({"a":"first"})");
  expect(R"({"a":null})", R"({"a":"first"})");
  expect(R"({"b":"3","a":"2","b":"4","a":null})", R"({"a":"first","b":"4"})");
  expect(R"({"b":"1","c":"2","d":"3","c":null,"e":"4"})",
         R"({"a":"first","b":"1","d":"3","e":"4"})");
  expect(R"({"b":"1","c":"2","d":"3","e":"4","f":"5","g":"6","h":"7","i":"8","b":null,"j":"9"})",
         R"({"a":"first","c":"2","d":"3","e":"4","f":"5","g":"6","h":"7","i":"8","j":"9"})");
  expect(R"({"b":"1","c":"2","b":null,"c":"5","b":true})", R"({"a":"first","c":"5","b":"true"})");
}

TEST(CollectedValues, ItemsOfAListThatWasMade) {
  ImageSketch s({{"a", ReadAs::array}});
  const Number list = s.reg(Kind::list);
  s.emit(start_list, list, 4);
  for (const Number value : {s.text("x"), s.integer(1), s.text("y"), s.text("x")})
    s.emit(append, list, value);
  const Number field = items(s);
  s.emit(add_items, list, field);
  s.emit(add_items, s.slot("a"), field);
  EXPECT_EQ(answer(s, R"({"a":["z","x"]})"), R"({"a":["z","x"],"response":{"f":["x","y","z"]}})");
}

// An array with something else than texts has no items; a map has none.
TEST(CollectedValues, OfWhatHasNoItemsThereAreNone) {
  ImageSketch s({{"a", ReadAs::array}, {"t", ReadAs::text}});
  const Number field = items(s);
  s.emit(add_item, s.text("x"), field);
  s.emit(add_items, s.slot("a"), field);
  const Number map = s.reg(Kind::map);
  s.emit(start_map, map, 0);
  s.emit(add_items, map, field);
  s.emit(add_items, s.slot("t"), field);
  EXPECT_EQ(answer(s, R"({"a":["y",[]],"t":"z"})"),
            R"({"a":["y",[]],"t":"z","response":{"f":["x"]}})");
}

TEST(CollectedValues, EachFieldHasItsOwn) {
  ImageSketch s;
  s.field("unused", FieldKind::flag, FieldDefault::no);
  s.log("first program");
  s.end_program();
  const Number first = s.field("a", FieldKind::items, FieldDefault::null);
  const Number second = s.field("b", FieldKind::items, FieldDefault::null);
  const Number flag = s.field("c", FieldKind::flag, FieldDefault::no);
  const Number text = s.field("d", FieldKind::text, FieldDefault::null);
  s.emit(add_item, s.text("x"), first);
  s.emit(add_item, s.text("x"), second);
  s.emit(add_item, s.text("y"), second);
  s.emit(set_flag, 0, flag, 1);
  const Number known = s.emit(skip_set, 0, flag, 0, 0);
  s.emit(set_text, s.text("not skipped"), text);
  s.land(known);
  s.emit(set_text, s.text("t"), text);
  s.end_program();
  s.trigger("A", {{"x", 0}, {"y", 1}});
  Engine engine(s.finish());
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(engine.run(R"({"triggerSource":"A_y"})").body(),
              R"({"triggerSource":"A_y","response":{"a":["x"],"b":["x","y"],"c":true,"d":"t"}})");
    EXPECT_EQ(engine.run(R"({"triggerSource":"A_x"})").body(),
              R"({"triggerSource":"A_x","response":{"unused":false}})");
  }
}

// However they come: as many as the limit says, and one more.
class CollectedLimit : public ::testing::Test {
 protected:
  using Names = std::vector<std::string>;

  template <typename Emit>
  static void expect_limit(Emit emit) {
    for (const std::size_t count : {limits::max_collected, limits::max_collected + 1}) {
      Names names;
      std::string array = "[";
      std::string object = "{";
      for (std::size_t i = 0; i < count; ++i) {
        names.push_back(std::to_string(i));
        array.append(i == 0 ? "" : ",").append("\"" + names.back() + "\"");
        object.append(i == 0 ? "" : ",").append("\"" + names.back() + "\":\"v\"");
      }
      ImageSketch s({{"a", ReadAs::array}, {"o", ReadAs::object}, {"t", ReadAs::text}});
      emit(s, names);
      const std::string told =
          answer(s, "{\"t\":\"v\",\"a\":" + array + "],\"o\":" + object + "}}");
      if (count == limits::max_collected) {
        EXPECT_TRUE(told.starts_with("{\"t\":")) << told;
      } else {
        EXPECT_EQ(told, too_many);
      }
    }
  }
  static std::vector<Number> strings(ImageSketch& s, const Names& names) {
    std::vector<Number> numbers;
    for (const std::string& name : names) numbers.push_back(s.builder.string(name));
    return numbers;
  }
};

TEST_F(CollectedLimit, OfItems) {
  expect_limit([](ImageSketch& s, const Names& names) {
    const Number field = items(s);
    for (const std::string& name : names) s.emit(add_item, s.text(name), field);
  });
}

TEST_F(CollectedLimit, OfEntries) {
  expect_limit([](ImageSketch& s, const Names& names) {
    const Number field = entries(s);
    for (const std::string& name : names) s.emit(set_entry, s.text(name), field, s.slot("t"));
  });
}

TEST_F(CollectedLimit, OfAnArray) {
  expect_limit([](ImageSketch& s, const Names&) { s.emit(add_items, s.slot("a"), items(s)); });
}

TEST_F(CollectedLimit, OfAnObject) {
  expect_limit([](ImageSketch& s, const Names&) { s.emit(set_entries, s.slot("o"), entries(s)); });
}

TEST_F(CollectedLimit, OfAListOfConstants) {
  expect_limit([](ImageSketch& s, const Names& names) {
    s.emit(add_items, s.table(s.builder.list(Kind::text, strings(s, names))), items(s));
  });
}

TEST_F(CollectedLimit, OfAMapOfConstants) {
  expect_limit([](ImageSketch& s, const Names& names) {
    const auto keys = strings(s, names);
    s.emit(set_entries, s.table(s.builder.map(Kind::text, keys, keys)), entries(s));
  });
}

// What a field is set to does not depend on what stands in the first register.
TEST(CollectedValues, AFieldThatIsSetToNullCollectsNothing) {
  ImageSketch s({{"a", ReadAs::array}});
  const Number field = s.field("f", FieldKind::text, FieldDefault::as_it_came);
  s.emit(set_null, 0, field);
  s.emit(set_text, s.text("later"), field);
  std::string event = R"({"a":["0")";
  for (std::size_t i = 1; i <= limits::max_collected; ++i)
    event += ",\"" + std::to_string(i) + "\"";
  EXPECT_EQ(answer(s, event + "]}"), event + R"(],"response":{"f":null}})");
}

// The arguments of effects: which are lists, and as many as there may be of as many effects.
TEST(Effects, SayWhichArgumentsAreLists) {
  ImageSketch s;
  s.rule("first");
  std::vector<std::string> names;
  for (std::size_t i = 0; i < limits::max_effect_arguments; ++i)
    names.push_back("p" + std::to_string(i));
  for (const unsigned lists : {0b10100101U, 0b01011010U, 0U, 255U}) {
    const Number effect = s.effect("e", names);
    s.builder.effects.back().lists = static_cast<std::uint8_t>(lists);
    Number first = 0;
    std::vector<Number> loads;
    for (std::size_t i = 0; i < names.size(); ++i) {
      const Number to = s.reg(Kind::text);
      if (i == 0) first = to;
      s.emit(load_text, to, s.builder.string("v" + std::to_string(i)));
    }
    s.emit(request_effect, first, effect, static_cast<Number>(names.size()));
  }
  Engine engine(s.finish());
  const Outcome outcome = engine.run("{}");
  ASSERT_EQ(outcome.effects().size(), 4U);
  for (const auto& [number, lists] : {std::pair(0U, 0b10100101U), std::pair(1U, 0b01011010U),
                                      std::pair(2U, 0U), std::pair(3U, 255U)}) {
    const Effect& effect = outcome.effects()[number];
    ASSERT_EQ(effect.arguments.size(), names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
      EXPECT_EQ(effect.arguments[i].is_list, (lists >> i & 1) != 0) << number << " " << i;
      EXPECT_EQ(effect.arguments[i].name, names[i]);
      EXPECT_EQ(effect.arguments[i].text, "v" + std::to_string(i));
    }
  }
}

TEST(Effects, OnlySomeOutliveARejection) {
  ImageSketch s;
  std::vector<std::string> names(limits::max_effect_arguments, "p");
  std::vector<Number> registers;
  for (std::size_t i = 0; i < names.size(); ++i) registers.push_back(s.text("v"));
  const Number lost = s.effect("lost", names);
  const Number kept = s.effect("log", names, false, true);
  for (std::size_t i = 0; i < limits::max_effects; ++i)
    s.emit(request_effect, registers.front(), i % 4 == 1 ? kept : lost,
           static_cast<Number>(names.size()));
  const Number over = s.emit(test_present, s.absent(Kind::text), 0, 0, 0, if_no);
  s.land(over);
  s.emit(reject, s.text("no"));
  Engine engine(s.finish());
  const Outcome outcome = engine.run("{}");
  ASSERT_EQ(outcome.kind(), OutcomeKind::rejected);
  ASSERT_EQ(outcome.effects().size(), limits::max_effects / 4);
  for (const Effect& effect : outcome.effects()) {
    EXPECT_EQ(effect.name, "log");
    ASSERT_EQ(effect.arguments.size(), names.size());
    EXPECT_EQ(effect.arguments.back().text, "v");
  }
}

}  // namespace
}  // namespace lintel::test
