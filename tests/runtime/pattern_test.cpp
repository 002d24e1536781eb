// SPDX-License-Identifier: Apache-2.0
// What patterns say of all short texts, and of texts around the blocks in which runs are read.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "runtime/dfa.h"
#include "tests/runtime/changed_image.h"

namespace lintel::test {
namespace {

// Whether the text is an `a` and any number of `é`.
bool is_right(std::string_view text) {
  if (text.empty() || text.front() != 'a') return false;
  for (text.remove_prefix(1); !text.empty(); text.remove_prefix(2))
    if (!text.starts_with("é")) return false;
  return true;
}

TEST(Pattern, MatchesAmongOthers) {
  compiler::regex::Automaton other;
  other.class_count = 2;
  other.state_count = 3;
  other.start = 1;
  other.first_accepting = 2;
  other.ranges = {image::dfa_range(0x80, 1), image::dfa_range(0x100, 0)};
  other.words.assign(image::dfa_ascii, 0);
  other.words.insert(other.words.end(), {0, 0, 1, 2, 2, 2});  // has one from 0x80 to 0xff
  ImageSketch sketch;
  const Number first = sketch.builder.dfa("x", other);
  const Number second = sketch.pattern();
  const Number third = sketch.builder.dfa("y", other);
  const Bytes bytes = sketch.finish();
  ASSERT_TRUE(Ruleset::load(bytes));
  const image::View image(bytes);
  const std::string_view pieces[] = {"",  "a", "b", "\x01", "\x7f", "\u0080",    "è",
                                     "é", "ê", "ÿ", "Ā",    "€",    "\U0010ffff"};
  for (const auto one : pieces) {
    for (const auto two : pieces) {
      for (const auto three : pieces) {
        const std::string text = std::string(one).append(two).append(three);
        EXPECT_EQ(runtime::matches(image, second, text), is_right(text)) << text;
        bool has_one = false;
        for (const auto piece : {one, two, three})
          has_one = has_one || piece == "\u0080" || piece == "è" || piece == "é" || piece == "ê" ||
                    piece == "ÿ";
        EXPECT_EQ(runtime::matches(image, first, text), has_one) << text;
        EXPECT_EQ(runtime::matches(image, third, text), has_one) << text;
      }
    }
  }
}

// The state says all: where it stands at the end, and that of an empty text.
TEST(Pattern, StartsInItsState) {
  for (const std::uint32_t start : {0U, 1U, 2U, 3U}) {
    compiler::regex::Automaton made;
    made.class_count = 1;
    made.state_count = 4;
    made.start = start;
    made.first_accepting = 2;
    made.ranges = {image::dfa_range(0x80, 0)};
    made.words.assign(image::dfa_ascii, 0);
    made.words.insert(made.words.end(), {0, 2, 1, 3});  // 1 and 2 in turns
    ImageSketch sketch;
    sketch.builder.dfa("x", made);
    const Bytes bytes = sketch.finish();
    ASSERT_TRUE(Ruleset::load(bytes));
    const image::View image(bytes);
    EXPECT_EQ(runtime::matches(image, 0, ""), start >= 2) << start;
    EXPECT_EQ(runtime::matches(image, 0, "é"), start == 1 || start == 3) << start;
    EXPECT_EQ(runtime::matches(image, 0, "éa"), start >= 2) << start;
  }
}

image::DfaRow run(std::uint32_t least, std::uint32_t most) {
  image::DfaRow row{};
  const auto add = [](std::uint64_t* set, char c) { set[c / 64] |= std::uint64_t{1} << (c % 64); };
  for (const char c : {'\0', '?', '@', 'x', '\x7f'}) add(row.run_rest, c);
  for (const char c : {'\x01', '>', 'A', 'y', '~'}) add(row.run_first, c);
  row.run_least = least;
  row.run_most = most;
  return row;
}

TEST(Pattern, RunsTellTheirCharacters) {
  const image::DfaRow row = run(1, 100);
  constexpr std::string_view firsts("\x01>Ay~", 5);
  constexpr std::string_view others("\0?@x\x7f", 5);
  for (const std::size_t size : {1U, 2U, 3U, 15U, 16U, 17U, 18U, 31U, 32U, 33U, 34U, 50U}) {
    std::string text(1, 'y');
    for (std::size_t i = 1; i < size; ++i) text.push_back(others[i % others.size()]);
    EXPECT_TRUE(runtime::matches_run(row, text)) << size;
    for (std::size_t place = 0; place < size; ++place) {
      for (int code = 0; code < 256; ++code) {
        std::string other = text;
        other[place] = static_cast<char>(code);
        const auto& right = place == 0 ? firsts : others;
        const bool is_in = right.find(static_cast<char>(code)) != std::string_view::npos;
        if (runtime::matches_run(row, other) != is_in) ADD_FAILURE() << place << " " << code;
      }
    }
  }
}

TEST(Pattern, RunsTellTheirLengths) {
  for (std::uint32_t least = 0; least < 4; ++least) {
    for (std::uint32_t most = 1; most < 5; ++most) {
      for (std::size_t size = 0; size < 6; ++size) {
        const std::string text =
            (size == 0 ? "" : "y") + std::string(size == 0 ? 0 : size - 1, 'x');
        EXPECT_EQ(runtime::matches_run(run(least, most), text), least <= size && size <= most);
      }
    }
  }
}

// Of `^[a-z][0-9]*$`, in an image.
TEST(Pattern, RunsAreFoundInImages) {
  compiler::regex::Automaton made;
  made.class_count = 3;
  made.state_count = 4;
  made.start = 1;
  made.first_accepting = 2;
  made.ranges = {image::dfa_range(0x80, 0)};
  made.words.assign(image::dfa_ascii, 0);
  for (char c = 'a'; c <= 'z'; ++c) made.words[static_cast<unsigned char>(c)] = 1;
  for (char c = '0'; c <= '9'; ++c) made.words[static_cast<unsigned char>(c)] = 2;
  made.words.insert(made.words.end(), {0, 0, 0, 0, 2, 0, 0, 0, 2, 3, 3, 3});
  ImageSketch sketch;
  sketch.builder.dfa("x", made);
  const Bytes bytes = sketch.finish();
  const image::View image(bytes);
  ASSERT_NE(image.row<image::DfaRow>(image::Section::dfas, 0).run_most, 0U);
  EXPECT_TRUE(runtime::matches(image, 0, "a"));
  EXPECT_TRUE(runtime::matches(image, 0, "z0123456789"));
  for (const std::string_view wrong : {"", "0", "aa", "a0a", "é", "aé"})
    EXPECT_FALSE(runtime::matches(image, 0, wrong)) << wrong;
  // The run is believed, and the automaton not asked.
  const Bytes shorter = with<image::DfaRow>(bytes, image::Section::dfas, 0,
                                            [](image::DfaRow& row) { row.run_most = 1; });
  EXPECT_TRUE(runtime::matches(image::View(shorter), 0, "a"));
  EXPECT_FALSE(runtime::matches(image::View(shorter), 0, "z0"));
}

}  // namespace
}  // namespace lintel::test
