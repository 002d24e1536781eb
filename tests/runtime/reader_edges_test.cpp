// SPDX-License-Identifier: Apache-2.0
// The reader alone: what it puts into the slots and notes of an event, whether it knows the phrases
// of the event or not; and how it comes to know them.
#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/limits.h"
#include "tests/runtime/fence.h"
#include "tests/runtime/learning_reader.h"

namespace lintel::test {
namespace {

using runtime::Cell;
using runtime::JsonType;
using runtime::Reading;

const std::vector<std::pair<std::string, ReadAs>> fields = {
    {"t", ReadAs::text},   {"f", ReadAs::flag},   {"i", ReadAs::integer},
    {"n", ReadAs::number}, {"l", ReadAs::array},  {"m", ReadAs::object},
    {"m.t", ReadAs::text}, {"r.f", ReadAs::flag}, {"r.t", ReadAs::text}};

std::string slots_of(const LearningReader& reader) {
  std::string all;
  for (std::size_t i = 0; i < reader.slot_count(); ++i) {
    const Cell& cell = reader.slot(i);
    all += i == 0 ? "" : "|";
    if (!cell.present()) {
      all += cell.state == runtime::State::absent ? "-" : "?";
    } else if (fields[i].second == ReadAs::number) {
      all += std::to_string(cell.real);
    } else if (fields[i].second == ReadAs::flag || fields[i].second == ReadAs::integer) {
      all += std::to_string(cell.number);
    } else {
      all += cell.text();
    }
  }
  return all;
}

// What is known of an event behind the slots, with places as offsets.
std::string notes_of(const Reading& reading) {
  std::string all;
  const auto add = [&](const char* at) { all += std::to_string(at - reading.begin) + " "; };
  all += std::to_string(static_cast<int>(reading.source_type)) + " ";
  if (reading.source_type == JsonType::text) all.append(reading.source.text);
  if (reading.source_type != JsonType::nothing) add(reading.source_at);
  all += std::to_string(static_cast<int>(reading.version_type)) + " ";
  if (reading.version_type != JsonType::nothing) {
    all.append(reading.version.text);
    add(reading.version_at);
  }
  if (reading.response.data() != nullptr) {
    all.append(reading.response);
    add(reading.response.data());
  }
  add(reading.last_member_end);
  return all + (reading.has_members ? "members" : "none");
}

std::string read_by(LearningReader& reader, std::string_view event) {
  if (reader.read(event)) return slots_of(reader);
  const Fault& fault = reader.reader().fault();
  std::string all(fault.message());
  return all + "; " + std::string(fault.path) + "; " + std::string(fault.detail) + "; " +
         std::to_string(fault.offset);
}

struct Row {
  std::string_view event;
  std::string_view slots;
};

// Events that phrases can make up.
constexpr Row rows[] = {
    {R"({})", "-|-|-|-|-|-|-|-|-"},
    {R"({"t":"x"})", "x|-|-|-|-|-|-|-|-"},
    {R"({"t":"\u0041\n"})", "A\n|-|-|-|-|-|-|-|-"},
    {R"({"t":"x","t":null})", "-|-|-|-|-|-|-|-|-"},
    {R"({"t":null,"t":"x"})", "x|-|-|-|-|-|-|-|-"},
    {R"({"t":true,"u":"","f":true})", "true|1|-|-|-|-|-|-|-"},
    {R"({"t":false,"u":"","f":false})", "false|0|-|-|-|-|-|-|-"},
    {R"({"f":"TRUE"})", "-|1|-|-|-|-|-|-|-"},
    {R"({"f":"\u0046alse"})", "-|0|-|-|-|-|-|-|-"},
    {R"({"f":true,"f":"yes"})", "-|-|-|-|-|-|-|-|-"},
    {R"({"f":"true","f":null})", "-|-|-|-|-|-|-|-|-"},
    {R"({"l":[],"m":{}})", "-|-|-|-|[]|{}|-|-|-"},
    {R"({"l":["a",["b"]],"m":{"t":"x","u":[{}]}})",
     R"(-|-|-|-|["a",["b"]]|{"t":"x","u":[{}]}|x|-|-)"},
    {R"({"m":{"t":"x"},"m":{}})", "-|-|-|-|-|{}|-|-|-"},
    {R"({"m":{"t":"x"},"m":null})", "-|-|-|-|-|-|-|-|-"},
    {R"({"r":{"f":true,"t":"y"},"r":{"t":"z"}})", "-|-|-|-|-|-|-|-|z"},
    {R"({"r":{"f":"false","t":null}})", "-|-|-|-|-|-|-|0|-"},
    {R"({"r":null,"n":null,"i":null})", "-|-|-|-|-|-|-|-|-"},
    {R"({"u":{"t":"x"},"r":{"r":{"t":"x"}}})", "-|-|-|-|-|-|-|-|-"},
};

// The same with members of the runtime itself around them, whose places are noted.
std::vector<std::string> around(std::string_view event) {
  std::string inside(event.substr(1, event.size() - 2));
  if (!inside.empty()) inside += ",";
  std::vector<std::string> all;
  for (const std::string_view last :
       {R"("u":"")", R"("triggerSource":"T_a")", R"("triggerSource":"T_a","triggerSource":"T_b")",
        R"("version":"1","x":"","version":"2")", R"("response":{})", R"("response":null)",
        R"("response":{"a":null,"b":true},"triggerSource":"T_a","y":"z")"}) {
    all.push_back("{" + inside + std::string(last) + "}");
  }
  return all;
}

TEST(ReaderEdges, KnownPhrasesAndNewOnesSayTheSame) {
  Fence fence(512);
  LearningReader knows(ImageSketch(fields).finish());
  LearningReader learns(ImageSketch(fields).finish());
  for (const Row& row : rows) {
    LearningReader fresh(ImageSketch(fields).finish());
    EXPECT_EQ(read_by(fresh, fence.before(row.event)), row.slots) << row.event;
    for (const std::string& event : around(row.event)) {
      const std::string_view fenced = fence.before(event);
      fresh.forget();
      EXPECT_EQ(read_by(fresh, fenced), row.slots) << event;
      const std::string notes = notes_of(fresh.reader().reading());
      knows.book().learn(fenced);
      for (LearningReader* const reader : {&knows, &learns, &learns, &learns}) {
        EXPECT_EQ(read_by(*reader, fenced), row.slots) << event;
        EXPECT_EQ(notes_of(reader->reader().reading()), notes) << event;
        EXPECT_EQ(reader->texts_used(), fresh.texts_used()) << event;
      }
    }
  }
}

TEST(ReaderEdges, PhrasesHideNoFault) {
  struct Fails {
    std::string_view lesson;
    std::string_view event;
  };
  constexpr std::string_view text = R"({"t":"x"})";
  const Fails fails[] = {
      {text, "{\"t\":\"\x01\"}"},
      {text, "{\"t\":\"\xff\"}"},
      {text, R"({"t":"\x"})"},
      {text, R"({"t":"\ud800"})"},
      {text, R"({"t":"x"}})"},
      {text, R"({"t":"x")"},
      {text, R"({"t":"x)"},
      {text, R"({"t":")"},
      {text, R"({"t":"x"}")"},
      {text, R"({"t":\"x"})"},
      {R"({"i":null})", R"({"i":true})"},
      {R"({"r":{"f":true}})", R"({"r":true})"},
      {R"({"l":["x"]})", R"({"l":"x"})"},
      {R"({"m":{"t":"x"}})", R"({"m":"x"})"},
  };
  for (const Fails& row : fails) {
    LearningReader fresh(ImageSketch(fields).finish());
    const std::string wanted = read_by(fresh, row.event);
    EXPECT_NE(wanted.find("; "), std::string::npos) << wanted;
    LearningReader knows(ImageSketch(fields).finish());
    EXPECT_TRUE(knows.book().learn(row.lesson));
    EXPECT_EQ(read_by(knows, row.event), wanted) << row.event;
    EXPECT_EQ(read_by(knows, row.lesson), read_by(fresh, row.lesson)) << row.event;
  }
}

// A text where a number is wanted is told by phrases, too.
TEST(ReaderEdges, WrongTypesAreToldByPhrases) {
  LearningReader reader(ImageSketch(fields).finish());
  const std::string_view event = R"({"t":"a","n":"b","i":"c"})";
  const std::string first = read_by(reader, event);
  EXPECT_NE(first.find("; n; expected a number, found text; 13"), std::string::npos) << first;
  EXPECT_EQ(read_by(reader, event), first);
  EXPECT_EQ(read_by(reader, event), first);
  EXPECT_EQ(read_by(reader, R"({"t":"a","n":"b","n":null})"), "a|-|-|-|-|-|-|-|-");
}

TEST(ReaderEdges, NumbersAndWhatIsNone) {
  constexpr Row values[] = {
      {R"({"i":-7,"n":0.5})", "-|-|-7|0.500000|-|-|-|-|-"},
      {R"({"f":1})", "-|-|-|-|-|-|-|-|-"},
      {R"({"f":0})", "-|-|-|-|-|-|-|-|-"},
      {R"({"t":1})", "1|-|-|-|-|-|-|-|-"},
      {R"({"l":[1, 2],"m":{"t":3}})", R"(-|-|-|-|[1, 2]|{"t":3}|3|-|-)"},
  };
  Fence fence(64);
  for (const Row& row : values) {
    LearningReader reader(ImageSketch(fields).finish());
    EXPECT_EQ(read_by(reader, fence.before(row.event)), row.slots) << row.event;
  }
}

std::string fault_of(LearningReader& reader, std::string_view event) {
  EXPECT_FALSE(reader.read(event)) << event.substr(0, 100);
  const Fault& fault = reader.reader().fault();
  const char* const kind = fault.kind == FaultKind::event_truncated    ? "truncated "
                           : fault.kind == FaultKind::event_malformed  ? "malformed "
                           : fault.kind == FaultKind::event_not_object ? "no object "
                           : fault.kind == FaultKind::event_too_deep   ? "too deep "
                           : fault.kind == FaultKind::event_too_large  ? "too large "
                                                                       : "another ";
  return kind + std::to_string(fault.offset);
}

// One reader for all: no event leaves anything to the next one.
TEST(ReaderEdges, FaultsAndTheirPlaces) {
  constexpr Row faults[] = {
      {"", "truncated 0"},
      {" ", "truncated 1"},
      {" \t\r\n", "truncated 4"},
      {":", "malformed 0"},
      {"x", "malformed 0"},
      {"1", "no object 0"},
      {"[]", "no object 0"},
      {" \"x\"", "no object 1"},
      {"{} x", "malformed 3"},
      {"{}{", "malformed 2"},
      {"{} ,", "malformed 3"},
      {R"({"r":{"f":tru}})", "malformed 13"},
      {R"({"r":{"t":"\x"}})", "malformed 12"},
      {R"({"t":"\ud800"})", "malformed 6"},
      {R"({"m":{"t":{"x":[}}})", "malformed 16"},
      {R"({"m":{"t":"x"})", "truncated 14"},
      {R"({"triggerSource":"T_a)", "truncated 21"},
      {R"({"triggerSource":"T\_a"})", "malformed 20"},
      {R"({"version":[1)", "truncated 13"},
  };
  Fence fence(64);
  LearningReader reader(ImageSketch(fields).finish());
  for (const Row& row : faults) {
    EXPECT_EQ(fault_of(reader, row.event), row.slots) << row.event;
    EXPECT_EQ(fault_of(reader, fence.before(row.event)), row.slots) << row.event;
    EXPECT_EQ(fault_of(reader, fence.behind(row.event)), row.slots) << row.event;
    EXPECT_EQ(read_by(reader, R"({"t":"x"})"), "x|-|-|-|-|-|-|-|-");
    reader.forget();
  }
}

// Only the size of an event that is too large is looked at.
TEST(ReaderEdges, TheLargestEvent) {
  const std::string text(limits::max_event_bytes + 1, 'x');
  LearningReader reader(ImageSketch(fields).finish());
  EXPECT_EQ(fault_of(reader, text), "too large " + std::to_string(limits::max_event_bytes));
  EXPECT_EQ(fault_of(reader, std::string_view(text).substr(1)), "malformed 0");
}

TEST(ReaderEdges, ThePlanMayBeDeeperThanEvents) {
  constexpr std::size_t most = limits::max_event_depth;
  std::string path = "a";
  for (std::size_t i = 0; i < most + 2; ++i) path += ".a";
  LearningReader reader(ImageSketch({{path, ReadAs::text}}).finish());
  const auto nested = [](std::size_t depth) {
    std::string event = "{}";
    for (std::size_t i = 1; i < depth; ++i) event = "{\"a\":" + event + "}";
    return event;
  };
  EXPECT_TRUE(reader.read(nested(most)));
  EXPECT_EQ(fault_of(reader, nested(most + 1)), "too deep " + std::to_string(5 * most));
  EXPECT_TRUE(reader.read(nested(most)));
}

// What stands where the source, the version or the response should.
TEST(ReaderEdges, NotesOfOtherTypes) {
  const auto notes = [](ReadAs read_as, std::string_view event) {
    LearningReader reader(ImageSketch({{"triggerSource", read_as}, {"version", read_as}}).finish());
    EXPECT_TRUE(reader.read(event)) << event;
    return notes_of(reader.reader().reading());
  };
  const std::string none = std::to_string(static_cast<int>(JsonType::nothing)) + " ";
  const std::string object = std::to_string(static_cast<int>(JsonType::object)) + " ";
  const std::string text = std::to_string(static_cast<int>(JsonType::text)) + " ";
  EXPECT_EQ(notes(ReadAs::text, "{}"), none + none + "1 none");
  EXPECT_EQ(notes(ReadAs::text, R"({"x":{}})"), none + none + "7 members");
  EXPECT_EQ(notes(ReadAs::object, R"({"triggerSource":{}})"), object + "17 " + none + "19 members");
  EXPECT_EQ(notes(ReadAs::object, R"({"version":{"x":1}})"), none + object + "11 18 members");
  EXPECT_EQ(notes(ReadAs::text, R"({"triggerSource":"T_a"})"),
            text + "T_a17 " + none + "22 members");
  EXPECT_EQ(notes(ReadAs::text, R"({"version":"1"})"), none + text + "111 14 members");
  EXPECT_EQ(notes(ReadAs::text, R"({"response":"x"})"), none + none + R"("x"12 15 members)");
  EXPECT_EQ(notes(ReadAs::text, R"({"response":"\n"} )"), none + none + R"("\n"12 16 members)");
  EXPECT_EQ(notes(ReadAs::text, R"({"response": 12 })"), none + none + "1213 15 members");
}

}  // namespace
}  // namespace lintel::test
