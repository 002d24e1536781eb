// SPDX-License-Identifier: Apache-2.0
// Texts between phrases: what is special in them, how long they are, where they end, and where the
// event does.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tests/runtime/phrase_walks.h"

namespace lintel::test {
namespace {

TEST(PhraseReaders, AreChosenForTheMachine) {
  EXPECT_EQ(runtime::phrase_reader(), ways().back().read);
}

// Each piece, whole and cut off, at each offset of more than two blocks.
std::vector<std::string> special_texts() {
  std::vector<std::string> pieces = {"",
                                     "\\\"",
                                     "\\\\",
                                     "\\/\\b\\f\\n\\r\\t",
                                     "\\u0041",
                                     "\\u00e9\"",
                                     "\\ud83d\\ude00",
                                     "\\ud83d\\u0041",
                                     "\\ud83d\\n",
                                     "\\ude00",
                                     "\\x",
                                     "\\u00g0",
                                     "\"",
                                     "\"\"\"",
                                     "\xc2\x80",
                                     "\xe2\x82\xac\\\"",
                                     "\xf0\x9f\x98\x80",
                                     "\xf4\x8f\xbf\xbf",
                                     "\xbf",
                                     "\xc1\xbf",
                                     "\xe0\x9f\xbf",
                                     "\xed\xa0\x80",
                                     "\xf0\x8f\xbf\xbf",
                                     "\xf4\x90\x80\x80",
                                     "\xf5\x80\x80\x80",
                                     "\xff",
                                     "\x7f",
                                     "!#[]^",  // beside those that are special
                                     std::string(1, '\0'),
                                     "\x01",
                                     "\x02",
                                     "\x0c",
                                     "\n",
                                     "\x12",
                                     "\x1c",
                                     "\x1f"};
  std::vector<std::string> texts;
  for (const std::string& piece : pieces) {
    for (std::size_t offset = 0; offset <= 70; ++offset) {
      const std::string head(offset, 'a');
      texts.push_back(head + piece + std::string(offset * 11 % 37, 'b'));
      if (piece.size() > 1) texts.push_back(head + piece.substr(0, piece.size() - 1));
    }
  }
  return texts;
}

TEST_F(PhraseWalks, OverSpecialTextsThatASlotTakes) { check_texts("t", special_texts()); }
TEST_F(PhraseWalks, OverSpecialTextsThatNoSlotTakes) { check_texts("x", special_texts()); }
TEST_F(PhraseWalks, OverSpecialTextsThatASlotTakesAsSomethingElse) {
  check_texts("f", special_texts());
}

TEST_F(PhraseWalks, OverEveryByteOfATextThatASlotTakes) {
  std::vector<std::string> texts;
  for (int byte = 0; byte < 256; ++byte) {
    for (const std::size_t offset : {0U, 15U, 16U, 31U, 32U, 40U}) {
      texts.push_back(std::string(offset, 'a') + static_cast<char>(byte) + "b");
    }
  }
  check_texts("t", texts);
}

// An odd one escapes the quote behind it, wherever the blocks begin.
TEST_F(PhraseWalks, OverRunsOfBackslashes) {
  std::vector<std::string> texts;
  for (std::size_t offset = 0; offset <= 33; ++offset) {
    for (std::size_t size = 0; size <= 70; ++size) {
      texts.push_back(std::string(offset, 'a') + std::string(size, '\\'));
    }
  }
  check_texts("t", texts);
}

TEST_F(PhraseWalks, OverLongRunsOfOtherCharacters) {
  std::vector<std::string> texts;
  for (const std::string_view character : {"\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80"}) {
    std::string run;
    for (std::size_t count = 0; count < 40; ++count, run += character) {
      for (const std::size_t offset : {0U, 1U, 30U, 31U, 32U}) {
        texts.push_back(std::string(offset, 'a') + run);
        texts.push_back(texts.back() + "\xa9");
      }
    }
  }
  check_texts("t", texts);
}

TEST_F(PhraseWalks, OverLongTexts) {
  teach({with(R"("t":"","x":"","z":"")")});
  for (const std::size_t size : {65534U, 65535U, 65536U, 65537U, 100'000U}) {
    const std::string text(size, 'a');
    for (int round = 0; round < 2; ++round) {
      ASSERT_EQ(see(with(R"("t":")" + text + R"(","x":")" + text + R"(","z":"")")),
                Seen::by_phrases);
    }
    ASSERT_EQ(see(with(R"("t":")" + text + "\n" + text + R"(","x":"","z":"")")), Seen::refused);
  }
}

// What comes behind a text is sought where the text would end if it were as long as the last one:
// that it is not, or has become so again, makes no difference.
TEST_F(PhraseWalks, OverTextsThatGrowAndShrink) {
  constexpr std::size_t sizes[] = {0, 1, 2, 16, 31, 32, 33, 63, 64, 65, 97, 130};
  for (const std::size_t tail : {0U, 40U}) {
    const auto event = [tail](std::size_t first, std::size_t second) {
      return with(R"("t":")" + std::string(first, 'a') + R"(","x":")" + std::string(second, 'b') +
                  R"(","m":{"t":")" + std::string(first, 'c') + R"("},"z":")" +
                  std::string(tail, 'd') + "\"");
    };
    teach({event(3, 3)});
    for (const std::size_t first : sizes) {
      for (const std::size_t second : sizes) {
        for (const bool is_first : {true, false}) {
          const std::string one = is_first ? event(first, second) : event(second, second);
          ASSERT_EQ(see(one), Seen::by_phrases) << one;
          ASSERT_EQ(see(one), Seen::by_phrases) << one;
        }
      }
    }
  }
}

TEST_F(PhraseWalks, OverEventsOfLessThanABlock) {
  teach({R"({"version":"1"})", R"({"version":"","t":""})", R"({"version":"","x":[""]})",
         R"({"version":"","f":"","t":"","x":""})"});
  EXPECT_EQ(see(R"({"version":"1"})"), Seen::by_phrases);
  EXPECT_EQ(see(R"({"version":"2"})"), Seen::scanned);
  EXPECT_EQ(see(R"({"version":"1")"), Seen::refused);
  for (std::size_t size = 0; size <= 40; ++size) {
    const std::string text(size, 'a');
    EXPECT_EQ(see(R"({"version":"","t":")" + text + "\"}"), Seen::by_phrases);
    EXPECT_EQ(see(R"({"version":"","x":[")" + text + "\"]}"), Seen::by_phrases);
    EXPECT_EQ(see(R"({"version":"","f":"","t":")" + text + R"(","x":""})"), Seen::by_phrases);
  }
}

// The fault is the scanner's, whatever of the event is missing, and if spaces stand there instead.
TEST_F(PhraseWalks, UpToTheEndOfCutOffEvents) {
  const std::string name(50, 'n');
  for (const std::size_t size : {0U, 7U, 40U}) {
    const std::string text(size, 'a');
    const std::string event = with(R"("t":")" + text + R"(\n","x":")" + text + R"(","f":"true",")" +
                                   name + R"(":["b",["c"]],"m":{"t":"\u00e9)" + text + "\"}");
    teach({event});
    ASSERT_EQ(see(event), Seen::by_phrases);
    for (const std::string behind : {"}", "\"", ",", "x", "{}"}) {
      ASSERT_EQ(see(event + behind), Seen::refused) << behind;
      ASSERT_EQ(see(event + std::string(70, ' ') + behind), Seen::refused) << behind;
    }
    for (std::size_t end = 0; end < event.size(); ++end) {
      const std::string start = event.substr(0, end);
      ASSERT_EQ(see(start), Seen::refused) << start;
      ASSERT_EQ(see(start + std::string(event.size() - end, ' ')), Seen::refused) << start;
      ASSERT_NE(see(start + "}"), Seen::variously) << start;
    }
  }
}

TEST_F(PhraseWalks, OverMadeUpEvents) {
  constexpr std::string_view pieces[] = {
      "a", "bc", "0123456789", "\xc3\xa9", "\\n", "\\\"", "\\u00e9", "{}:", "true", "\xe2\x82\xac"};
  constexpr std::string_view wrong[] = {"\\", "\x01", "\x80", "\xe2\x82", "\\ud800", "\\u12", "\""};
  constexpr std::string_view names[] = {"t", "x", "f", "z", "a longer name, of more than a block"};
  std::mt19937 random(20250711);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  int counts[4] = {};
  for (int round = 0; round < 4000; ++round) {
    std::string members;
    for (std::size_t left = 1 + below(6); left > 0; --left) {
      std::string text(below(3) == 0 ? below(80) : 0, 'p');
      for (std::size_t more = below(6); more > 0; --more) text += pieces[below(std::size(pieces))];
      if (below(40) == 0) text.insert(below(text.size() + 1), wrong[below(std::size(wrong))]);
      const std::string name(names[below(std::size(names))]);
      members += "\"" + name + (below(9) == 0 ? "\":null" : "\":\"" + text + "\"");
      if (left > 1) members += ",";
    }
    const std::string event = with(members);
    ++counts[static_cast<int>(see(event))];
  }
  EXPECT_EQ(counts[static_cast<int>(Seen::variously)], 0);
  EXPECT_GT(counts[static_cast<int>(Seen::by_phrases)], 2000);
  EXPECT_GT(counts[static_cast<int>(Seen::refused)], 100);
}

}  // namespace
}  // namespace lintel::test
