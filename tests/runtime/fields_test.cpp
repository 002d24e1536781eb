// SPDX-License-Identifier: Apache-2.0
// Response fields that hold more than one value, stand in objects, or are copied from the event.
#include <gtest/gtest.h>

#include <string>

#include "runtime/limits.h"
#include "tests/runtime/image_sketch.h"
#include "tests/runtime/seen_opcodes.h"

namespace lintel::test {
namespace {

using image::FieldDefault;
using image::FieldKind;
using image::Opcode;

std::string answer(ImageSketch& sketch, std::string_view event) {
  note_opcodes(sketch.builder.instructions);
  Engine engine(sketch.finish());
  return std::string(engine.run(event).body());
}

TEST(Fields, EntriesHoldValuesOfEachKind) {
  ImageSketch sketch({{"o", image::ReadAs::object}, {"t", image::ReadAs::text}});
  const Number field = sketch.field("f", FieldKind::entries, FieldDefault::null);
  const auto set = [&](std::string_view key, Number value) {
    sketch.emit(Opcode::set_entry, sketch.text(key), field, value);
  };
  set("text", sketch.text("\""));
  set("integer", sketch.integer(-7));
  set("boolean", sketch.boolean(true));
  set("object", sketch.slot("o"));
  set("absent", sketch.slot("t"));
  set("integer", sketch.integer(8));
  EXPECT_EQ(answer(sketch, R"({"o":{ "a":[1.5] },"response":{"f":0}})"),
            R"({"o":{ "a":[1.5] },"response":{"f":{"text":"\"","integer":-7,"boolean":true,)"
            R"("object":{ "a":[1.5] }}}})");
}

TEST(Fields, EntriesOfAMapOfTheEvent) {
  ImageSketch sketch({{"o", image::ReadAs::object}});
  const Number field = sketch.field("f", FieldKind::entries, FieldDefault::null);
  sketch.emit(Opcode::set_entries, sketch.slot("o"), field);
  const Bytes image = sketch.finish();
  note_opcodes(sketch.builder.instructions);
  Engine engine(image);
  EXPECT_EQ(engine.run(R"({"o":{"a\n":"\u0041","b":1,"c":null,"b":2}})").body(),
            R"({"o":{"a\n":"\u0041","b":1,"c":null,"b":2},"response":{"f":{"a\n":"A","b":"2"}}})");
  EXPECT_EQ(engine.run(R"({"o":{"a":"1","b":"2","\u0061":null}})").body(),
            R"({"o":{"a":"1","b":"2","\u0061":null},"response":{"f":{"b":"2"}}})");
  EXPECT_EQ(engine.run(R"({})").body(), R"({"response":{"f":null}})");
}

// However the name is written; of a repeated one the last counts.
TEST(Fields, EntriesStartFromTheFirstSourceThatHasAName) {
  ImageSketch sketch;
  const Number field = sketch.field("f", FieldKind::entries, FieldDefault::as_it_came, "p q");
  sketch.emit(Opcode::set_entry, sketch.text("x"), field, sketch.integer(1));
  const auto answer_to = [&](const std::string& event) {
    const std::string body = answer(sketch, event + "}");
    return body.substr(event.size());
  };
  EXPECT_EQ(answer_to(R"({"p":{"a":1,"b":2},"q":{"b":3,"c":4})"),
            R"(,"response":{"f":{"a":1,"b":2,"c":4,"x":1}}})");
  EXPECT_EQ(answer_to(R"({"p":{"a":1},"q":{"\u0061":2})"), R"(,"response":{"f":{"a":1,"x":1}}})");
  EXPECT_EQ(answer_to(R"({"p":{"a":1,"a":null},"q":{"a":2})"),
            R"(,"response":{"f":{"a":2,"x":1}}})");
  EXPECT_EQ(answer_to(R"({"p":{"a":1,"\u0061":2})"), R"(,"response":{"f":{"\u0061":2,"x":1}}})");
}

TEST(Fields, ItemsOfAListAreCollectedOnce) {
  ImageSketch sketch;
  const Number field = sketch.field("a.b.c", FieldKind::items, FieldDefault::as_it_came);
  const auto list = [&](const std::vector<std::string>& texts) {
    std::vector<std::uint32_t> values;
    for (const auto& text : texts) values.push_back(sketch.builder.string(text));
    return sketch.table(sketch.builder.list(image::Kind::text, values));
  };
  sketch.emit(Opcode::add_items, list({"x", "y", "x"}), field);
  sketch.emit(Opcode::add_item, sketch.text("y"), field);
  sketch.emit(Opcode::add_item, sketch.text("z"), field);
  EXPECT_EQ(answer(sketch, R"({"response":{"a":{"q":1,"b":[]}}})"),
            R"({"response":{"a":{"q":1,"b":{"c":["x","y","z"]}}}})");
}

TEST(Fields, AreSetToNull) {
  ImageSketch sketch;
  const Number field = sketch.field("f", FieldKind::flag, FieldDefault::yes);
  sketch.emit(Opcode::set_null, 0, field);
  sketch.emit(Opcode::set_flag, 0, field, 1);
  EXPECT_EQ(answer(sketch, "{}"), R"({"response":{"f":null}})");
}

TEST(Fields, ADenialForgetsWhatWasSet) {
  ImageSketch sketch;
  const Number flag = sketch.field("f", FieldKind::flag, FieldDefault::yes);
  const Number items = sketch.field("i", FieldKind::items, FieldDefault::null);
  sketch.emit(Opcode::set_flag, 0, flag, 0);
  sketch.emit(Opcode::add_item, sketch.text("x"), items);
  const Number effect = sketch.effect("other", {"text"});
  sketch.emit(Opcode::request_effect, sketch.text("dropped"), effect, 1);
  sketch.log("kept");
  sketch.emit(Opcode::deny);
  note_opcodes(sketch.builder.instructions);
  Engine engine(sketch.finish());
  EXPECT_EQ(engine.run("{}").body(), R"({"response":{"f":true,"i":null}})");
  EXPECT_EQ(engine.run("{}").effects().size(), 1u);
  EXPECT_EQ(engine.logs("{}"), std::vector<std::string>{"kept"});
}

TEST(Fields, AreCopiedOnceAFieldBesideThemIsSet) {
  ImageSketch sketch({{"t", image::ReadAs::text}});
  const Number text = sketch.field("g.s", FieldKind::text, FieldDefault::copied, "r.s");
  sketch.field("g.l", FieldKind::items, FieldDefault::copied, "r.l");
  sketch.field("h.l", FieldKind::items, FieldDefault::copied, "r.l");
  sketch.emit(Opcode::set_text, sketch.slot("t"), text);
  const Bytes image = sketch.finish();
  note_opcodes(sketch.builder.instructions);
  Engine engine(image);
  EXPECT_EQ(engine.run(R"({"r":{"l":[ 1 ]}})").body(), R"({"r":{"l":[ 1 ]}})");
  EXPECT_EQ(engine.run(R"({"t":"x","r":{"l":[ 1 ]}})").body(),
            R"({"t":"x","r":{"l":[ 1 ]},"response":{"g":{"s":"x","l":[ 1 ]}}})");
  EXPECT_EQ(engine.run(R"({"t":"x","r":7,"response":{"g":{"l":null}}})").body(),
            R"({"t":"x","r":7,"response":{"g":{"l":null,"s":"x"}}})");
  EXPECT_EQ(engine.run(R"({"t":"x","r":{"l":[1]},"response":{"g":{"l":null}}})").body(),
            R"({"t":"x","r":{"l":[1]},"response":{"g":{"l":[1],"s":"x"}}})");
}

TEST(Fields, HoldAsMuchAsTheLimit) {
  ImageSketch sketch;
  const Number field = sketch.field("f", FieldKind::items, FieldDefault::null);
  for (std::size_t i = 0; i < limits::max_collected; ++i) {
    sketch.emit(Opcode::add_item, sketch.text(std::to_string(i)), field);
  }
  note_opcodes(sketch.builder.instructions);
  Engine engine(sketch.finish());
  EXPECT_EQ(engine.run("{}").kind(), OutcomeKind::answered);
}

}  // namespace
}  // namespace lintel::test
