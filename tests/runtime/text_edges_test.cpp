// SPDX-License-Identifier: Apache-2.0
// The functions on texts at the ends of their texts: nothing behind a text is part of it, and a
// text may be empty and stand nowhere.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/bracket_list.h"
#include "runtime/strings.h"
#include "runtime/text.h"
#include "runtime/text_arena.h"
#include "runtime/utf8.h"
#include "tests/runtime/fence.h"

namespace lintel::test {
namespace {

using runtime::Character;
using State = runtime::Character::State;

// `size` bytes of `whole` from `begin` on.
std::string_view part(std::string_view whole, std::size_t begin, std::size_t size) {
  return {whole.data() + begin, size};
}

TEST(TextEdges, BeginningsAndEnds) {
  EXPECT_TRUE(runtime::starts_with("ab", "ab"));
  EXPECT_FALSE(runtime::starts_with(part("ab", 0, 1), "ab"));
  EXPECT_TRUE(runtime::ends_with("ab", "ab"));
  EXPECT_FALSE(runtime::ends_with(part("ab", 1, 1), "ab"));
  EXPECT_FALSE(runtime::contains(part("ab", 0, 1), "ab"));
  EXPECT_EQ(runtime::slice("abc", 1, 2), "bc");
  EXPECT_EQ(runtime::slice("abc", 1, 3), "bc");
  EXPECT_EQ(runtime::slice("abc", 1, 1), "b");
  EXPECT_EQ(runtime::slice("abc", 3), "");
}

TEST(TextEdges, Integers) {
  EXPECT_EQ(runtime::parse_integer(std::string_view()), std::nullopt);
  EXPECT_EQ(runtime::parse_integer(part("-5", 0, 0)), std::nullopt);
  EXPECT_EQ(runtime::parse_integer(part("-5", 0, 1)), std::nullopt);
  EXPECT_EQ(runtime::parse_integer("-5"), -5);
  EXPECT_EQ(runtime::parse_integer("+5"), 5);
  EXPECT_EQ(runtime::parse_integer(part("55", 0, 1)), 5);
}

TEST(TextEdges, CharactersThatHtmlAndMailsHoldAsTheyAre) {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string text(1, static_cast<char>(byte));
    const bool is_special = byte != 0 && std::string_view("&<>\"'").find(text) != text.npos;
    EXPECT_EQ(runtime::is_plain_html(text), !is_special) << byte;
    EXPECT_EQ(runtime::is_plain_html("x" + text + "x"), !is_special) << byte;
    EXPECT_EQ(runtime::escape_html(text, nullptr) == 1, !is_special) << byte;
    EXPECT_EQ(runtime::is_single_line("x" + text), byte != '\r' && byte != '\n') << byte;
  }
  EXPECT_TRUE(runtime::is_plain_html(""));
  EXPECT_TRUE(runtime::is_single_line(""));
}

std::string result(std::size_t (*change)(std::string_view, char*), std::string_view text) {
  std::string made(change(text, nullptr), '?');
  EXPECT_EQ(change(text, made.data()), made.size());
  return made;
}

TEST(TextEdges, NothingBehindATextIsChanged) {
  EXPECT_EQ(result(runtime::escape_html, part("a&", 0, 1)), "a");
  EXPECT_EQ(result(runtime::escape_html, "a&"), "a&amp;");
  EXPECT_EQ(result(runtime::escape_html, "&a"), "&amp;a");
  EXPECT_EQ(result(runtime::single_line, part("a\n", 0, 1)), "a");
  EXPECT_EQ(result(runtime::single_line, part("\r\n", 0, 1)), " ");
  EXPECT_EQ(result(runtime::single_line, "\r\n"), " ");
  EXPECT_EQ(result(runtime::single_line, "\r\na\n\r"), " a  ");
  EXPECT_EQ(result(runtime::escape_json, part("a\"", 0, 1)), "a");
  EXPECT_EQ(result(runtime::escape_json, "a\"\\\x01\x1f b"), "a\\\"\\\\\\u0001\\u001f b");
}

TEST(TextEdges, CharactersEndWhereTheirTextDoes) {
  const std::string_view cut = part("a\x80", 0, 1);
  EXPECT_EQ(runtime::char_at(cut, 0), "a");
  EXPECT_EQ(runtime::char_at(cut, 1), "");
  EXPECT_EQ(runtime::whole_characters(cut, 1), 1U);
  Fence fence(16);
  const std::string_view text = fence.before("x\xc3\xa9");
  EXPECT_EQ(runtime::char_at(text, 1), "\xc3\xa9");
  EXPECT_EQ(runtime::whole_characters(text, 3), 3U);
  EXPECT_EQ(runtime::whole_characters(text, 2), 1U);
  EXPECT_EQ(runtime::whole_characters(text, 0), 0U);
}

TEST(TextEdges, PartsThatStandNowhere) {
  const std::string_view nowhere;
  EXPECT_EQ(runtime::index_of(nowhere, ""), 0);
  EXPECT_EQ(runtime::index_of(nowhere, "a"), -1);
  EXPECT_EQ(runtime::last_index_of(nowhere, ""), 0);
  EXPECT_EQ(runtime::last_index_of(nowhere, "", 0), 0);
  EXPECT_EQ(runtime::last_index_of(nowhere, "a", 0), -1);
  EXPECT_TRUE(runtime::contains(nowhere, ""));
  EXPECT_TRUE(runtime::contains(nowhere, nowhere));
}

// A part that would reach behind the text is not in it.
TEST(TextEdges, PartsThatReachBehindTheText) {
  EXPECT_EQ(runtime::index_of(part("aab", 0, 2), "ab"), -1);
  EXPECT_EQ(runtime::last_index_of(part("aab", 0, 2), "ab"), -1);
  EXPECT_EQ(runtime::last_index_of(part("aab", 0, 2), "ab", 1), -1);
  EXPECT_EQ(runtime::last_index_of(part("aab", 0, 2), "ab", 2), -1);
  EXPECT_EQ(runtime::last_index_of("aab", "ab", 1), 1);
}

TEST(TextEdges, EmptyTextsBetweenBrackets) {
  std::string_view value;
  runtime::BracketList inside(part("][", 1, 0));
  EXPECT_FALSE(inside.next(value));
  runtime::BracketList nowhere{std::string_view()};
  EXPECT_FALSE(nowhere.next(value));
}

// Unicode's table 3-7, by the first two bytes; the others are from 80 to BF.
struct Row {
  unsigned char first;
  unsigned char last;
  unsigned char second_first;
  unsigned char second_last;
  unsigned char size;
};
constexpr Row rows[] = {{0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
                        {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3},
                        {0xee, 0xef, 0x80, 0xbf, 3}, {0xf0, 0xf0, 0x90, 0xbf, 4},
                        {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4}};

TEST(TextEdges, TheFirstTwoBytesOfACharacter) {
  int wrong = 0;
  Fence fence(16);
  for (int first = 0; first < 256; ++first) {
    const Row* row = nullptr;
    for (const Row& other : rows) {
      if (first >= other.first && first <= other.last) row = &other;
    }
    for (int second = 0; second < 256; ++second) {
      const char bytes[] = {static_cast<char>(first), static_cast<char>(second), '\x85', '\xb6'};
      const Character read = runtime::decode(bytes, bytes + 4);
      if (first < 0x80) {
        wrong += read.state == State::valid && read.size == 1 ? 0 : 1;
        continue;
      }
      const bool fits = row != nullptr && second >= row->second_first && second <= row->second_last;
      wrong += read.state == (fits ? State::valid : State::invalid) ? 0 : 1;
      if (!fits) continue;
      // The bits behind the ones and the zero of the first byte, and six of each other.
      int code = first % (1 << (7 - row->size)) * 64 + second % 64;
      if (row->size > 2) code = code * 64 + 0x05;
      if (row->size > 3) code = code * 64 + 0x36;
      wrong += read.size == row->size && static_cast<int>(read.code) == code ? 0 : 1;
      const std::string_view two = fence.before({bytes, 2});
      wrong += runtime::decode(two.data(), two.data() + 2).state ==
                       (row->size == 2 ? State::valid : State::cut_off)
                   ? 0
                   : 1;
      wrong += runtime::is_valid_utf8({bytes, row->size}) ? 0 : 1;
      wrong += runtime::is_valid_utf8(two) == (row->size == 2) ? 0 : 1;
    }
    const char one = static_cast<char>(first);
    const State alone = first < 0x80     ? State::valid
                        : row == nullptr ? State::invalid
                                         : State::cut_off;
    const std::string_view fenced = fence.before({&one, 1});
    wrong += runtime::decode(fenced.data(), fenced.data() + 1).state == alone ? 0 : 1;
  }
  EXPECT_EQ(wrong, 0);
  const std::string_view broken = "\xe2\x82\xc0";
  EXPECT_EQ(runtime::decode(broken.data(), broken.data() + 3).state, State::invalid);
}

// Characters on both sides of each change of size, and with each bit.
TEST(TextEdges, CharactersAreWrittenAsTheyAreRead) {
  std::vector<char32_t> codes;
  for (const char32_t edge : {0x80U, 0x800U, 0x10000U, 0xd800U, 0xe000U, 0x110000U}) {
    for (char32_t code = edge - 2; code < edge + 2; ++code) {
      if (code < 0x110000 && (code < 0xd800 || code >= 0xe000)) codes.push_back(code);
    }
  }
  for (unsigned shift = 0; shift <= 20; ++shift) codes.push_back(char32_t{1} << shift);
  codes.insert(codes.end(), {0x55, 0x555, 0x5555, 0x55555, 0xaaaaa, 0xfffff, 0x10ffff});
  for (const char32_t code : codes) {
    char out[4] = {'?', '?', '?', '?'};
    const std::size_t size = runtime::encode(code, out);
    EXPECT_EQ(size, code < 0x80 ? 1U : code < 0x800 ? 2U : code < 0x10000 ? 3U : 4U);
    const Character read = runtime::decode(out, out + size);
    EXPECT_TRUE(read.state == State::valid && read.size == size && read.code == code)
        << static_cast<std::uint32_t>(code);
    for (std::size_t i = size; i < 4; ++i) EXPECT_EQ(out[i], '?');
  }
}

// Every arena of up to five cells, after every number of bytes.
TEST(TextEdges, RoomForCells) {
  using runtime::Cell;
  alignas(Cell) char room[5 * sizeof(Cell)];
  for (std::size_t size = 0; size <= sizeof room; ++size) {
    for (std::size_t taken = 0; taken <= size; ++taken) {
      const std::size_t begin = (taken + alignof(Cell) - 1) / alignof(Cell) * alignof(Cell);
      for (std::size_t count = 0; count <= 6; ++count) {
        runtime::TextArena arena({room, size});
        ASSERT_EQ(arena.take(taken), room);
        const bool fits = begin <= size && count * sizeof(Cell) <= size - begin;
        const auto* const wanted = fits ? room + begin : nullptr;
        ASSERT_EQ(static_cast<void*>(arena.take_cells(count)), wanted)
            << size << " " << taken << " " << count;
        ASSERT_EQ(arena.used(), fits ? begin + count * sizeof(Cell) : taken);
        ASSERT_EQ(arena.left(), size - arena.used());
      }
      runtime::TextArena arena({room, size});
      arena.take(taken);
      ASSERT_EQ(arena.take_cells(SIZE_MAX / sizeof(Cell) + 2), nullptr);
    }
  }
}

}  // namespace
}  // namespace lintel::test
