// SPDX-License-Identifier: Apache-2.0
// How much a book of phrases holds: what just fits is learned, what does not empties the book, and
// what was not learned takes no room.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/runtime/learning_reader.h"

namespace lintel::test {
namespace {

std::string with(std::string_view members) {
  return R"({"triggerSource":"Test_a",)" + std::string(members) + "}";
}

const std::string usual = with(R"("userName":"x")");

std::string repeated(std::size_t times, std::string_view text, std::string_view last = {}) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result + std::string(last);
}

// Its bytes are those of one phrase.
std::string of_size(std::size_t size) {
  const std::string rest = with("\"\":null");
  return with("\"" + std::string(size - rest.size(), 'n') + "\":null");
}

class RoomForPhrases : public testing::Test {
 protected:
  LearningReader reader_{ImageSketch({{"userName", ReadAs::text},
                                      {"r.f", ReadAs::flag},
                                      {"r.l", ReadAs::array},
                                      {"r.m", ReadAs::object}})
                             .finish()};

  bool learns(std::string_view event) { return reader_.book().learn(event); }
  std::uint32_t edition() { return reader_.reader().edition(); }

  // Whether a book that holds the usual event has room for this one too. If not, the book is
  // emptied, and holds all that an empty one does.
  bool has_room_for(const std::string& event) {
    reader_.forget();
    EXPECT_TRUE(learns(usual));
    const std::uint32_t before = edition();
    const bool has_learned = learns(event);
    EXPECT_EQ(edition() == before, has_learned) << event;
    if (!has_learned) {
      EXPECT_TRUE(learns(event));
    }
    EXPECT_TRUE(reader_.reads_by_phrases(event)) << event;
    return has_learned;
  }
};

TEST_F(RoomForPhrases, IsOfSoManyBytes) {
  constexpr std::size_t all = 8192;
  EXPECT_TRUE(learns(of_size(all)));
  EXPECT_FALSE(learns(usual));  // and the book is empty
  EXPECT_TRUE(learns(usual));
  reader_.forget();
  EXPECT_FALSE(learns(of_size(all + 1)));
  EXPECT_TRUE(learns(of_size(all)));
  const std::size_t left = all - (usual.size() - 1);  // its text is no phrase
  EXPECT_TRUE(has_room_for(of_size(left)));
  EXPECT_FALSE(has_room_for(of_size(left + 1)));
  EXPECT_FALSE(has_room_for(of_size(all)));
}

TEST_F(RoomForPhrases, IsForSoManyOfThem) {
  const auto texts = [](std::size_t count) {
    std::string members;
    for (std::size_t i = 0; i < count; ++i) {
      members += (i == 0 ? "\"n" : ",\"n") + std::to_string(i) + "\":\"x\"";
    }
    return with(members);
  };
  // One before each text; the last one is that of the usual event.
  EXPECT_TRUE(has_room_for(texts(126)));
  EXPECT_FALSE(has_room_for(texts(127)));
  reader_.forget();
  EXPECT_TRUE(learns(texts(127)));
  EXPECT_FALSE(learns(texts(128)));
}

TEST_F(RoomForPhrases, IsForSoManyMembersOfResponses) {
  const auto members = [](std::size_t count) {
    return with("\"response\":{" + repeated(count - 1, "\"m\":null,", "\"m\":null}"));
  };
  EXPECT_TRUE(has_room_for(members(64)));
  reader_.forget();
  EXPECT_FALSE(learns(members(65)));
  EXPECT_FALSE(learns(members(65)));
  // Events with two each: those that find no room make it.
  for (int i = 0; i < 100; ++i) {
    const std::string name = "\"m" + std::to_string(i) + "\":null";
    const std::string event = with("\"response\":{" + name + "," + name + "}");
    EXPECT_TRUE(learns(event) || learns(event)) << i;
    EXPECT_TRUE(reader_.reads_by_phrases(event)) << i;
  }
}

TEST_F(RoomForPhrases, IsForSoManyPlaces) {
  // One is that of the event, and one that around it.
  const auto nested = [](std::size_t levels, std::string_view open, std::string_view close) {
    return with("\"x\":" + repeated(levels, open, "null") + repeated(levels, close));
  };
  EXPECT_TRUE(has_room_for(nested(30, "{\"x\":", "}")));
  EXPECT_TRUE(has_room_for(nested(30, "[", "]")));
  reader_.forget();
  EXPECT_TRUE(learns(usual));
  EXPECT_FALSE(learns(nested(31, "{\"x\":", "}")));
  EXPECT_FALSE(learns(nested(31, "[", "]")));
  EXPECT_TRUE(learns(usual));  // the book is empty
  // One place, however often something stands there.
  EXPECT_TRUE(has_room_for(with(repeated(50, "\"x\":[],\"y\":{},", "\"z\":[[],[]]"))));
}

// Whatever asks for the action that finds no room.
TEST_F(RoomForPhrases, IsForSoManyActions) {
  struct Last {
    std::string_view members;  // behind those of r
    std::size_t actions;
  };
  for (const Last& last :
       {Last{R"("f":null})", 1}, Last{R"("f":true})", 2}, Last{R"("l":[]})", 3},
        Last{R"("m":{}})", 3}, Last{R"("x":[]},"version":"1")", 1}, Last{R"("x":[]},"r":{})", 1}}) {
    for (std::size_t nulls = 115; nulls < 130; ++nulls) {
      const std::string event = with("\"r\":{" + repeated(nulls, "\"f\":null,", last.members));
      reader_.forget();
      EXPECT_TRUE(learns(usual));
      const std::uint32_t before = edition();
      const std::size_t actions = 1 + 2 + nulls + last.actions;  // of sources, and of r
      EXPECT_EQ(learns(event), actions <= 128) << actions << last.members;
      EXPECT_EQ(edition() == before, actions <= 128) << actions << last.members;
    }
  }
}

// What cannot be learned, and what is known, takes none of it.
TEST_F(RoomForPhrases, IsLeftByWhatIsNotLearned) {
  EXPECT_TRUE(learns(usual));
  const std::uint32_t before = edition();
  const std::string objects = with("\"x\":" + repeated(25, "{\"x\":", "1") + repeated(25, "}"));
  const std::string lists = with("\"x\":" + repeated(25, "[", "1") + repeated(25, "]"));
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(learns(objects));
    EXPECT_FALSE(learns(lists));
  }
  for (int i = 0; i < 20; ++i) {
    const std::string flags = "\"r\":{" + repeated(10, "\"f\":true,", "\"m\":{}}");
    EXPECT_TRUE(learns(with(flags + ",\"a\":\"x\",\"n" + std::to_string(i) + "\":\"x\"")));
  }
  EXPECT_EQ(edition(), before);
  EXPECT_TRUE(reader_.reads_by_phrases(usual));
}

// Nothing of what it held is found again in a book that was emptied.
TEST_F(RoomForPhrases, IsNewInAnEmptiedBook) {
  const auto three = [](int number) {
    std::string members;
    for (const char* letter : {"a", "b", "c"}) {
      members += std::string(letter == std::string_view("a") ? "\"" : ",\"") + letter +
                 std::to_string(number) + "\":\"x\"";
    }
    return with(members);
  };
  const std::uint32_t before = edition();
  int number = 0;
  while (edition() < before + 3) {
    ASSERT_LT(number, 1000);
    learns(three(number++));
    const std::string next = three(number++);
    EXPECT_TRUE(learns(next) || learns(next));
    EXPECT_TRUE(reader_.reads_by_phrases(next));
    EXPECT_FALSE(reader_.reads_by_phrases(three(number++) + " "));
  }
}

}  // namespace
}  // namespace lintel::test
