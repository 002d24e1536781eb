// SPDX-License-Identifier: Apache-2.0
// Which phrase stands where: one that differs in a byte is another, and the expected one need not
// come.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/runtime/phrase_walks.h"

namespace lintel::test {
namespace {

// Phrases of 6 bytes and more, each with one other byte at each place.
TEST_F(PhraseWalks, TakeNoPhraseForAnother) {
  for (std::size_t size = 6; size <= 140; ++size) {
    const std::string phrase = "\",\"" + std::string(size - 6, 'n') + "\":\"";
    const std::string start = R"({"triggerSource":"T_a","t":"x)";
    for (const std::size_t tail : {0U, 80U}) {
      const std::string event = start + phrase + std::string(tail, 'y') + "\"}";
      check_changes(event, start.size(), start.size() + size, tail == 0 || size < 70 ? 1 : 3);
    }
  }
}

// A phrase at every distance from the end of the event.
TEST_F(PhraseWalks, TakeNoPhraseForAnotherNearTheEnd) {
  const std::string start = R"({"triggerSource":"T_a","t":"x)";
  for (const std::size_t size : {31U, 32U, 33U, 34U, 63U, 64U, 65U, 66U, 97U}) {
    const std::string phrase = "\",\"" + std::string(size - 6, 'n') + "\":\"";
    for (std::size_t tail = 0; tail <= 66; ++tail) {
      const std::string event = start + phrase + std::string(tail, 'y') + "\"}";
      check_changes(event, start.size() + size - 4, start.size() + size - 3);
      check_changes(event, start.size() + 24, start.size() + size - 3, 32);
    }
  }
}

// The first phrase, short ones in lists, and last ones, of which all but words is brackets.
TEST_F(PhraseWalks, TakeNoPhraseOfOtherKindsForAnother) {
  const std::string name(30, 'n');
  const std::string first = R"({"triggerSource":"T_a",")" + name + R"(":")";
  for (const std::string& tail : {std::string(), std::string(60, 'y')}) {
    check_changes(first + tail + "\"}", 0, first.size());
    for (const std::string between :
         {R"(",")", R"(",[")", R"("],")", R"(",null,")", R"(",{"a":")"}) {
      const std::string start = with(R"("l":[["a)");
      const std::string begin = start.substr(0, start.size() - 1);
      const std::string close = between == R"(",[")"       ? "\"]]]"
                                : between == R"("],")"     ? "\"]"
                                : between == R"(",{"a":")" ? "\"}]]"
                                                           : "\"]]";
      const std::string event = begin + between + "b" + close + R"(,"z":")" + tail + "\"}";
      check_changes(event, begin.size(), begin.size() + between.size());
    }
    for (const std::string last : {R"("})", R"(","":null})", R"(","a":true,"b":{},"c":[{},[]]})"}) {
      const std::string start = R"({"triggerSource":"T_a","t":")" + tail;
      check_changes(start + last, start.size(), start.size() + last.size());
      check_changes(start + last.substr(0, last.size() - 1) + R"(,"response":{"a":null}})",
                    start.size(), start.size() + last.size());
    }
  }
}

// Not one byte of the first phrase is as it was, and all behind it is.
TEST_F(PhraseWalks, TakeNothingForTheFirstPhrase) {
  for (const std::size_t size : {1U, 40U}) {
    const std::string begin = R"({"version":"1",")" + std::string(size, 'n') + R"(":")";
    for (const std::size_t tail : {0U, 80U}) {
      const std::string event = begin + std::string(tail, 'y') + "\"}";
      teach({event});
      ASSERT_EQ(see(event), Seen::by_phrases) << event;
      std::string other = event;
      for (std::size_t i = 0; i < begin.size(); ++i) other[i] = static_cast<char>(other[i] ^ 1);
      ASSERT_EQ(see(other), Seen::refused) << other;
    }
  }
}

TEST_F(PhraseWalks, OverMembersThatComeAndGo) {
  constexpr std::string_view members[] = {R"("t":"aaa")", R"("x":"b")", R"("f":"true")",
                                          R"("n":null,"y":"")", R"("m":{"t":"c"})"};
  std::vector<std::string> events;
  for (unsigned chosen = 0; chosen < 1U << std::size(members); ++chosen) {
    std::string some;
    for (std::size_t i = 0; i < std::size(members); ++i) {
      if ((chosen >> i & 1) != 0) some.append(members[i]).append(",");
    }
    events.push_back(with(some + R"("z":"and some text at the end of all events")"));
    events.push_back(with(some + R"("z":"")"));
  }
  teach(events);
  for (const std::string& event : events) {
    for (const std::string& other : events) {
      ASSERT_EQ(see(event), Seen::by_phrases) << event;
      ASSERT_EQ(see(other), Seen::by_phrases) << other;
    }
  }
}

}  // namespace
}  // namespace lintel::test
