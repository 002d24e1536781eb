// SPDX-License-Identifier: Apache-2.0
// Lists and maps: what is in them is found, and nothing else.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "compiler/perfect_hash.h"
#include "runtime/table.h"
#include "tests/runtime/image_sketch.h"

namespace lintel::test {
namespace {

std::string name(std::size_t i) { return "name" + std::to_string(i) + ".example"; }

class TableSize : public testing::TestWithParam<std::size_t> {};

TEST_P(TableSize, EveryElementIsFoundAndNoOther) {
  ImageSketch sketch;
  auto& builder = sketch.builder;
  builder.most_unhashed = compiler::ImageBuilder().most_unhashed;  // as compiled rules have it
  std::vector<Number> names;
  std::vector<Number> numbers;
  for (std::size_t i = 0; i < GetParam(); ++i) {
    names.push_back(builder.string(name(i)));
    numbers.push_back(builder.integer(static_cast<std::int64_t>(i) * 3 - 7));
  }
  const Number texts = builder.list(Kind::text, names);
  const Number integers = builder.list(Kind::integer, numbers);
  const Number map = builder.map(Kind::integer, names, numbers);
  const Bytes bytes = sketch.finish();
  ASSERT_TRUE(Ruleset::load(bytes));
  const image::View image(bytes);
  const auto row = [&](Number number) {
    return image.row<image::TableRow>(image::Section::tables, number);
  };
  // Few are compared one by one.
  EXPECT_EQ(row(texts).seed_count == 0, GetParam() <= 8);
  EXPECT_EQ(row(integers).seed_count == 0, GetParam() <= 8);
  EXPECT_EQ(row(map).seed_count == 0, GetParam() <= 8);
  for (std::size_t i = 0; i < GetParam(); ++i) {
    const auto value = static_cast<std::int64_t>(i) * 3 - 7;
    ASSERT_EQ(image::find(image, row(texts), name(i)), i);
    ASSERT_EQ(image::find(image, row(integers), value), i);
    ASSERT_EQ(image::find(image, row(map), name(i)), i);
    ASSERT_EQ(image::find(image, row(texts), name(i) + "x"), image::none);
    ASSERT_EQ(image::find(image, row(integers), value + 1), image::none);
  }
  EXPECT_EQ(image::find(image, row(texts), ""), image::none);
  EXPECT_EQ(image::find(image, row(map), "x"), image::none);
  // A key of another kind is in no table.
  EXPECT_EQ(image::find(image, row(texts), std::int64_t{0}), image::none);
  EXPECT_EQ(image::find(image, row(integers), name(0)), image::none);
}

INSTANTIATE_TEST_SUITE_P(Sizes, TableSize, testing::Values(0, 1, 2, 3, 8, 9, 100, 5000));

TEST(PerfectHash, ManyKeysQuicklyAndAlwaysTheSame) {
  constexpr std::size_t count = 100000;
  std::vector<std::uint64_t> hashes;
  for (std::size_t i = 0; i < count; ++i) hashes.push_back(image::key_hash(name(i)));
  const auto first = compiler::build_perfect_hash(hashes);
  const auto second = compiler::build_perfect_hash(hashes);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->seeds, second->seeds);
  EXPECT_EQ(first->slots, second->slots);
  const auto buckets = static_cast<std::uint32_t>(first->seeds.size());
  const auto slots = static_cast<std::uint32_t>(first->slots.size());
  EXPECT_LT(slots, count * 3 / 2);
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t seed = first->seeds[image::bucket_of(hashes[i], buckets)];
    ASSERT_EQ(first->slots[image::slot_of(hashes[i], seed, slots)], i);
  }
  EXPECT_EQ(count, static_cast<std::size_t>(
                       std::count_if(first->slots.begin(), first->slots.end(),
                                     [](std::uint32_t slot) { return slot != image::none; })));
}

TEST(PerfectHash, EqualHashesHaveNone) {
  const std::uint64_t hashes[] = {1, 2, 1};
  EXPECT_FALSE(compiler::build_perfect_hash(hashes));
}

// As it stands in an image if no perfect hash was found.
TEST(Table, WithoutSeedsIsSearched) {
  ImageSketch sketch;
  auto& builder = sketch.builder;
  const Number list =
      builder.list(Kind::text, {builder.string("a"), builder.string("b"), builder.string("a")});
  const Bytes bytes = sketch.finish();
  const image::View image(bytes);
  auto row = image.row<image::TableRow>(image::Section::tables, list);
  EXPECT_EQ(image::find(image, row, "a"), 0u);
  EXPECT_EQ(image::find(image, row, "b"), 1u);
  row.seeds = row.seed_count = row.slots = row.slot_count = 0;
  EXPECT_EQ(image::find(image, row, "a"), 0u);
  EXPECT_EQ(image::find(image, row, "b"), 1u);
  EXPECT_EQ(image::find(image, row, "c"), image::none);
}

// Two with the same hash would leave a table without an index: it would be searched from the start.
TEST(Table, KeysThatLookAlikeHaveDifferentHashes) {
  constexpr int count = 100'000;
  for (const auto& [before, behind] :
       {std::pair("", ""), std::pair("c", ""), std::pair("", "abcdef"), std::pair("plan-", ""),
        std::pair("customer-", ".example.com"),
        std::pair("a-long-beginning-", "-and-a-long-end")}) {
    std::vector<std::uint64_t> hashes;
    for (int i = 0; i < count; ++i)
      hashes.push_back(
          image::key_hash(std::string(before).append(std::to_string(i)).append(behind)));
    std::sort(hashes.begin(), hashes.end());
    EXPECT_EQ(std::adjacent_find(hashes.begin(), hashes.end()), hashes.end()) << before << behind;
  }
  // Of every length, with the byte that differs in every place.
  for (std::size_t size = 1; size <= 40; ++size) {
    std::set<std::uint64_t> hashes;
    for (std::size_t place = 0; place < size; ++place) {
      for (char c = '0'; c <= '9'; ++c) {
        std::string key(size, 'x');
        key[place] = c;
        hashes.insert(image::key_hash(key));
      }
    }
    EXPECT_EQ(hashes.size(), 10 * size);
  }
}

}  // namespace
}  // namespace lintel::test
