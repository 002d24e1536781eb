// SPDX-License-Identifier: Apache-2.0
// What the reader takes for an event, what it refuses and where, and what it puts into the slots.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "runtime/limits.h"
#include "tests/runtime/image_sketch.h"

namespace lintel::test {
namespace {

// Shows the slots of a plan with each way to read.
class Reader : public testing::Test {
 protected:
  static Bytes image() {
    ImageSketch sketch({{"t", ReadAs::text},
                        {"r.a.t", ReadAs::text},
                        {"r.a.f", ReadAs::flag},
                        {"r.m", ReadAs::object},
                        {"r.m.t", ReadAs::text}});
    for (const char* path : {"t", "r.a.t", "r.a.f", "r.m", "r.m.t"}) {
      const Number slot = sketch.slot(path);
      const auto kind = static_cast<Kind>(sketch.builder.registers[slot]);
      if (kind != Kind::object) {
        sketch.show(slot, kind);
      } else {
        const Number size = sketch.reg(Kind::integer);
        sketch.emit(Opcode::size_object, size, slot);
        sketch.show(size, Kind::integer);
      }
    }
    return sketch.finish();
  }

  // t, r.a.t, r.a.f, size of r.m, r.m.t; "-" if absent. Or what the fault says.
  std::string read(std::string_view event) {
    std::string result;
    for (const std::string& text : engine_.logs(event)) {
      result += (text == "absent" ? "-" : text) + "|";
    }
    result.pop_back();
    return result;
  }

  Outcome run(std::string_view event) { return engine_.run(event); }

  void expect_fault(std::string_view event, FaultKind kind, std::size_t offset) {
    const Outcome outcome = run(event);
    ASSERT_EQ(outcome.kind(), OutcomeKind::fault) << event;
    EXPECT_EQ(outcome.fault().message(), (Fault{kind, 0, {}, {}}.message())) << event;
    EXPECT_EQ(outcome.fault().offset, offset) << event;
  }

  Engine engine_{image()};
};

TEST_F(Reader, FindsTheFieldsOfThePlan) {
  EXPECT_EQ(read(R"({"t":"x","r":{"a":{"t":"y","f":true},"m":{"t":"z","u":[]}}})"), "x|y|true|2|z");
  EXPECT_EQ(read(R"({})"), "-|-|-|0|-");
  EXPECT_EQ(read(R"({"r":null})"), "-|-|-|0|-");
  EXPECT_EQ(read(R"({"r":{"a":null,"m":null}})"), "-|-|-|0|-");
  // Names of the plan elsewhere mean nothing.
  EXPECT_EQ(read(R"({"x":{"t":"x"},"r":{"t":"x","a":{"a":{"t":"x"},"r":{}}}})"), "-|-|-|0|-");
  EXPECT_EQ(read(" \t\r\n{ \"t\" : \"x\" , \"r\" : { } } \n"), "x|-|-|0|-");
}

TEST_F(Reader, TakesScalarsAsText) {
  EXPECT_EQ(read(R"({"t":12})"), "12|-|-|0|-");
  EXPECT_EQ(read(R"({"t":-0.5e+3 })"), "-0.5e+3|-|-|0|-");
  EXPECT_EQ(read(R"({"t":true})"), "true|-|-|0|-");
  EXPECT_EQ(read(R"({"t":false})"), "false|-|-|0|-");
  EXPECT_EQ(read(R"({"t":null})"), "-|-|-|0|-");
  EXPECT_EQ(read(R"({"t":""})"), "|-|-|0|-");
}

TEST_F(Reader, TakesFlagsInAnyLetterCase) {
  const auto flag = [this](std::string_view value) {
    return read(R"({"r":{"a":{"f":)" + std::string(value) + "}}}");
  };
  for (const char* yes : {"true", R"("true")", R"("TRUE")", R"("True")", R"("\u0074rue")"}) {
    EXPECT_EQ(flag(yes), "-|-|true|0|-") << yes;
  }
  for (const char* no : {"false", R"("false")", R"("FaLsE")"}) {
    EXPECT_EQ(flag(no), "-|-|false|0|-") << no;
  }
  for (const char* other : {"null", "1", "0", R"("")", R"("yes")", R"("true ")", R"("tru")"}) {
    EXPECT_EQ(flag(other), "-|-|-|0|-") << other;
  }
}

TEST_F(Reader, ResolvesEscapes) {
  EXPECT_EQ(read(R"({"t":"\"\\\/\b\f\n\r\t\u00e9\u20AC\ud83d\ude00"})"),
            "\"\\/\b\f\n\r\t\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80|-|-|0|-");
  EXPECT_EQ(read(R"({"\u0074":"x","\u0072":{"\u0061":{"t":"y"}}})"), "x|y|-|0|-");
  EXPECT_EQ(read(R"({"t":"\u0000"})"), std::string("\0|-|-|0|-", 9));
  EXPECT_EQ(read(R"({"t\u0000":"x"})"), "-|-|-|0|-");
}

TEST_F(Reader, OfRepeatedNamesTheLastCounts) {
  EXPECT_EQ(read(R"({"t":"a","t":"b"})"), "b|-|-|0|-");
  EXPECT_EQ(read(R"({"t":"a","t":null})"), "-|-|-|0|-");
  EXPECT_EQ(read(R"({"t":"a","\u0074":"b"})"), "b|-|-|0|-");
  EXPECT_EQ(read(R"({"r":{"a":{"t":"x","f":true}},"r":{"a":{"f":false}}})"), "-|-|false|0|-");
  EXPECT_EQ(read(R"({"r":{"a":{"t":"x"},"m":{"t":"y"}},"r":null})"), "-|-|-|0|-");
  EXPECT_EQ(read(R"({"r":{"m":{"t":"y"},"m":{}}})"), "-|-|-|0|-");
  // A wrong type that does not count is none, whichever way it is replaced.
  EXPECT_EQ(read(R"({"t":[],"t":"b"})"), "b|-|-|0|-");
  EXPECT_EQ(read(R"({"r":{"a":{"t":{}}},"r":{"a":{"t":"x"}}})"), "-|x|-|0|-");
  EXPECT_EQ(read(R"({"r":5,"r":{"a":{"t":"x"}}})"), "-|x|-|0|-");
  EXPECT_EQ(read(R"({"r":{"a":7},"r":null})"), "-|-|-|0|-");
  EXPECT_EQ(read(R"({"t":"b","t":[]})"),
            "fault: t: a field has another type than Cognito's contract says: expected text, found "
            "a list (byte 13)");
}

TEST_F(Reader, SaysWhichFieldHasAWrongType) {
  const auto fault = [](std::string_view path, std::string_view detail, int byte) {
    return "fault: " + std::string(path) +
           ": a field has another type than Cognito's contract says: " + std::string(detail) +
           " (byte " + std::to_string(byte) + ")";
  };
  EXPECT_EQ(read(R"({"t":{}})"), fault("t", "expected text, found an object", 5));
  EXPECT_EQ(read(R"({"r":{"a":{"f":[]}}})"),
            fault("r.a.f", "expected true or false, found a list", 15));
  EXPECT_EQ(read(R"({"r":{"a":{"f":{}}}})"),
            fault("r.a.f", "expected true or false, found an object", 15));
  EXPECT_EQ(read(R"({"r":"x"})"), fault("r", "expected an object, found text", 5));
  EXPECT_EQ(read(R"({"r":1})"), fault("r", "expected an object, found a number", 5));
  EXPECT_EQ(read(R"({"r":true})"), fault("r", "expected an object, found true or false", 5));
  EXPECT_EQ(read(R"({"r":{"m":[]}})"), fault("r.m", "expected an object, found a list", 10));
  // The first in the event.
  EXPECT_EQ(read(R"({"r":{"a":[]},"t":[]})"), fault("r.a", "expected an object, found a list", 10));
  // One level of what is wrong is checked as JSON all the same.
  expect_fault(R"({"t":[1,]})", FaultKind::event_malformed, 8);
}

struct Refused {
  std::string_view event;
  FaultKind kind;
  std::size_t offset;
};

TEST_F(Reader, RefusesWhatIsNotJson) {
  using enum FaultKind;
  constexpr Refused cases[] = {
      {"", event_truncated, 0},
      {" ", event_truncated, 1},
      {"\xef\xbb\xbf", event_truncated, 3},
      {"\xef\xbb\xbf\xef\xbb\xbf{}", event_malformed, 3},
      {"x", event_malformed, 0},
      {"[]", event_not_object, 0},
      {" \"x\"", event_not_object, 1},
      {"12", event_not_object, 0},
      {"null", event_not_object, 0},
      {"{} x", event_malformed, 3},
      {"{}{}", event_malformed, 2},
      {"{},", event_malformed, 2},
      {"{,}", event_malformed, 1},
      {R"({"a":1,})", event_malformed, 7},
      {R"({"a":1 "b":2})", event_malformed, 7},
      {R"({"a" 1})", event_malformed, 5},
      {R"({a:1})", event_malformed, 1},
      {R"({'a':1})", event_malformed, 1},
      {R"({"a":[1,]})", event_malformed, 8},
      {R"({"a":[,1]})", event_malformed, 6},
      {R"({"a":[1 2]})", event_malformed, 8},
      {R"({"a":[1}})", event_malformed, 7},
      {R"({"a":{"b":1]})", event_malformed, 11},
      {R"({"a":01})", event_malformed, 6},
      {R"({"a":-})", event_malformed, 6},
      {R"({"a":+1})", event_malformed, 5},
      {R"({"a":.5})", event_malformed, 5},
      {R"({"a":1.})", event_malformed, 7},
      {R"({"a":1e})", event_malformed, 7},
      {R"({"a":1e+})", event_malformed, 8},
      {R"({"a":0x1})", event_malformed, 6},
      {R"({"a":NaN})", event_malformed, 5},
      {R"({"a":Infinity})", event_malformed, 5},
      {R"({"a":tru})", event_malformed, 8},
      {R"({"a":truex})", event_malformed, 9},
      {R"({"a":nul})", event_malformed, 8},
      {R"({"a":True})", event_malformed, 5},
      {"{\"a\":\"\n\"}", event_malformed, 6},
      {"{\"a\":\"\x1f\"}", event_malformed, 6},
      {"{\"a\x01\":1}", event_malformed, 3},
      {R"({"a":"\x"})", event_malformed, 7},
      {R"({"a":"\u12g4"})", event_malformed, 10},
      {R"({"a":"\ud800"})", event_malformed, 6},
      {R"({"a":"\ud800x"})", event_malformed, 6},
      {R"({"a":"\ud800\n"})", event_malformed, 6},
      {R"({"a":"\ud800\u0041"})", event_malformed, 6},
      {R"({"a":"\udc00"})", event_malformed, 6},
      {R"({"a":"\udc00\ud800"})", event_malformed, 6},
      {R"({"\ud800":1})", event_malformed, 2},
      {R"({"t":"\ud800"})", event_malformed, 6},
      {"{\"a\":\"\x80\"}", event_encoding, 6},
      {"{\"a\":\"\xc0\xaf\"}", event_encoding, 6},
      {"{\"a\":\"\xc1\xbf\"}", event_encoding, 6},
      {"{\"a\":\"\xe0\x9f\xbf\"}", event_encoding, 6},
      {"{\"a\":\"\xed\xa0\x80\"}", event_encoding, 6},
      {"{\"a\":\"\xf0\x8f\xbf\xbf\"}", event_encoding, 6},
      {"{\"a\":\"\xf4\x90\x80\x80\"}", event_encoding, 6},
      {"{\"a\":\"\xf5\x80\x80\x80\"}", event_encoding, 6},
      {"{\"a\":\"\xc3\"}", event_encoding, 6},
      {"{\"a\":\"\xe2\x82\"}", event_encoding, 6},
      {"{\"a\":\"0123456789012345678\xff\"}", event_encoding, 25},
      {"{\"\xff\":1}", event_encoding, 2},
      {"{\"t\":\"\xff\"}", event_encoding, 6},
      {"{\xff}", event_malformed, 1},
      {"{\"a\":\"\xe2\x82", event_truncated, 8},
      {R"({"a":"\ud83d\)", event_truncated, 13},
      {R"({"a":"\)", event_truncated, 7},
      {std::string_view("{\0}", 3), event_malformed, 1},
      {std::string_view("{}\0", 3), event_malformed, 2},
  };
  for (const Refused& c : cases) expect_fault(c.event, c.kind, c.offset);
}

TEST_F(Reader, TakesAllOfUnicode) {
  for (const std::string_view text :
       {"\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
        "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_EQ(read("{\"t\":\"" + std::string(text) + "\"}"), std::string(text) + "|-|-|0|-");
  }
}

constexpr std::string_view full =
    "{\"t\":\"\\u00e9\\ud83d\\ude00\xe2\x82\xac\",\"x\":[1.5e-3,true,false,null,[],{}],"
    "\"r\":{\"a\":{\"t\":-0,\"f\":\"true\"},\"m\":{\"t\":\"z\"}},\"response\":{\"a\":null}}";

TEST_F(Reader, CutOffAnywhereTheEventIsTruncated) {
  EXPECT_EQ(read(full), "é😀€|-0|true|1|z");
  for (std::size_t size = 0; size < full.size(); ++size) {
    // A copy of its own, so that a step past the end is seen.
    const std::vector<char> event(full.begin(), full.begin() + static_cast<std::ptrdiff_t>(size));
    expect_fault({event.data(), size}, FaultKind::event_truncated, size);
  }
}

TEST_F(Reader, PassesOverAByteOrderMark) {
  EXPECT_EQ(read("\xef\xbb\xbf{\"t\":\"x\"}"), "x|-|-|0|-");
  EXPECT_EQ(run("\xef\xbb\xbf {} ").body(), " {} ");
  expect_fault("\xef\xbb\xbf{\"t\":x}", FaultKind::event_malformed, 8);
}

std::string nested(std::size_t depth, bool lists) {
  std::string event = "{\"x\":";
  for (std::size_t i = 1; i < depth; ++i) event += lists ? "[" : "{\"x\":";
  event += "1";
  for (std::size_t i = 1; i < depth; ++i) event += lists ? "]" : "}";
  return event + "}";
}

TEST_F(Reader, StopsAtTheLimitOfDepth) {
  for (const bool lists : {true, false}) {
    EXPECT_EQ(run(nested(limits::max_event_depth, lists)).kind(), OutcomeKind::answered);
    const Outcome deep = run(nested(limits::max_event_depth + 1, lists));
    ASSERT_EQ(deep.kind(), OutcomeKind::fault);
    EXPECT_EQ(deep.fault().kind, FaultKind::event_too_deep);
  }
}

TEST_F(Reader, StopsAtTheLimitOfSize) {
  const std::string_view head = R"({"t":"x","y":")";
  const std::string_view tail = R"("})";
  std::string event(head);
  event.resize(limits::max_event_bytes - tail.size(), 'a');
  event += tail;
  ASSERT_EQ(event.size(), limits::max_event_bytes);
  EXPECT_EQ(read(event), "x|-|-|0|-");
  event += " ";
  expect_fault(event, FaultKind::event_too_large, limits::max_event_bytes);
}

TEST_F(Reader, NeedsRoomOnlyForTextsWithEscapes) {
  std::string plain(limits::text_arena_bytes + 1, 'a');
  EXPECT_EQ(run(R"({"t":")" + plain + "\"}").kind(), OutcomeKind::answered);
  const std::string fits = plain.substr(3) + R"(\n)";
  EXPECT_EQ(run(R"({"t":")" + fits + "\"}").kind(), OutcomeKind::answered);
  const Outcome outcome = run(R"({"t":"aa)" + fits + "\"}");
  ASSERT_EQ(outcome.kind(), OutcomeKind::fault);
  EXPECT_EQ(outcome.fault().kind, FaultKind::text_too_long);
  EXPECT_EQ(outcome.fault().path, "t");
}

// nlohmann::json accepts the same texts: strict RFC 8259, UTF-8 included.
TEST_F(Reader, AgreesWithAnotherReaderOnMutatedEvents) {
  constexpr std::string_view pieces[] = {"\"",
                                         "\\",
                                         "\\u",
                                         "\\ud83d",
                                         "\\ude00",
                                         "{",
                                         "}",
                                         "[",
                                         "]",
                                         ",",
                                         ":",
                                         "null",
                                         "true",
                                         "-",
                                         "0",
                                         "1e5",
                                         ".",
                                         "\x80",
                                         "\xc3\xa9",
                                         "\xe2\x82",
                                         "\xf0\x9f\x98\x80",
                                         "\xed\xa0\x80",
                                         "\n",
                                         "\x01",
                                         " ",
                                         "\"t\":",
                                         "\"r\":",
                                         "\xef\xbb\xbf"};
  std::mt19937 random(20240131);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  int accepted = 0;
  int refused = 0;
  for (int round = 0; round < 30000; ++round) {
    std::string event(full);
    for (std::size_t i = 1 + below(3); i > 0; --i) {
      const std::size_t at = below(event.size() + 1);
      const std::string_view piece = pieces[below(std::size(pieces))];
      switch (below(4)) {
        case 0: event.insert(at, piece); break;
        case 1: event.erase(at, 1 + below(3)); break;
        case 2: event.replace(at, 1 + below(3), piece); break;
        default:
          if (at < event.size()) event[at] = static_cast<char>(random());
      }
    }
    const Outcome outcome = run(event);
    // Types are no matter of JSON, and neither is what stands at the top.
    const bool is_fault = outcome.kind() == OutcomeKind::fault;
    if (is_fault && (outcome.fault().kind == FaultKind::event_not_object)) continue;
    const bool takes = !is_fault || outcome.fault().kind == FaultKind::wrong_type;
    ASSERT_EQ(takes, nlohmann::json::accept(event)) << event << "\n" << outcome.message();
    ++(takes ? accepted : refused);
  }
  EXPECT_GT(accepted, 1000);
  EXPECT_GT(refused, 1000);
}

}  // namespace
}  // namespace lintel::test
