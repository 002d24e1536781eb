// SPDX-License-Identifier: Apache-2.0
// The search for a part of a text: what it finds, and that no texts make it slow.
#include <gtest/gtest.h>

#include <cstddef>
#include <ctime>
#include <string>
#include <vector>

#include "runtime/limits.h"
#include "runtime/text.h"

namespace lintel::test {
namespace {

using runtime::contains;

TEST(Contains, HasNothingInEveryText) {
  EXPECT_TRUE(contains({}, {}));
  EXPECT_TRUE(contains("", ""));
  EXPECT_TRUE(contains("a", {}));
  EXPECT_FALSE(contains({}, "a"));
}

// All texts of up to `size` letters a and b.
std::vector<std::string> texts_of(std::size_t size) {
  std::vector<std::string> texts = {""};
  for (std::size_t i = 0; texts[i].size() < size; ++i) {
    texts.push_back(texts[i] + 'a');
    texts.push_back(texts[i] + 'b');
  }
  return texts;
}

TEST(Contains, FindsAPartWhereverItStands) {
  std::size_t found = 0;
  for (const std::string& text : texts_of(9)) {
    for (const std::string& part : texts_of(5)) {
      bool expected = false;
      for (std::size_t at = 0; at + part.size() <= text.size(); ++at) {
        expected = expected || text.compare(at, part.size(), part) == 0;
      }
      EXPECT_EQ(contains(text, part), expected) << text << " " << part;
      found += expected ? 1 : 0;
    }
  }
  EXPECT_GT(found, 0u);
}

TEST(Contains, FindsALongPart) {
  for (const std::size_t size : {255U, 256U, 257U, 1000U}) {
    const std::string part = std::string(size, 'a') + "b" + std::string(size, 'a');
    EXPECT_TRUE(contains(std::string(size, 'a') + part, part));
    EXPECT_TRUE(contains(part + "a", part));
    EXPECT_FALSE(contains(std::string(size, 'a') + part.substr(0, 2 * size), part));
  }
}

// The longest texts of an event: to compare the part at each place would take most of a minute.
TEST(Contains, TakesLinearTime) {
  const std::size_t half = limits::max_event_bytes / 2;
  const std::string text(half, 'a');
  for (const std::size_t at : {std::size_t{0}, half / 4, half / 2 - 1}) {
    std::string part(half / 2, 'a');
    part[at] = 'b';
    const std::clock_t begin = std::clock();
    EXPECT_FALSE(contains(text, part));
    EXPECT_LT(std::clock() - begin, 2 * CLOCKS_PER_SEC);
  }
}

}  // namespace
}  // namespace lintel::test
