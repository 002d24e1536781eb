// SPDX-License-Identifier: Apache-2.0
// What looks at many bytes at once, with the bytes at which something begins or ends at each place
// of short texts that end where memory does.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/byte_scan.h"
#include "runtime/letters.h"
#include "runtime/text.h"
#include "tests/runtime/fence.h"

namespace lintel::test {
namespace {

using namespace std::string_view_literals;
constexpr std::string_view edges =
    "\0\t\n\v\f\r\x0e\x1f !\"#%&'(/09:;<=>?@ABYZ[\\]`abyz{~\x7f\x80\xa6\xff"sv;
constexpr std::size_t most = 40;

// Texts of `around` with one of the edges at each place: of less than one block, and of a few.
template <typename Visit>
void each_text(char around, Visit visit) {
  Fence fence(most);
  for (std::size_t size = 0; size <= most; ++size) {
    if (size > 18 && size % 8 > 1) continue;
    std::string text(size, around);
    visit(fence.before(text));
    for (std::size_t place = 0; place < size; ++place) {
      for (const char byte : edges) {
        text[place] = byte;
        visit(fence.before(text));
      }
      text[place] = around;
    }
  }
}

template <typename Skip, typename Stops>
void expect_stops(Skip skip, Stops stops) {
  int wrong = 0;
  each_text('x', [&](std::string_view text) {
    const auto wanted = std::find_if(text.begin(), text.end(), stops) - text.begin();
    wrong += skip(text.data(), text.data() + text.size()) - text.data() == wanted ? 0 : 1;
  });
  EXPECT_EQ(wrong, 0);
}

bool is_high(char c) { return static_cast<unsigned char>(c) >= 0x80; }
bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20; }

TEST(ByteEdges, StopWhatPassesOverTheOthers) {
  expect_stops(runtime::skip_plain,
               [](char c) { return is_high(c) || is_control(c) || c == '"' || c == '\\'; });
  expect_stops(runtime::skip_ascii, is_high);
  expect_stops(runtime::skip_unescaped,
               [](char c) { return is_control(c) || c == '"' || c == '\\'; });
  expect_stops(runtime::skip_printable, [](char c) { return is_high(c) || c <= ' ' || c == 0x7f; });
}

TEST(ByteEdges, AreFoundFromTheFrontAndFromTheBack) {
  int wrong = 0;
  each_text('x', [&](std::string_view text) {
    const char* const end = text.data() + text.size();
    for (const char byte : {'x', '"', '\xff'}) {
      const std::size_t first = std::min(text.find(byte), text.size());
      const std::size_t last = std::min(text.rfind(byte), text.size());
      wrong += runtime::find_byte(text.data(), end, byte) == text.data() + first ? 0 : 1;
      wrong += runtime::find_last_byte(text.data(), end, byte) == text.data() + last ? 0 : 1;
    }
  });
  EXPECT_EQ(wrong, 0);
}

// Two of a byte in one block, and in two.
TEST(ByteEdges, AreFoundFirstAndLastOfTwo) {
  for (std::size_t size = 2; size <= most; size += size < 18 ? 1 : 7) {
    for (std::size_t first = 0; first < size; ++first) {
      for (std::size_t last = first; last < size; ++last) {
        std::string text(size, 'x');
        text[first] = text[last] = '@';
        const char* const begin = text.data();
        ASSERT_EQ(runtime::find_byte(begin, begin + size, '@'), begin + first);
        ASSERT_EQ(runtime::find_last_byte(begin, begin + size, '@'), begin + last);
      }
    }
  }
}

TEST(ByteEdges, AreToldFromOthers) {
  int wrong = 0;
  each_text('x', [&](std::string_view text) {
    const std::string plain(text.size(), 'x');
    wrong += runtime::is_equal(text.data(), plain.data(), text.size()) == (text == plain) ? 0 : 1;
    wrong += runtime::equal(text, plain) == (text == plain) ? 0 : 1;
    wrong += runtime::equal(text, std::string(text)) ? 0 : 1;
    wrong += runtime::equal(text, plain + "x") ? 1 : 0;
  });
  EXPECT_EQ(wrong, 0);
}

TEST(ByteEdges, AreReferencesInHtmlAndBreaksOfLines) {
  int wrong = 0;
  for (const char around : {'x', '%', '\x0f'}) {
    each_text(around, [&](std::string_view text) {
      const bool is_plain = text.find_first_of("&<>\"'") == std::string_view::npos;
      const bool is_single = text.find_first_of("\r\n") == std::string_view::npos;
      wrong += runtime::is_plain_html(text) == is_plain ? 0 : 1;
      wrong += runtime::is_single_line(text) == is_single ? 0 : 1;
    });
  }
  EXPECT_EQ(wrong, 0);
}

// Sizes on both sides of those from which on it is done in another way.
TEST(ByteEdges, AreCopiedToThePlaceAlone) {
  constexpr std::size_t largest = 300;
  Fence from(largest);
  Fence to(largest);
  for (std::size_t size = 0; size <= largest; ++size) {
    std::string text(size, ' ');
    for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>(i * 37 + size);
    const std::string_view before = to.before("<" + std::string(size, '?'));
    char* const out = const_cast<char*>(before.data()) + 1;
    runtime::copy_bytes(out, from.before(text).data(), size);
    ASSERT_EQ(before, "<" + text) << size;
  }
}

template <typename Letters, typename Change>
void expect_changes(char around, Change change) {
  int wrong = 0;
  Fence room(most);
  each_text(around, [&](std::string_view text) {
    std::string wanted(text);
    std::transform(wanted.begin(), wanted.end(), wanted.begin(), change);
    // Nothing can be written behind the result.
    const std::string blank(text.size(), '?');
    char* const out = const_cast<char*>(room.before(blank).data());
    runtime::change_letters<Letters>(text, out, text.size());
    wrong += std::string_view(out, text.size()) == wanted ? 0 : 1;
    wrong += runtime::has_letters<Letters>(text) == (text != wanted) ? 0 : 1;
  });
  EXPECT_EQ(wrong, 0);
}

TEST(ByteEdges, InLowerCase) {
  const auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  expect_changes<runtime::Lower>('-', lower);
  expect_changes<runtime::Lower>('Q', lower);
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    EXPECT_EQ(runtime::ascii_lower(c), lower(c)) << byte;
    EXPECT_EQ(runtime::is_upper(c), lower(c) != c) << byte;
  }
}

TEST(ByteEdges, InUpperCase) {
  const auto upper = [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  };
  expect_changes<runtime::Upper>('-', upper);
  expect_changes<runtime::Upper>('q', upper);
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    EXPECT_EQ(runtime::ascii_upper(c), upper(c)) << byte;
  }
}

// What stands behind a text in memory is not part of it.
TEST(ByteEdges, BehindATextAreNotLookedAt) {
  for (std::size_t size = 0; size <= most; ++size) {
    const std::string whole = std::string(size, '-') + "QQQQQQQQQ";
    const std::string_view text(whole.data(), size);
    EXPECT_FALSE(runtime::has_letters<runtime::Lower>(text)) << size;
    std::string out(whole.size(), '?');
    runtime::change_letters<runtime::Lower>(text, out.data(), size);
    EXPECT_EQ(out, std::string(size, '-') + "?????????");
  }
}

TEST(ByteEdges, ComparedWithoutTheCaseOfLetters) {
  for (const char around : {'x', 'X'}) {
    int wrong = 0;
    each_text(around, [&](std::string_view text) {
      std::string other(text);
      for (char& c : other) {
        if (runtime::ascii_lower(c) != c) c = static_cast<char>(c + 0x20);
      }
      wrong += runtime::equal_ignoring_case(text, other) ? 0 : 1;
      const std::string plain(text.size(), 'x');
      wrong += runtime::equal_ignoring_case(text, plain) == (other == plain) ? 0 : 1;
      wrong += runtime::equal_ignoring_case(text, plain + "x") ? 1 : 0;
    });
    EXPECT_EQ(wrong, 0);
  }
}

}  // namespace
}  // namespace lintel::test
