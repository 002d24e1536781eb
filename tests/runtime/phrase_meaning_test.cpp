// SPDX-License-Identifier: Apache-2.0
// What is read by phrases means what the scanner says it means: for every lesson and every event of
// a list, and for what damage makes of them.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/runtime/fence.h"
#include "tests/runtime/learning_reader.h"
#include "tests/runtime/shown_reading.h"

namespace lintel::test {
namespace {

Bytes plan_image() {
  return ImageSketch({{"triggerSource", ReadAs::text},
                      {"userName", ReadAs::text},
                      {"r.f", ReadAs::flag},
                      {"r.i", ReadAs::integer},
                      {"r.l", ReadAs::array},
                      {"r.m", ReadAs::object},
                      {"r.m.t", ReadAs::text},
                      {"r.response", ReadAs::text},
                      {"r.version", ReadAs::text},
                      {"r.triggerSource", ReadAs::text}})
      .finish();
}

std::string with(std::string_view members) {
  return R"({"triggerSource":"Test_a",)" + std::string(members) + "}";
}

// The same names in other places, lists beside objects, objects in themselves.
const std::vector<std::string>& events() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> result;
    for (const std::string_view members : {
             R"("userName":"x","userName":"y")",
             R"("r":{"f":true,"l":["a","b"],"m":{"t":"x","u":"y","t":"z"}})",
             R"("r":{"l":[],"m":{},"f":"FALSE","i":null},"version":"1")",
             R"("r":{"response":"x","version":"y","triggerSource":"Test_b"})",
             R"("x":{"f":false,"userName":"z","t":"q","l":["c"],"version":"2","m":{"t":"w"}})",
             R"("r":{"m":{"t":"1","t":"2"},"f":false},"x":{"f":true,"t":"3","t":"4"})",
             R"("x":{},"response":{"a":null})",
             R"("response":{"a":null},"x":null,"y":true)",
             R"("response":{"a":true,"b":false},"response":{"c":null},"x":{})",
             R"("response":{},"response":null,"x":{"a":null})",
             R"("x":["a","b"],"y":{"b":"c","d":"e"},"z":["b","c"])",
             R"("y":{"b":"c","d":"e"},"x":["a"])",
             R"("a":{"a":"x","a":{"a":"y"}})",
             R"("a":{"a":"x","a":{"a":"y","a":{"a":"z"}}})",
             R"("x":[[["a"]],{"y":["z","z"]},"w",true],"x":[{"a":null},"b"])",
             R"("r":{"l":[{"f":true},"x",[null]],"f":null})",
         }) {
      result.push_back(with(members));
    }
    return result;
  }();
  return all;
}

TEST(PhrasesMean, TheSameWhateverWasLearned) {
  LearningReader reader(plan_image());
  for (const std::string& event : events()) {
    reader.forget();
    const std::string wanted = read(reader, event);
    for (const std::string& lesson : events()) {
      reader.forget();
      reader.read(lesson);
      EXPECT_EQ(read(reader, event), wanted) << "after " << lesson;
      EXPECT_EQ(read(reader, event), wanted) << "again, after " << lesson;
    }
  }
}

// A byte left out, or told twice, of each event; and its first bytes.
TEST(PhrasesMean, TheSameOfDamagedEvents) {
  LearningReader warm(plan_image());
  LearningReader cold(plan_image());
  for (int round = 0; round < 2; ++round) {
    for (const std::string& event : events()) warm.read(event);
  }
  const auto expect_same = [&](std::string_view event) {
    cold.forget();
    EXPECT_EQ(read(warm, event), read(cold, event)) << event;
  };
  for (const std::string& event : events()) {
    for (std::size_t at = 0; at < event.size(); ++at) {
      std::string damaged = event;
      expect_same(damaged.erase(at, 1));
      damaged = event;
      expect_same(damaged.insert(at, 1, damaged[at]));
      expect_same(std::string_view(event).substr(0, at));
    }
    expect_same(event + event);
    expect_same(event + ",");
  }
}

// What one event teaches is of use for others that hold other texts.
TEST(PhrasesMean, TextsOfListsAndObjectsAlike) {
  LearningReader reader(plan_image());
  for (const std::string& event : events()) {
    reader.forget();
    reader.read(event);
    EXPECT_TRUE(reader.reads_by_phrases(event)) << event;
  }
  reader.forget();
  reader.read(with(R"("x":["a","b"],"y":["c",["d"]],"z":{"a":"e"})"));
  EXPECT_TRUE(
      reader.reads_by_phrases(with(R"("x":["","f","g","h"],"y":["iii",["j"]],"z":{"a":"k"})")));
  EXPECT_FALSE(reader.reads_by_phrases(with(R"("x":["a","b"],"y":["c",["d"]],"z":{"f":"e"})")));
}

// Names with escapes are not learned, though they say the same.
TEST(PhrasesMean, NothingForNamesAndSourcesWithEscapes) {
  LearningReader reader(plan_image());
  for (const std::string_view event :
       {R"({"triggerSource":"Test_a","user\u004eame":"x"})", R"({"triggerSource":"Test\u005fa"})",
        R"({"triggerSource":"Test_a","version":"\u0031"})",
        R"({"triggerSource":"Test_a","\"":"x"})", R"({"triggerSource":"Test_\\"})"}) {
    EXPECT_FALSE(reader.book().learn(event)) << event;
    EXPECT_FALSE(reader.reads_by_phrases(event)) << event;
  }
  const std::string text_with_quotes = with(R"("userName":"\"","x":"\\\"\\","y":"z")");
  EXPECT_TRUE(reader.book().learn(text_with_quotes));
  EXPECT_TRUE(reader.reads_by_phrases(text_with_quotes));
  EXPECT_TRUE(reader.reads_by_phrases(with(R"("userName":"\\\\","x":"","y":"\"")")));
}

// Where the members of the last response stand.
TEST(PhrasesMean, MembersOfTheLastResponse) {
  LearningReader reader(plan_image());
  const auto members = [&](const std::string& event) {
    reader.read(event);
    EXPECT_TRUE(reader.reads_by_phrases(event)) << event;
    const runtime::Reading& reading = reader.reader().reading();
    if (reading.response_members == nullptr) return std::string("none");
    std::string result;
    for (std::size_t i = 0; i < reading.response_member_count; ++i) {
      const auto [name, end] = reading.response_members[i];
      result += std::string(reading.phrase + name, reading.phrase + end) + ";";
    }
    return result;
  };
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(members(with(R"("response":{})")), "");
    EXPECT_EQ(members(with(R"("response":{"a":null})")), "a\":null;");
    EXPECT_EQ(members(with(R"("response":{"a":null,"":true},"x":false)")), "a\":null;\":true;");
    EXPECT_EQ(members(with(R"("x":true,"response":{"a":true},"response":{"b":null,"c":null})")),
              "b\":null;c\":null;");
    EXPECT_EQ(members(with(R"("response":{"a":true},"response":{},"y":null)")), "");
    EXPECT_EQ(members(with(R"("response":{"a":true},"response":null)")), "none");
    EXPECT_EQ(members(with(R"("response":{"b":true},"x":"y","z":true)")), "b\":true;");
    reader.book().learn(with(R"("response":{"y":null,"z":null},"x":1)"));
  }
}

// Nothing is read behind an event, whatever is known to follow.
TEST(PhrasesMean, NothingBehindTheEvent) {
  LearningReader reader(plan_image());
  for (std::size_t size = 1; size < 200; ++size) {
    const std::string event =
        with(R"("userName":"x",")" + std::string(size, 'n') + R"(":null,"userName":"y")");
    const FencedCopy whole(event);
    reader.read(whole.text());
    EXPECT_TRUE(reader.reads_by_phrases(whole.text()));
    for (const std::size_t cut : {1U, 2U, 13U, 17U, 18U, 24U, 40U}) {
      const FencedCopy part(std::string_view(event).substr(0, event.size() - cut));
      EXPECT_FALSE(reader.read(part.text()));
    }
    if (size % 20 == 0) reader.forget();
  }
}

}  // namespace
}  // namespace lintel::test
