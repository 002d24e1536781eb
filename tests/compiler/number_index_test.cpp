// SPDX-License-Identifier: Apache-2.0
// Numbers of things whose hashes are all different, mostly equal, or equal in half of their bits.
#include "compiler/number_index.h"

#include <gtest/gtest.h>

#include <vector>

namespace lintel::testing {
namespace {

using compiler::NumberIndex;

std::size_t same_hash(std::uint32_t) { return 7; }
std::size_t small_hash(std::uint32_t thing) { return thing % 5; }
std::size_t upper_hash(std::uint32_t thing) { return std::size_t{thing} << 32; }

// Each of some things gets a number once and keeps it, however their hashes fall together.
TEST(NumberIndex, KnowsWhatItHasNumbered) {
  for (const auto hash : {same_hash, small_hash, upper_hash}) {
    NumberIndex index;
    std::vector<std::uint32_t> things;
    const auto is = [&](std::uint32_t thing) {
      return [&, thing](std::uint32_t number) { return things[number] == thing; };
    };
    for (std::uint32_t thing = 100; thing < 400; thing += 3) {
      EXPECT_EQ(index.find(hash(thing), is(thing)), NumberIndex::none);
      const auto next = static_cast<std::uint32_t>(things.size());
      things.push_back(thing);
      EXPECT_EQ(index.find_or_add(hash(thing), next, is(thing)), next);
    }
    for (std::uint32_t number = 0; number < things.size(); ++number) {
      const std::uint32_t thing = things[number];
      EXPECT_EQ(index.find(hash(thing), is(thing)), number);
      EXPECT_EQ(index.find_or_add(hash(thing), 1000, is(thing)), number);
      EXPECT_EQ(index.find(hash(thing + 1), is(thing + 1)), NumberIndex::none);
    }
  }
}

}  // namespace
}  // namespace lintel::testing
