// SPDX-License-Identifier: Apache-2.0
// When the reader learns the phrases of an event, when it reads by them, and what it knows then.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/limits.h"
#include "tests/runtime/learning_reader.h"

namespace lintel::test {
namespace {

using runtime::PhraseBook;
using runtime::Reading;

Bytes plan() {
  return ImageSketch({{"triggerSource", ReadAs::text}, {"t", ReadAs::text}}).finish();
}

std::string with(std::string_view members) {
  return R"({"triggerSource":"T_a",)" + std::string(members) + "}";
}

TEST(Lessons, WhiteSpaceBehindAnEventIsNoneOfIt) {
  LearningReader reader(plan());
  const std::string event = with(R"("t":"x")");
  EXPECT_FALSE(reader.reads_by_phrases(event));
  for (int byte = 0; byte < 256; ++byte) {
    const bool is_space = byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
    for (const std::size_t count : {1U, 2U}) {
      const std::string longer = event + std::string(count, static_cast<char>(byte));
      if (is_space) {
        EXPECT_TRUE(reader.reads_by_phrases(longer)) << byte;
      } else {
        EXPECT_FALSE(reader.read(longer)) << byte;
      }
    }
  }
  EXPECT_TRUE(reader.reads_by_phrases(event));
}

// How many useful events the reader needs until it reads one by its phrases, after useless ones.
int needed_after(int useless) {
  LearningReader reader(plan());
  for (int i = 0; i < useless; ++i) EXPECT_FALSE(reader.reads_by_phrases(with(R"("x":1)")));
  int needed = 1;
  while (!reader.reads_by_phrases(with(R"("t":"x")")) && needed < 10'000) ++needed;
  return needed;
}

// Each lesson in vain doubles the distance to the next one, and from 2,048 events on no more.
TEST(Lessons, BecomeRareWhereNothingIsLearned) {
  int lesson = 0;  // the number of the event that is learned from
  int distance = 1;
  for (int useless = 0; useless < 70; ++useless) {
    if (useless > lesson) {
      distance *= 2;
      lesson += distance;
    }
    EXPECT_EQ(needed_after(useless), lesson - useless + 2) << useless;
  }
  const int rare = 2 * 2048 - 2;
  EXPECT_EQ(needed_after(rare + 2000), 2048 - 2000 + 2);
}

// Having learned something, it looks at the next new event, and at every second one after another
// lesson in vain.
TEST(Lessons, AreNotRareWhereSomethingIsLearned) {
  LearningReader reader(plan());
  const std::string useless = with(R"("x":1)");
  for (int i = 0; i < 6; ++i) EXPECT_FALSE(reader.reads_by_phrases(useless));
  const auto learns_at_once = [&](std::string_view name) {
    const std::string event = with("\"" + std::string(name) + "\":\"x\"");
    EXPECT_FALSE(reader.reads_by_phrases(event));
    return reader.reads_by_phrases(event);
  };
  EXPECT_TRUE(learns_at_once("a"));
  EXPECT_TRUE(learns_at_once("b"));
  EXPECT_FALSE(reader.reads_by_phrases(useless));
  EXPECT_FALSE(learns_at_once("c"));
  EXPECT_TRUE(reader.reads_by_phrases(with(R"("c":"x")")));
  EXPECT_TRUE(learns_at_once("d"));
}

// Events whose offsets do not fit into phrases teach nothing.
TEST(Lessons, OfLongEvents) {
  const std::string usual = with(R"("t":"x")");
  const auto teaches = [&](std::size_t size) {
    LearningReader reader(plan());
    const std::string text(size - with(R"("t":"")").size(), 'x');
    EXPECT_FALSE(reader.reads_by_phrases(with(R"("t":")" + text + "\"")));
    return reader.reads_by_phrases(usual);
  };
  EXPECT_TRUE(teaches(PhraseBook::max_lesson_bytes));
  EXPECT_FALSE(teaches(PhraseBook::max_lesson_bytes + 1));
}

// What has been taken for a text before the phrases ended is taken once.
TEST(Lessons, GiveBackTheRoomOfEventsThatAreNewAtTheirEnd) {
  const std::string known = with(R"("t":"\u0041\u0042\u0043","x":"")");
  const std::string news = with(R"("t":"\u0041\u0042\u0043","y":"")");
  LearningReader reader(plan(), 18);
  EXPECT_FALSE(reader.reads_by_phrases(known));
  EXPECT_TRUE(reader.reads_by_phrases(known));
  const std::size_t used = reader.texts_used();
  EXPECT_TRUE(reader.read(news));
  EXPECT_EQ(reader.slot(1).text(), "ABC");
  EXPECT_EQ(reader.texts_used(), used);
}

// Nothing that phrases have said before they ended is held of an event.
TEST(Lessons, LeaveNothingOfAnEventThatIsNewAtItsEnd) {
  LearningReader reader(plan());
  EXPECT_FALSE(reader.reads_by_phrases(with(R"("t":"x","version":"1")")));
  EXPECT_TRUE(reader.reads_by_phrases(with(R"("t":"x","version":"1")")));
  ASSERT_TRUE(reader.read(R"({"triggerSource":"T_a","t":"x","triggerSource":"T_b","u":1})"));
  EXPECT_EQ(reader.reader().reading().kind, 0U);
  EXPECT_EQ(reader.reader().reading().source.text, "T_b");
}

// Events that are said to be of one kind have one source and one version, and events that differ in
// other things alone are of one kind.
TEST(Lessons, TellKindsOfEventsApart) {
  LearningReader reader(plan());
  std::vector<std::string> events;
  const char* const sources[] = {"T_a", "T_b", "T_c", "T_d", "T_e", "T_f"};
  for (const std::string first : sources) {
    for (const std::string second : sources) {
      events.push_back(R"({"t":"x","triggerSource":")" + first + R"(","t":"y","triggerSource":")" +
                       second + "\"}");
      events.push_back(R"({"version":")" + first + R"(","t":"x","triggerSource":")" + second +
                       R"(","t":"y"})");
      events.push_back(R"({"triggerSource":")" + first + R"(","t":"x","version":")" + second +
                       R"(","t":"y"})");
    }
  }
  for (const std::string& event : events) reader.book().learn(event);
  std::map<std::uint32_t, std::string> known;
  const std::uint32_t edition = reader.reader().edition();
  for (const std::string& event : events) {
    ASSERT_TRUE(reader.reads_by_phrases(event)) << event;
    const Reading& reading = reader.reader().reading();
    const std::string said =
        std::string(reading.source.text) + " " + std::string(reading.version.text);
    const std::string& before = known.emplace(reading.kind, said).first->second;
    EXPECT_EQ(before, said) << event;
    const std::uint32_t kind = reading.kind;
    std::string other = event;
    other.replace(other.find("\"x\""), 3, R"("\u0041z")");
    ASSERT_TRUE(reader.reads_by_phrases(other));
    EXPECT_EQ(reader.reader().reading().kind, kind);
  }
  EXPECT_EQ(reader.reader().edition(), edition);
}

// A kind is known whichever phrase the source stands in.
TEST(Lessons, KnowTheKindFromAnyPhrase) {
  for (std::size_t before = 0; before < 5; ++before) {
    LearningReader reader(plan());
    std::string event = "{";
    for (std::size_t i = 0; i < before; ++i) event += R"("t":"x",)";
    event += R"("triggerSource":"T_a"})";
    EXPECT_FALSE(reader.reads_by_phrases(event));
    EXPECT_TRUE(reader.reads_by_phrases(event)) << event;
  }
}

TEST(Lessons, NoteTheMembersOfTheResponse) {
  LearningReader reader(plan());
  const std::string event = with(R"("t":"x","response":{"a":null,"bcd":false})");
  EXPECT_FALSE(reader.reads_by_phrases(event));
  EXPECT_EQ(reader.reader().reading().response_members, nullptr);
  EXPECT_TRUE(reader.reads_by_phrases(event));
  const Reading& reading = reader.reader().reading();
  ASSERT_NE(reading.response_members, nullptr);
  ASSERT_EQ(reading.response_member_count, 2U);
  const char* const ends[] = {R"(a":null)", R"(bcd":false)"};
  for (std::size_t i = 0; i < 2; ++i) {
    const runtime::PhraseMember& member = reading.response_members[i];
    EXPECT_EQ(std::string_view(reading.phrase + member.name, reading.phrase + member.end), ends[i]);
  }
  const std::string null = with(R"("t":"x","response":null)");
  reader.book().learn(null);
  EXPECT_TRUE(reader.reads_by_phrases(null));
  EXPECT_EQ(reader.reader().reading().response_members, nullptr);
  EXPECT_EQ(reader.reader().reading().response, "null");
}

}  // namespace
}  // namespace lintel::test
