// SPDX-License-Identifier: Apache-2.0
// What looks at many bytes at once, against twins that look at one after the other: with every byte
// at every place.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/byte_scan.h"
#include "runtime/letters.h"
#include "runtime/text.h"

namespace lintel::test {
namespace {

constexpr std::size_t most = 40;

// Calls visit(text) with texts of every size up to `most` in which every byte stands at every
// place.
template <typename Visit>
void each_text(char around, Visit visit) {
  for (std::size_t size = 0; size <= most; ++size) {
    std::string text(size, around);
    visit(text);
    for (std::size_t place = 0; place < size; ++place) {
      for (int byte = 0; byte < 256; ++byte) {
        text[place] = static_cast<char>(byte);
        visit(text);
      }
      text[place] = around;
    }
  }
}

template <typename Letters, typename Change>
void expect_changes(char around, Change change) {
  std::string changed(most, '?');
  each_text(around, [&](const std::string& text) {
    std::string wanted = text;
    for (char& c : wanted) c = change(c);
    ASSERT_EQ(runtime::has_letters<Letters>(text), wanted != text) << text;
    // All of the room may be written, and nothing behind it.
    for (const std::size_t room : {text.size(), text.size() + 7, text.size() + 8, most}) {
      if (room > most) continue;
      changed.assign(most, '?');
      ASSERT_EQ(runtime::change_letters<Letters>(text, changed.data(), room), wanted != text)
          << text;
      ASSERT_EQ(changed.substr(0, text.size()), wanted) << text;
      ASSERT_EQ(changed.substr(room), std::string(most - room, '?')) << text;
    }
  });
}

TEST(Letters, InLowerCase) {
  const auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  };
  expect_changes<runtime::Lower>('-', lower);
  expect_changes<runtime::Lower>('Q', lower);
  expect_changes<runtime::Lower>('\xff', lower);
}

TEST(Letters, InUpperCase) {
  const auto upper = [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
  };
  expect_changes<runtime::Upper>('-', upper);
  expect_changes<runtime::Upper>('q', upper);
  expect_changes<runtime::Upper>('\xff', upper);
}

bool naive_equal(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (runtime::ascii_lower(a[i]) != runtime::ascii_lower(b[i])) return false;
  }
  return true;
}

TEST(Letters, ComparedWithoutTheirCase) {
  for (const char around : {'a', 'Z', '@', '\xe9'}) {
    each_text(around, [&](const std::string& text) {
      std::string other(text.size(), around);
      ASSERT_EQ(runtime::equal_ignoring_case(text, other), naive_equal(text, other)) << text;
      for (char& c : other) c = static_cast<char>(c ^ 0x20);
      ASSERT_EQ(runtime::equal_ignoring_case(text, other), naive_equal(text, other)) << text;
      for (std::size_t i = 0; i < other.size(); ++i) other[i] = static_cast<char>(text[i] ^ 0x20);
      ASSERT_EQ(runtime::equal_ignoring_case(text, other), naive_equal(text, other)) << text;
      ASSERT_FALSE(runtime::equal_ignoring_case(text, other + "a"));
    });
  }
  // Each pair of bytes.
  for (const std::size_t size : {1U, 9U}) {
    for (int a = 0; a < 256; ++a) {
      for (int b = 0; b < 256; ++b) {
        const std::string left = std::string(size - 1, 'x') + static_cast<char>(a);
        const std::string right = std::string(size - 1, 'X') + static_cast<char>(b);
        ASSERT_EQ(runtime::equal_ignoring_case(left, right), naive_equal(left, right)) << a << b;
      }
    }
  }
}

template <typename Skip, typename IsPassed>
void expect_skips(char around, Skip skip, IsPassed is_passed) {
  each_text(around, [&](const std::string& text) {
    const std::vector<char> alone(text.begin(), text.end());
    const auto wanted = std::find_if_not(alone.begin(), alone.end(), is_passed) - alone.begin();
    const char* const begin = alone.data();
    ASSERT_EQ(skip(begin, begin + alone.size()) - begin, wanted) << text;
  });
}

TEST(ByteScan, PassesOverWhatIsPrintable) {
  expect_skips('x', runtime::skip_printable, [](char c) { return c > 0x20 && c < 0x7f; });
  expect_skips('~', runtime::skip_printable, [](char c) { return c > 0x20 && c < 0x7f; });
}

TEST(ByteScan, PassesOverWhatIsPlain) {
  expect_skips('x', runtime::skip_plain,
               [](char c) { return c >= 0x20 && (c & 0x80) == 0 && c != '"' && c != '\\'; });
}

TEST(ByteScan, PassesOverWhatIsAscii) {
  expect_skips('x', runtime::skip_ascii, [](char c) { return (c & 0x80) == 0; });
}

TEST(ByteScan, ComparesShortTexts) {
  each_text('x', [](const std::string& text) {
    const std::vector<char> alone(text.begin(), text.end());
    const std::string plain(text.size(), 'x');
    ASSERT_EQ(runtime::is_equal(alone.data(), plain.data(), text.size()), text == plain) << text;
    ASSERT_TRUE(runtime::is_equal(alone.data(), text.data(), text.size())) << text;
  });
}

// The same as parse_address() of ASCII, by the letter of what its header says.
bool naive_is_address(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f) return false;
  }
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == text.size()) return false;
  return text.substr(0, at).find('@') == std::string_view::npos;
}

TEST(Address, OfEveryByteAtEveryPlace) {
  each_text('x', [](const std::string& text) {
    if (std::any_of(text.begin(), text.end(), [](char c) { return (c & 0x80) != 0; })) return;
    for (const std::string& address : {text, text + "@x.y", "a@" + text, "a@b" + text + "@c"}) {
      const auto parsed = runtime::parse_address(address);
      ASSERT_EQ(parsed.has_value(), naive_is_address(address)) << address;
      if (!parsed) continue;
      ASSERT_EQ(std::string(parsed->local) + "@" + std::string(parsed->domain), address);
    }
  });
}

TEST(Address, OfOtherCharactersAtEveryPlace) {
  struct Row {
    const char* character;
    bool is_taken;
  };
  // Letters and symbols; white space and controls outside of ASCII.
  constexpr Row rows[] = {
      {"\xc3\xa9", true},      {"\xe2\x82\xac", true},  {"\xf0\x9f\x98\x80", true},
      {"\xc2\xa1", true},      {"\xe2\x80\x8b", true},  {"\xc2\x80", false},
      {"\xc2\x9f", false},     {"\xc2\xa0", false},     {"\xe1\x9a\x80", false},
      {"\xe2\x80\xa8", false}, {"\xe3\x80\x80", false}, {"\xe2\x81\x9f", false}};
  for (const Row& row : rows) {
    for (std::size_t size = 0; size <= most; ++size) {
      for (std::size_t place = 0; place <= size; ++place) {
        std::string local(size, 'x');
        local.insert(place, row.character);
        EXPECT_EQ(runtime::parse_address(local + "@b.c").has_value(), row.is_taken) << local;
        EXPECT_EQ(runtime::parse_address("a@" + local).has_value(), row.is_taken) << local;
      }
    }
  }
}

}  // namespace
}  // namespace lintel::test
