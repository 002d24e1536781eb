// SPDX-License-Identifier: Apache-2.0
// Fields of an answer among others: beside those of other programs, with names that end like
// theirs, in objects of the response that are none, and copied from what is no object.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <string_view>

#include "runtime/limits.h"
#include "tests/runtime/image_sketch.h"

namespace lintel::test {
namespace {

using enum Opcode;

constexpr FieldKind flag = FieldKind::flag;
constexpr FieldKind entries = FieldKind::entries;
constexpr FieldDefault as_it_came = FieldDefault::as_it_came;
constexpr FieldDefault copied = FieldDefault::copied;

std::string answer(const std::function<void(ImageSketch&)>& make, std::string_view event) {
  ImageSketch sketch;
  make(sketch);
  Engine engine(sketch.finish());
  const Outcome outcome = engine.run(event);
  if (outcome.kind() != OutcomeKind::fault) return std::string(outcome.body());
  return outcome.fault().kind == FaultKind::too_many_entries ? "too many"
         : outcome.fault().kind == FaultKind::nothing_left   ? "nothing left"
                                                             : "another fault";
}

// More members than entries may start from.
std::string too_many() {
  std::string members = "\"a\":1";
  for (std::size_t i = 0; i < limits::max_collected; ++i) members += ",\"a\":1";
  return "{" + members + "}";
}

// A flag beside them is set, but not the first one.
TEST(CopiedFields, StandWhereTheEventHasNone) {
  const auto beside = [](ImageSketch& s) {
    s.field("c", FieldKind::text, copied, "r.c");
    s.emit(set_flag, 0, s.field("f", flag, FieldDefault::no), 1);
  };
  EXPECT_EQ(answer(beside, R"({"r":{"c":"x"}})"),
            R"({"r":{"c":"x"},"response":{"c":"x","f":true}})");
  EXPECT_EQ(answer(beside,
                   " \n"
                   R"({"r":{"c":"x"}})"),
            " \n"
            R"({"r":{"c":"x"},"response":{"c":"x","f":true}})");
  EXPECT_EQ(answer(beside, R"({"r":{"c":"x"},"response":{"c":1}})"),
            R"({"r":{"c":"x"},"response":{"c":1,"f":true}})");
  EXPECT_EQ(answer(beside, R"({"r":{"c":"x"},"response":{"c":null}})"),
            R"({"r":{"c":"x"},"response":{"c":"x","f":true}})");
  EXPECT_EQ(answer(beside, R"({"r":[{"c":"x"}]})"), R"({"r":[{"c":"x"}],"response":{"f":true}})");
  EXPECT_EQ(answer(beside, R"({"r":"{}"})"), R"({"r":"{}","response":{"f":true}})");
}

TEST(CopiedFields, AreWhatTheyAreSetToWhateverTheEventHas) {
  const auto make = [](ImageSketch& s) {
    s.emit(set_flag, 0, s.field("c", flag, copied, "r.c"), 1);
  };
  EXPECT_EQ(answer(make, R"({"r":{"c":"x"},"response":{"c":1}})"),
            R"({"r":{"c":"x"},"response":{"c":true}})");
}

TEST(CopiedFields, StandBesideFieldsOfTheirOwnObjectAlone) {
  const auto make = [](ImageSketch& s) {
    s.field("c", FieldKind::text, copied, "r.c");
    s.field("g.h.c", FieldKind::text, copied, "r.c");
    s.emit(set_flag, 0, s.field("g.f", flag, FieldDefault::no), 1);
  };
  EXPECT_EQ(answer(make, R"({"r":{"c":"x"},"response":{"c":null}})"),
            R"({"r":{"c":"x"},"response":{"c":null,"g":{"f":true}}})");
}

// The names of other fields end as the member does, or as an object of fields.
TEST(FieldsOfObjects, AreToldFromOthers) {
  const auto make = [](ImageSketch& s) {
    s.field("xxh", flag, FieldDefault::no);
    s.field("g.h", flag, FieldDefault::yes);
    s.field("k.m", flag, as_it_came);
  };
  EXPECT_EQ(answer(make, R"({"response":{"g":{"h":1},"h":2}})"),
            R"({"response":{"g":{"h":true},"h":2,"xxh":false}})");
  EXPECT_EQ(answer(make, R"({"response":{"xxh":1,"g":{}}})"),
            R"({"response":{"xxh":false,"g":{"h":true}}})");
  EXPECT_EQ(answer(make, R"({"response":{"g":{},"xxh":1,"g":7}})"),
            R"({"response":{"g":{"h":true},"xxh":false,"g":{"h":true}}})");
  // What is no object stays where no field below it is wanted.
  EXPECT_EQ(answer(make, R"({"response":{"k":7,"g":7}})"),
            R"({"response":{"k":7,"g":{"h":true},"xxh":false}})");
  EXPECT_EQ(answer(make, R"({"response":{"k":{"m":1},"g":{"h":null}}})"),
            R"({"response":{"k":{"m":1},"g":{"h":true},"xxh":false}})");
}

// However their objects are made: all at once, and each once.
TEST(FieldsOfObjects, AreAddedOnce) {
  const auto make = [](ImageSketch& s) {
    for (const char* path : {"a.b.c", "a.d", "e", "a.b.f", "a.g.h"}) {
      s.field(path, flag, FieldDefault::no);
    }
  };
  const std::string all =
      R"({"a":{"b":{"c":false,"f":false},"d":false,"g":{"h":false}},"e":false})";
  EXPECT_EQ(answer(make, "{}"), R"({"response":)" + all + "}");
  EXPECT_EQ(
      answer(make, R"({"response":{"a":{"b":[]}}})"),
      R"({"response":{"a":{"b":{"c":false,"f":false},"d":false,"g":{"h":false}},"e":false}})");
  EXPECT_EQ(answer(make, R"({"response":{"e":1,"a":null,"a":{"g":{"h":2},"g":{}}}})"),
            R"({"response":{"e":false,"a":{"b":{"c":false,"f":false},"d":false,"g":{"h":false}},)"
            R"("a":{"g":{"h":false},"g":{"h":false},"b":{"c":false,"f":false},"d":false}}})");
}

// Rows of keys that are dropped or kept have the path of the entries, and stand before them.
TEST(EntriesOfAnswers, TakeThePlaceOfTheMember) {
  const auto make = [](ImageSketch& s) {
    s.field("e", FieldKind::dropped, as_it_came);
    s.field("e", FieldKind::kept, as_it_came);
    const Number field = s.field("e", entries, as_it_came, "r.a");
    s.emit(set_entry, s.text("k"), field, s.text("v"));
  };
  EXPECT_EQ(answer(make, R"({"response":{"e":{"old":1},"x":2}})"),
            R"({"response":{"e":{"k":"v"},"x":2}})");
  EXPECT_EQ(answer(make, R"({"r":{"a":{"b":1}},"response":{"e":null}})"),
            R"({"r":{"a":{"b":1}},"response":{"e":{"b":1,"k":"v"}}})");
}

TEST(EntriesOfAnswers, TakeNothingFromLists) {
  const auto make = [](ImageSketch& s) {
    s.emit(set_entry, s.text("k"), s.field("e", entries, as_it_came, "a b"), s.text("v"));
  };
  for (const std::string_view list :
       {R"(["x"])", R"(["x","y"])", "[]", R"([{"x":1}])", "\"x\"", "7", "true", "null"}) {
    const std::string event = "{\"a\":" + std::string(list);
    EXPECT_EQ(answer(make, event + "}"), event + R"(,"response":{"e":{"k":"v"}}})");
    EXPECT_EQ(answer(make, event + R"(,"b":{"x":1}})"),
              event + R"(,"b":{"x":1},"response":{"e":{"x":1,"k":"v"}}})");
  }
}

// What other fields list has nothing to do with them.
TEST(EntriesOfAnswers, DropOnlyWhatIsDroppedFromThem) {
  const auto make = [](ImageSketch& s) {
    for (const char* path : {"i", "j"}) {
      s.emit(add_item, s.text("x"), s.field(path, FieldKind::items, as_it_came));
    }
    s.emit(set_entry, s.text("k"), s.field("e", entries, as_it_came, "a"), s.text("v"));
  };
  EXPECT_EQ(answer(make, R"({"a":{"x":1}})"),
            R"({"a":{"x":1},"response":{"i":["x"],"j":["x"],"e":{"x":1,"k":"v"}}})");
}

TEST(EntriesOfAnswers, AreCountedOnlyIfTheyAreSet) {
  const std::string event = "{\"a\":" + too_many() + ",\"n\":{\"x\":null}}";
  const auto set = [](ImageSketch& s) {
    s.emit(set_entry, s.text("k"), s.field("e", entries, as_it_came, "a"), s.text("v"));
  };
  EXPECT_EQ(answer(set, event), "too many");
  // Not the entries that are not set, nor what others are copied from.
  const auto beside = [](ImageSketch& s) {
    s.field("e", entries, as_it_came, "a");
    s.field("c", flag, copied, "n");
    s.emit(set_null, 0, s.field("d", FieldKind::text, copied, "n"));
    s.emit(set_null, 0, s.field("o", FieldKind::text, copied, "a"));
  };
  EXPECT_EQ(answer(beside, event), event.substr(0, event.size() - 1) +
                                       R"(,"response":{"c":{"x":null},"d":null,"o":null}})");
  // Of which nothing is left there must have been some.
  const auto dropped = [](std::string_view from) {
    return [from](ImageSketch& s) {
      s.field("e", entries, as_it_came, from);
      s.emit(add_item, s.text("a"), s.field("e", FieldKind::dropped, as_it_came));
    };
  };
  EXPECT_EQ(answer(dropped("b"), R"({"b":{"a":1}})"), "nothing left");
  EXPECT_EQ(answer(dropped("b"), "{}"), R"({"response":{"e":{}}})");
  EXPECT_EQ(answer(dropped(""), "{}"), R"({"response":{"e":{}}})");
}

// It is not each with each of a large object.
TEST(EntriesOfAnswers, AreRefusedAtOnceIfThereAreTooMany) {
  std::string event = R"({"a":{"n":1)";
  for (int i = 0; i < 100'000; ++i) event += ",\"n" + std::to_string(i) + "\":1";
  const auto make = [](ImageSketch& s) {
    s.emit(set_entry, s.text("k"), s.field("e", entries, as_it_came, "a"), s.text("v"));
  };
  EXPECT_EQ(answer(make, event + "}}"), "too many");
}

// Keys that are dropped are those of entries: another field of the path is not set by them.
TEST(EntriesOfAnswers, AloneAreSetByWhatIsDropped) {
  const auto make = [](ImageSketch& s) {
    s.emit(add_item, s.text("a"), s.field("e", FieldKind::dropped, as_it_came));
    s.field("e", flag, as_it_came);
    s.field("f", flag, FieldDefault::no);
  };
  EXPECT_EQ(answer(make, "{}"), R"({"response":{"f":false}})");
}

// Programs of two sources; what the first one has set is gone when the other one is run, also where
// the other one has fewer fields.
std::string answer_after(const std::function<void(ImageSketch&)>& first,
                         const std::function<void(ImageSketch&)>& second,
                         const std::string& event) {
  ImageSketch sketch;
  second(sketch);
  sketch.end_program();
  first(sketch);
  sketch.end_program();
  sketch.trigger("Test", {{"second", 0}, {"first", 1}});
  Engine engine(sketch.finish());
  engine.run(R"({"triggerSource":"Test_first"})");
  const std::string head = R"({"triggerSource":"Test_second",)";
  const std::string body(engine.run(head + event + "}").body());
  return body.substr(head.size(), body.size() - head.size() - 1);
}

TEST(FieldsOfPrograms, StandAloneWhatOthersHaveSet) {
  const auto set_second = [](std::string_view path, FieldKind kind, std::string_view from = {}) {
    return [=](ImageSketch& s) {
      s.field(path, kind, as_it_came, from);
      s.emit(set_flag, 0, s.field("y", flag, as_it_came), 1);
    };
  };
  const auto only = [](std::string_view path, FieldKind kind, FieldDefault unset,
                       std::string_view from) {
    return [=](ImageSketch& s) { s.field(path, kind, unset, from); };
  };
  const std::string event = R"("r":{"a":{"x":"1"}})";
  EXPECT_EQ(answer_after(set_second("e", FieldKind::dropped), only("e", entries, as_it_came, "r.a"),
                         event),
            event);
  EXPECT_EQ(answer_after(set_second("d", flag), only("c", FieldKind::text, copied, "r.a"), event),
            event);
  const std::string large = "\"r\":" + too_many();
  EXPECT_EQ(answer_after(set_second("e", entries, "r"), only("f", flag, as_it_came, {}), large),
            large);
}

// Two that want one name, which rules do not have: the first one gets the member.
TEST(FieldsOfPrograms, OfOneNameAreWrittenOneAfterTheOther) {
  ImageSketch sketch;
  sketch.field("a", flag, FieldDefault::no);
  sketch.field("a", flag, FieldDefault::yes);
  Engine engine(sketch.finish());
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(engine.run(R"({"triggerSource":"Test_a","response":{"a":null,"b":null}})").body(),
              R"({"triggerSource":"Test_a","response":{"a":false,"b":null,"a":true}})");
  }
}

}  // namespace
}  // namespace lintel::test
