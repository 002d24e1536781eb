// SPDX-License-Identifier: Apache-2.0
// The numbers that the compiler writes into an image and the runtime computes again: both must stay
// what they are in the images that are in use, so the sums here change with the format version
// alone.
#include <gtest/gtest.h>

#include <bit>
#include <string>
#include <vector>

#include "runtime/table.h"
#include "tests/runtime/changed_image.h"
#include "tests/runtime/fence.h"

namespace lintel::test {
namespace {

std::string bytes_of(std::size_t size) {
  std::string bytes;
  for (std::size_t i = 0; i < size; ++i) bytes.push_back(static_cast<char>(i * 37 + size));
  return bytes;
}

std::uint64_t add(std::uint64_t sum, std::uint64_t value) { return std::rotl(sum, 7) ^ value; }

// Nothing behind the bytes is read, either.
TEST(ImageNumbers, ContentHash) {
  std::uint64_t sum = 0;
  for (std::size_t size = 0; size <= 100; ++size) {
    const std::string bytes = bytes_of(size);
    const FencedCopy copy(std::as_bytes(std::span(bytes)));
    sum = add(sum, image::hash(copy.bytes()));
  }
  EXPECT_EQ(sum, 5715702932303168506U);
}

TEST(ImageNumbers, ContentHashOfEachByte) {
  for (const std::size_t size : {1U, 7U, 8U, 15U, 31U, 32U, 45U, 72U}) {
    std::string bytes = bytes_of(size);
    const std::uint64_t right = image::hash(std::as_bytes(std::span(bytes)));
    for (char& byte : bytes) {
      byte = static_cast<char>(byte ^ 0x40);
      EXPECT_NE(image::hash(std::as_bytes(std::span(bytes))), right) << size;
      byte = static_cast<char>(byte ^ 0x40);
    }
  }
}

TEST(ImageNumbers, FilterBits) {
  for (std::size_t size = 1; size <= 70; ++size) {
    const std::string text = bytes_of(size);
    const auto byte = [&](std::size_t place) { return static_cast<unsigned char>(text[place]); };
    const std::size_t sum = 31U * byte(0) + 17U * byte(size - 1) + 7U * byte(size / 2) + size;
    EXPECT_EQ(image::filter_bit(text), sum % 64) << size;
  }
  const std::string text = "text";
  EXPECT_EQ(image::filter_bit(std::string_view(text).substr(2, 0)), 0U);
}

TEST(ImageNumbers, KeyHashes) {
  std::uint64_t sum = 0;
  for (std::size_t size = 0; size <= 70; ++size) sum = add(sum, image::key_hash(bytes_of(size)));
  EXPECT_EQ(sum, 16772576360027072855U);
  EXPECT_EQ(image::key_hash(std::int64_t{-7}), 5132979900488296435U);
  // Of no bytes, none is looked at.
  const std::string text = "some text";
  for (std::size_t at = 0; at <= text.size(); ++at)
    EXPECT_EQ(image::key_hash(std::string_view(text).substr(at, 0)), image::key_hash(""));
}

TEST(ImageNumbers, PlacesInPerfectHashes) {
  EXPECT_EQ(image::bucket_of(0x80000000'00000000, 10), 5U);
  EXPECT_EQ(image::bucket_of(0xffffffff'00000000, 10), 9U);
  EXPECT_EQ(image::bucket_of(0xffffffff, 10), 0U);
  std::uint64_t sum = 0;
  for (std::uint32_t seed = 0; seed < 100; ++seed)
    sum = add(sum, image::slot_of(image::mix(seed * 3), seed, 1000 + seed));
  EXPECT_EQ(sum, 12088538903572860842U);
}

// As it stands in an image if no perfect hash was found.
TEST(ImageNumbers, TablesAreSearchedToTheirEnd) {
  ImageSketch sketch;
  auto& builder = sketch.builder;
  builder.integer(5);
  const Number texts =
      builder.list(Kind::text, {builder.string(""), builder.string("a"), builder.string("b")});
  const Number numbers = builder.list(Kind::integer, {builder.integer(5), builder.integer(6)});
  const Bytes bytes = sketch.finish();
  const image::View image(bytes);
  const auto row = [&](Number number, Number count) {
    auto table = image.row<image::TableRow>(image::Section::tables, number);
    table.seeds = table.seed_count = table.slots = table.slot_count = 0;
    table.count = count;
    return table;
  };
  EXPECT_EQ(image::find(image, row(texts, 3), "b"), 2U);
  EXPECT_EQ(image::find(image, row(texts, 2), "b"), image::none);
  EXPECT_EQ(image::find(image, row(texts, 0), ""), image::none);
  EXPECT_EQ(image::find(image, row(numbers, 2), std::int64_t{6}), 1U);
  EXPECT_EQ(image::find(image, row(numbers, 1), std::int64_t{6}), image::none);
  // A key of another kind is in no table: the numbers of strings are none of integers.
  EXPECT_EQ(image::find(image, row(texts, 3), std::int64_t{5}), image::none);
  EXPECT_EQ(image::find(image, row(numbers, 2), ""), image::none);
}

}  // namespace
}  // namespace lintel::test
