// SPDX-License-Identifier: Apache-2.0
// Addresses of the sizes around those of the blocks that are looked at at once, with what matters
// at every place, against a loop over bytes that anybody can see is right.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/text.h"
#include "tests/runtime/fence.h"

namespace lintel::test {
namespace {

// Quotes around it, and none inside but behind a backslash.
bool is_quoted(std::string_view local) {
  if (local.size() < 2 || local.front() != '"' || local.back() != '"') return false;
  const std::string_view inside = local.substr(1, local.size() - 2);
  for (std::size_t i = 0; i < inside.size(); ++i) {
    if (inside[i] == '"') return false;
    if (inside[i] == '\\' && ++i == inside.size()) return false;
  }
  return true;
}

// The size of the local part. All white space of the texts here is ASCII, but for one character.
std::optional<std::size_t> naive_local_size(std::string_view text) {
  for (const char c : text) {
    if ((c >= 0 && c <= ' ') || c == 0x7f) return std::nullopt;
  }
  if (text.find("\xc2\xa0") != text.npos) return std::nullopt;
  const std::size_t at = text.rfind('@');
  if (at == text.npos || at == 0 || at + 1 == text.size()) return std::nullopt;
  const std::string_view local = text.substr(0, at);
  if (local.find('@') != local.npos && !is_quoted(local)) return std::nullopt;
  return at;
}

class Addresses : public testing::Test {
 protected:
  void check(std::string_view text) {
    const std::string_view fenced = fence_.before(text);
    const auto parsed = runtime::parse_address(fenced);
    const std::optional<std::size_t> wanted = naive_local_size(text);
    ASSERT_EQ(parsed.has_value(), wanted.has_value()) << text;
    ++(parsed ? accepted_ : refused_);
    if (!parsed) return;
    ASSERT_EQ(parsed->local, text.substr(0, *wanted)) << text;
    ASSERT_EQ(parsed->domain, text.substr(*wanted + 1)) << text;
    ASSERT_EQ(parsed->local.data(), fenced.data());
    const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    ASSERT_FALSE(parsed->is_lower &&
                 std::any_of(parsed->domain.begin(), parsed->domain.end(), is_upper))
        << text;
  }

  Fence fence_{100};
  int accepted_ = 0;
  int refused_ = 0;
};

constexpr std::string_view pieces[] = {"@", "\"", "\\", " ", "\x7f", "\xc3\xa9"};

// Two of them in texts without an address, with one, and with one whose local part is quoted.
TEST_F(Addresses, WithTwoPiecesAtAnyPlaces) {
  for (std::size_t size = 14; size <= 40; ++size) {
    std::string plain(size, 'x');
    std::string usual = plain;
    usual[size / 2] = '@';
    std::string quoted = usual;
    quoted.front() = quoted[size - 4] = '"';
    quoted[size - 3] = '@';
    for (const std::string& around : {plain, usual, quoted}) {
      check(around);
      for (std::size_t second = 0; second < size; ++second) {
        for (const std::string_view piece : pieces) {
          std::string text = around;
          text.replace(second, 1, piece);
          check(text);
          for (std::size_t first = 0; first < second; ++first) {
            for (const std::string_view other : pieces) {
              text.replace(first, 1, other);
              check(text);
              text.replace(first, other.size(), 1, around[first]);
            }
          }
        }
      }
    }
  }
  EXPECT_GT(accepted_, 100'000);
  EXPECT_GT(refused_, 100'000);
}

TEST_F(Addresses, WithAnyByteOfAsciiBesideTheSign) {
  for (std::size_t size = 14; size <= 40; ++size) {
    for (std::size_t sign = 0; sign < size; ++sign) {
      std::string text(size, 'x');
      text[sign] = '@';
      for (std::size_t place = 0; place < size; ++place) {
        const char before = text[place];
        for (const char byte : {'\0', '\t', '\n', '\x1f', ' ', '!', '?', 'A', '`', '~', '\x7f'}) {
          text[place] = byte;
          check(text);
        }
        text[place] = before;
        std::string other = text;
        check(other.replace(place, 1, "\xc2\xa0"));
      }
    }
  }
  EXPECT_GT(accepted_, 10'000);
}

// Of a usual address it is known at once, wherever its sign is.
TEST_F(Addresses, InLowerCaseAndNot) {
  for (std::size_t size = 16; size <= 70; ++size) {
    for (const std::size_t sign : {std::size_t{1}, size / 2, size - 10, size - 2}) {
      std::string text(size, 'x');
      text[sign] = '@';
      ASSERT_TRUE(runtime::parse_address(text)->is_lower) << text;
      for (std::size_t place = 0; place < size; ++place) {
        if (text[place] == '@') continue;
        for (const char byte : {'A', 'M', 'Z'}) {
          std::string other = text;
          other[place] = byte;
          check(other);
        }
        for (const char byte : {'?', '[', '`', 'a', 'z'}) {
          std::string other = text;
          other[place] = byte;
          ASSERT_TRUE(runtime::parse_address(other)->is_lower) << other;
        }
      }
    }
  }
}

TEST_F(Addresses, OfSignsAlone) {
  for (std::size_t size = 0; size <= 70; ++size) {
    check(std::string(size, '@'));
    for (const std::size_t step : {1U, 7U, 8U, 15U, 16U, 17U, 31U, 32U, 33U}) {
      for (std::size_t first = 0; first < size; ++first) {
        std::string text(size, 'x');
        for (std::size_t i = first; i < size; i += step) text[i] = '@';
        check(text);
      }
    }
  }
}

}  // namespace
}  // namespace lintel::test
