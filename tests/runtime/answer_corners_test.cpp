// SPDX-License-Identifier: Apache-2.0
// Conditions of writing answers that no other test decides both ways: entries that start from the
// event, keys that are dropped or kept, defaults, and answers that phrases make quick.
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "runtime/limits.h"
#include "tests/runtime/list_sketch.h"

namespace lintel::test {
namespace {

using enum Opcode;

// The field `e`, whose entries start from r.a and r.b; `drop` and `keep` are keys of those lists.
class Entries : public testing::Test {
 protected:
  struct Change {
    std::string set;
    std::string drop;
    std::string keep;
  };

  static Outcome run(Engine& engine, std::string_view event) { return engine.run(event); }

  static Bytes image(const Change& change) {
    ImageSketch s;
    const Number dropped = s.field("e", FieldKind::dropped, FieldDefault::as_it_came);
    const Number kept = s.field("e", FieldKind::kept, FieldDefault::as_it_came);
    s.field("f", FieldKind::items, FieldDefault::as_it_came);
    const Number entries =
        s.field("e", FieldKind::entries, FieldDefault::as_it_came, "r.a r.b r.c");
    s.field("g", FieldKind::kept, FieldDefault::as_it_came);
    const Number others = s.field("o", FieldKind::entries, FieldDefault::as_it_came, "r.a");
    s.field("p", FieldKind::entries, FieldDefault::null);
    if (!change.set.empty()) s.emit(set_entry, s.text(change.set), entries, s.text("new"));
    if (!change.drop.empty()) s.emit(add_item, s.text(change.drop), dropped);
    if (!change.keep.empty()) s.emit(add_item, s.text(change.keep), kept);
    if (change.set == "both") s.emit(set_entry, s.text("q"), others, s.text("r"));
    return s.finish();
  }

  // The response's `e` and what follows it, or what the fault says.
  static std::string answer(const Change& change, const std::string& request) {
    const std::string event = "{\"r\":" + request + "}";
    Engine engine(image(change));
    const Outcome outcome = engine.run(event);
    if (outcome.kind() == OutcomeKind::fault) return "fault: " + std::string(outcome.message());
    const std::string body(outcome.body());
    const std::string_view before = ",\"response\":";
    const std::size_t at = event.size() - 1;
    EXPECT_EQ(body.substr(at, before.size()), before) << body;
    return body.substr(at + before.size(), body.size() - at - before.size() - 1);
  }
};

constexpr const char* request =
    R"({"a":{"x":"1","y":null,"z":2,"z":3},"b":{"x":"9","w":"5","y":"6"}})";

TEST_F(Entries, StartFromTheEvent) {
  EXPECT_EQ(answer({"n", "", ""}, request),
            R"({"e":{"x":"1","z":3,"w":"5","y":"6","n":"new"},"p":null})");
  EXPECT_EQ(answer({"x", "", ""}, request), R"({"e":{"z":3,"w":"5","y":"6","x":"new"},"p":null})");
  EXPECT_EQ(answer({"both", "", ""}, R"({"a":{"x":"1"}})"),
            R"({"e":{"x":"1","both":"new"},"o":{"x":"1","q":"r"},"p":null})");
}

TEST_F(Entries, WithoutWhatIsDropped) {
  EXPECT_EQ(answer({"", "x", ""}, request), R"({"e":{"z":3,"w":"5","y":"6"},"p":null})");
  EXPECT_EQ(answer({"", "v", ""}, request), R"({"e":{"x":"1","z":3,"w":"5","y":"6"},"p":null})");
}

TEST_F(Entries, WithNothingButWhatIsKept) {
  EXPECT_EQ(answer({"", "", "w"}, request), R"({"e":{"w":"5"},"p":null})");
  EXPECT_EQ(answer({"n", "", "w"}, request), R"({"e":{"w":"5","n":"new"},"p":null})");
  EXPECT_EQ(answer({"", "w", "w"}, request).substr(0, 6), "fault:");
  EXPECT_EQ(answer({"", "", "v"}, request).substr(0, 6), "fault:");
}

TEST_F(Entries, OfTheFirstSourceThatHasThem) {
  EXPECT_EQ(answer({"n", "", ""}, R"({"a":[1],"b":{"x":"1","x":"2"}})"),
            R"({"e":{"x":"2","n":"new"},"p":null})");
  EXPECT_EQ(answer({"n", "", ""}, R"({"a":{"x":"1"},"b":{"y":"2"},"c":{"x":"3","y":"4","z":"5"}})"),
            R"({"e":{"x":"1","y":"2","z":"5","n":"new"},"p":null})");
}

// Names are what they stand for, however they are written.
TEST_F(Entries, OfNamesWithEscapes) {
  EXPECT_EQ(answer({"n", "", ""}, R"({"a":{"\u0078":"1","x":"2","y":"3","\u0079":"4"}})"),
            R"({"e":{"x":"2","\u0079":"4","n":"new"},"p":null})");
  EXPECT_EQ(answer({"n", "", ""}, R"({"a":{"\u0078":"1"},"b":{"x":"2","\u0078\u0079":"3"}})"),
            R"({"e":{"\u0078":"1","\u0078\u0079":"3","n":"new"},"p":null})");
  EXPECT_EQ(answer({"\\", "", ""}, R"({"a":{"\\":"1","\u005c":"2"}})"),
            R"({"e":{"\\":"new"},"p":null})");
}

TEST_F(Entries, OfSourcesThatAreNotThere) {
  EXPECT_EQ(answer({"n", "", ""}, "{}"), R"({"e":{"n":"new"},"p":null})");
  EXPECT_EQ(answer({"n", "", ""}, R"({"b":{"x":"1"}})"), R"({"e":{"x":"1","n":"new"},"p":null})");
  EXPECT_EQ(answer({"n", "", ""}, R"({"a":{"x":"1"},"b":[]})"),
            R"({"e":{"x":"1","n":"new"},"p":null})");
  EXPECT_EQ(answer({"n", "", ""}, R"({"a":null,"b":{"x":"1"}})"),
            R"({"e":{"x":"1","n":"new"},"p":null})");
  EXPECT_EQ(answer({"", "x", ""}, "{}"), R"({"e":{},"p":null})");
  EXPECT_EQ(answer({"", "x", ""}, R"({"b":7})"), R"({"e":{},"p":null})");
}

TEST_F(Entries, AsManyAsTheLimit) {
  const auto with = [](std::size_t count) {
    std::string members;
    for (std::size_t i = 0; i < count; ++i) members += "\"k\":null,";
    return answer({"n", "", ""}, "{\"a\":{" + members + "\"x\":\"1\"}}").substr(0, 6);
  };
  EXPECT_EQ(with(limits::max_collected - 1), "{\"e\":{");
  EXPECT_EQ(with(limits::max_collected), "fault:");
}

TEST_F(Entries, AreNotTouchedWithoutAChange) {
  Engine engine(image({}));
  EXPECT_EQ(engine.run(R"({"response":{"e":1,"f":2,"o":3}})").body(),
            R"({"response":{"e":1,"f":2,"o":3,"p":null}})");
}

// What an answer collects is full, and what is no text is passed over.
TEST(Collected, HasALimitForEachWayIn) {
  const auto fault = [](const std::function<void(ImageSketch&, Number, Number)>& add) {
    ImageSketch s({{"o", ReadAs::object}, {"l", ReadAs::array}});
    const Number items = s.field("i", FieldKind::items, FieldDefault::null);
    const Number entries = s.field("e", FieldKind::entries, FieldDefault::null);
    const Number element = s.reg(Kind::integer);
    const Number text = s.reg(Kind::text);
    loop_over(s, next, counted(s, limits::max_collected), element, 0, [&] {
      s.emit(integer_to_text, text, element);
      s.emit(add_item, text, items);
    });
    add(s, items, entries);
    Engine engine(s.finish());
    return engine.run(R"({"o":{"k":"v"},"l":["v"]})").fault().kind;
  };
  const auto full = FaultKind::too_many_entries;
  EXPECT_EQ(fault([](auto& s, auto items, auto) { s.emit(add_items, text_list(s, {"x"}), items); }),
            full);
  EXPECT_EQ(fault([](auto& s, auto items, auto) { s.emit(add_items, s.slot("l"), items); }), full);
  EXPECT_EQ(fault([](auto& s, auto, auto entries) { s.emit(set_entries, s.slot("o"), entries); }),
            full);
  EXPECT_EQ(fault([](auto& s, auto, auto entries) {
              const Number map = s.reg(Kind::map);
              s.emit(start_map, map, 1);
              s.emit(put, map, s.text("k"), s.text("v"));
              s.emit(set_entries, map, entries);
            }),
            full);
}

TEST(Collected, LooksAtSoManyNamesOfAnObjectAlone) {
  ImageSketch s({{"o", ReadAs::object}});
  s.emit(set_entries, s.slot("o"), s.field("e", FieldKind::entries, FieldDefault::null));
  Engine engine(s.finish());
  const auto with = [&](std::size_t count) {
    std::string members = "\"k\":null";
    for (std::size_t i = 1; i < count; ++i) members += ",\"k\":null";
    return engine.run("{\"o\":{" + members + "}}").kind();
  };
  EXPECT_EQ(with(limits::max_collected), OutcomeKind::answered);
  EXPECT_EQ(with(limits::max_collected + 1), OutcomeKind::fault);
}

// What was set before the object stays; of a name that comes twice in it the last value counts.
TEST(Collected, KeepsWhatWasThere) {
  ImageSketch s({{"o", ReadAs::object}});
  const Number entries = s.field("e", FieldKind::entries, FieldDefault::null);
  s.emit(set_entry, s.text("a"), entries, s.text("set"));
  s.emit(set_entries, s.slot("o"), entries);
  Engine engine(s.finish());
  const std::string event = R"({"o":{"a":"1","b":"2","b":"3","c":"4","c":null,"d":null,"d":"5"}})";
  EXPECT_EQ(engine.run(event).body(), event.substr(0, event.size() - 1) +
                                          R"(,"response":{"e":{"a":"set","b":"3","d":"5"}}})");
}

TEST(Collected, TakesNothingFromOtherKinds) {
  ImageSketch s({{"l", ReadAs::array}, {"t", ReadAs::text}});
  const Number items = s.field("i", FieldKind::items, FieldDefault::null);
  const Number entries = s.field("e", FieldKind::entries, FieldDefault::null);
  s.emit(add_items, s.integer(1), items);
  s.emit(add_items, s.slot("l"), items);
  s.emit(add_items, counted(s, 3), items);
  s.emit(set_entries, s.integer(1), entries);
  s.emit(set_entry, s.text("k"), entries, s.text("v"));
  s.emit(add_item, s.text("k"), items);
  Engine engine(s.finish());
  EXPECT_EQ(engine.run(R"({"l":[[]]})").body(),
            R"({"l":[[]],"response":{"i":["k"],"e":{"k":"v"}}})");
  EXPECT_EQ(engine.run(R"({"l":["a","b"]})").body(),
            R"({"l":["a","b"],"response":{"i":["a","b","k"],"e":{"k":"v"}}})");
}

// Each kind of value as an entry, and as JSON.
TEST(Collected, ValuesOfEachKindAreWritten) {
  ImageSketch s;
  const Number entries = s.field("e", FieldKind::entries, FieldDefault::null);
  auto& b = s.builder;
  const Number texts = b.list(Kind::text, {b.string("a"), b.string("\"")});
  const Number numbers = b.list(Kind::number, {b.integer(0), b.integer(0x3ff8000000000000)});
  const Number both = b.map(Kind::table, {b.string("x"), b.string("y")}, {texts, numbers});
  const auto set = [&](std::string_view key, Number value) {
    s.emit(set_entry, s.text(key), entries, value);
  };
  set("table", s.table(both));
  for (const Kind kind : {Kind::list, Kind::map}) {
    const Number value = s.reg(kind);
    s.emit(unpack, value, s.table(kind == Kind::list ? texts : both));
    set(kind == Kind::list ? "list" : "map", value);
  }
  const Number array = s.reg(Kind::array);
  s.emit(parse_array, array, s.text("[1]"));
  set("array", array);
  const Number time = s.reg(Kind::time);
  s.emit(load_time, time, b.integer(9), b.integer(1));
  set("time", time);
  const Number infinite = s.reg(Kind::number);
  s.emit(load_number, infinite, b.integer(0x7ff0000000000000));
  set("number", infinite);
  Engine engine(s.finish());
  EXPECT_EQ(engine.run("{}").body(),
            R"({"response":{"e":{"table":{"x":["a","\""],"y":[0,1.5]},"list":["a","\""],)"
            R"("map":{"x":["a","\""],"y":[0,1.5]},"array":[1],"time":9,"number":null}}})");
}

TEST(FieldCorners, AreCopiedFromWhereTheirRowSays) {
  ImageSketch s;
  const Number flag = s.field("f", FieldKind::flag, FieldDefault::no);
  s.field("c", FieldKind::text, FieldDefault::copied, "r.c");
  s.field("d", FieldKind::text, FieldDefault::copied);
  s.field("k", FieldKind::text, FieldDefault::as_it_came);
  s.field("n.m", FieldKind::flag, FieldDefault::as_it_came);
  s.emit(set_flag, 0, flag, 1);
  Engine engine(s.finish());
  EXPECT_EQ(engine.run(R"({"r":{"c":"x"}})").body(),
            R"({"r":{"c":"x"},"response":{"f":true,"c":"x"}})");
  EXPECT_EQ(engine.run(R"({"r":{"c":null}})").body(), R"({"r":{"c":null},"response":{"f":true}})");
  EXPECT_EQ(engine.run(R"({"response":{"c":1,"d":null,"k":2,"n":{"m":3},"f":0}})").body(),
            R"({"response":{"c":1,"d":null,"k":2,"n":{"m":3},"f":true}})");
}

TEST(FieldCorners, StandInTheObjectsOfTheirPaths) {
  ImageSketch s;
  const Number deep = s.field("g.h", FieldKind::flag, FieldDefault::as_it_came);
  const Number flat = s.field("h", FieldKind::flag, FieldDefault::no);
  const Number other = s.field("i.h", FieldKind::flag, FieldDefault::yes);
  s.emit(set_flag, 0, deep, 1);
  s.emit(set_flag, 0, flat, 1);
  s.emit(set_null, 0, other);
  Engine engine(s.finish());
  EXPECT_EQ(engine.run(R"({"response":{"i":{"x":1},"h":0,"g":{"h":2,"i":3}}})").body(),
            R"({"response":{"i":{"x":1,"h":null},"h":true,"g":{"h":true,"i":3}}})");
}

// Answers of events that were read by their phrases; the first one is read by the scanner.
class Quick : public testing::Test {
 protected:
  static std::string twice(Engine& engine, std::string_view event) {
    const std::string first(engine.run(event).body());
    for (int i = 0; i < 3; ++i) EXPECT_EQ(engine.run(event).body(), first) << event;
    return first;
  }
  static std::string event(std::string_view response) {
    return R"({"triggerSource":"Test_a","userName":"x","response":)" + std::string(response) + "}";
  }
  static std::string response(Engine& engine, std::string_view given) {
    const std::string body = twice(engine, event(given));
    const std::size_t begin = event("").size() - 1;
    return body.substr(begin, body.size() - begin - 1);
  }
};

TEST_F(Quick, FieldsThatAreNotSetHaveTheirDefault) {
  ImageSketch s({{"triggerSource", ReadAs::text}, {"userName", ReadAs::text}});
  s.field("a_long_name", FieldKind::flag, FieldDefault::no);
  s.field("b", FieldKind::flag, FieldDefault::yes);
  s.field("c", FieldKind::text, FieldDefault::null);
  s.field("d", FieldKind::text, FieldDefault::as_it_came);
  const Number null = s.field("e", FieldKind::flag, FieldDefault::no);
  s.emit(set_null, 0, null);
  Engine engine(s.finish());
  EXPECT_EQ(response(engine, "{}"), R"({"a_long_name":false,"b":true,"c":null,"e":null})");
  EXPECT_EQ(response(engine, R"({"d":null,"e":true,"a":null})"),
            R"({"d":null,"e":null,"a":null,"a_long_name":false,"b":true,"c":null})");
  EXPECT_EQ(response(engine, R"({"a_long_name":true,"a_long_names":true})"),
            R"({"a_long_name":false,"a_long_names":true,"b":true,"c":null,"e":null})");
}

TEST_F(Quick, FieldsInObjectsAndManyFieldsAreWrittenAsEver) {
  ImageSketch nested({{"triggerSource", ReadAs::text}, {"userName", ReadAs::text}});
  nested.field("a.b", FieldKind::flag, FieldDefault::no);
  Engine in_object(nested.finish());
  EXPECT_EQ(response(in_object, "{}"), R"({"a":{"b":false}})");
  for (const int count : {16, 17}) {
    ImageSketch many({{"triggerSource", ReadAs::text}, {"userName", ReadAs::text}});
    std::string all;
    for (int i = 0; i < count; ++i) {
      many.field("f" + std::to_string(i), FieldKind::flag, FieldDefault::no);
      all += (i == 0 ? "\"f" : ",\"f") + std::to_string(i) + "\":false";
    }
    Engine engine(many.finish());
    EXPECT_EQ(response(engine, "{}"), "{" + all + "}");
  }
}

TEST_F(Quick, TextsThatMightNotFitAreWrittenAsEver) {
  ImageSketch s({{"triggerSource", ReadAs::text}, {"userName", ReadAs::text}});
  const Number field = s.field("f", FieldKind::text, FieldDefault::null);
  Number text = s.slot("userName");
  for (int i = 0; i < 4; ++i) {
    const Number longer = s.reg(Kind::text);
    s.emit(concat, longer, text, text);
    text = longer;
  }
  s.emit(set_text, text, field);
  Engine engine(s.finish());
  std::string members = "\"a\":null";
  for (int i = 0; i < 40; ++i) members += ",\"a\":null";
  const std::string user(8000, 'u');
  const std::string lesson =
      R"({"triggerSource":"Test_a","userName":")" + user + R"(","response":{)" + members + "}}";
  const std::string body = twice(engine, lesson);
  EXPECT_EQ(body.size(), lesson.size() + user.size() * 16 + std::string_view(",\"f\":\"\"").size());
}

}  // namespace
}  // namespace lintel::test
