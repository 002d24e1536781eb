// SPDX-License-Identifier: Apache-2.0
// Small functions at all of their values, or at every edge, against twins that take the plain way.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "runtime/dfa.h"
#include "runtime/table.h"
#include "runtime/text.h"
#include "runtime/utf8.h"

namespace lintel::test {
namespace {

using runtime::Character;
using State = runtime::Character::State;

constexpr char32_t last_code = 0x10ffff;

bool is_surrogate(char32_t code) { return code >= 0xd800 && code <= 0xdfff; }

std::string written(char32_t code) {
  const auto byte = [](char32_t value) { return static_cast<char>(value); };
  const auto next = [&](unsigned shift) { return byte(128 + ((code >> shift) % 64)); };
  if (code < 128) return {byte(code)};
  if (code < 2048) return {byte(192 + code / 64), next(0)};
  if (code < 65536) return {byte(224 + code / 4096), next(6), next(0)};
  return {byte(240 + code / 262144), next(12), next(6), next(0)};
}

TEST(Twins, EveryCharacterIsWrittenAndRead) {
  for (char32_t code = 0; code <= last_code; ++code) {
    if (is_surrogate(code)) continue;
    const std::string text = written(code);
    char out[4];
    const std::size_t size = runtime::encode(code, out);
    const Character read = runtime::decode(text.data(), text.data() + text.size());
    if (std::string_view(out, size) != text || read.state != State::valid || read.code != code ||
        read.size != size)
      ADD_FAILURE() << static_cast<std::uint32_t>(code);
  }
}

// What the bytes begin with: reads as many as the first one says, and asks then whether that is how
// the character is written.
State state_of(std::string_view bytes) {
  const auto first = static_cast<unsigned char>(bytes[0]);
  const std::size_t size = first < 0x80   ? 1
                           : first < 0xc2 ? 0
                           : first < 0xe0 ? 2
                           : first < 0xf0 ? 3
                           : first < 0xf5 ? 4
                                          : 0;
  if (size == 0) return State::invalid;
  const std::size_t most = std::min(size, bytes.size());
  // Whether any character begins with the bytes that are there.
  const auto begins = [&](char32_t code) {
    return !is_surrogate(code) && code <= last_code &&
           written(code).substr(0, most) == bytes.substr(0, most);
  };
  char32_t low = size == 1 ? first : first & (0x7fU >> size);
  char32_t high = low;
  for (std::size_t i = 1; i < size; ++i) {
    const bool is_there = i < bytes.size();
    low = low * 64 + (is_there ? static_cast<unsigned char>(bytes[i]) % 64U : 0);
    high = high * 64 + (is_there ? static_cast<unsigned char>(bytes[i]) % 64U : 63);
  }
  const bool any = begins(low) || begins(high) || (low < 0x800 && begins(0x800) && high >= 0x800) ||
                   (low < 0x10000 && high >= 0x10000 && begins(0x10000));
  if (!any) return State::invalid;
  return bytes.size() < size ? State::cut_off : State::valid;
}

TEST(Twins, EveryBeginningOfACharacter) {
  const std::string edges = "\x01\x7f\x80\x8f\x90\x9f\xa0\xbf\xc0\xff";
  const auto check = [](const std::string& bytes) {
    const Character read = runtime::decode(bytes.data(), bytes.data() + bytes.size());
    EXPECT_EQ(static_cast<int>(read.state), static_cast<int>(state_of(bytes)))
        << testing::PrintToString(bytes);
    EXPECT_EQ(runtime::is_valid_utf8(bytes.substr(0, read.size)),
              read.state == State::valid || read.size == 0);
  };
  for (int first = 0; first < 256; ++first) {
    const std::string one(1, static_cast<char>(first));
    check(one);
    for (const char second : edges) {
      check(one + second);
      for (const char third : edges) {
        check(one + second + third);
        for (const char fourth : edges) check(one + second + third + fourth);
      }
    }
  }
}

TEST(Twins, WholeCharacters) {
  const std::string text = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z";
  const std::size_t expected[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11};
  for (std::size_t limit = 0; limit <= text.size(); ++limit)
    EXPECT_EQ(runtime::whole_characters(text, limit), expected[limit]) << limit;
}

bool is_white_space(char32_t code) {
  constexpr char32_t all[] = {0x09,   0x0a,   0x0b,   0x0c,   0x0d,   0x20,   0x85,
                              0xa0,   0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004,
                              0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x2028,
                              0x2029, 0x202f, 0x205f, 0x3000};
  return std::find(std::begin(all), std::end(all), code) != std::end(all);
}

TEST(Twins, WhiteSpaceAndControlsOfAllCharacters) {
  for (char32_t code = 0; code <= last_code; ++code) {
    if (is_surrogate(code)) continue;
    const std::string text = written(code);
    const bool is_control = code < 0x20 || (code >= 0x7f && code <= 0x9f);
    if (runtime::trim(text).empty() != is_white_space(code) ||
        runtime::parse_address("a" + text + "b@c").has_value() !=
            (!is_white_space(code) && !is_control && code != '@'))
      ADD_FAILURE() << static_cast<std::uint32_t>(code);
  }
}

TEST(Twins, QuotedLocalParts) {
  for (const std::string_view local :
       {R"("@")", R"("a@b")", R"("\"@")", R"("@\\")", R"("@@")", R"("@\a")"})
    EXPECT_TRUE(runtime::parse_address(std::string(local) + "@x")) << local;
  for (const std::string_view local :
       {R"("@)", R"(@")", R"(a"@")", R"("@\")", R"("@"b)", R"(""@)", R"(@)", R"("a"@"b")", R"(a@)"})
    EXPECT_FALSE(runtime::parse_address(std::string(local) + "@x")) << local;
}

// Every byte at every place of a number, short and long.
TEST(Twins, DigitsAreDigits) {
  for (const std::string number : {"7", "100200300400500600", "-70", "+123456789012345678",
                                   "1000000000000000000", "-1000000000000000000"}) {
    for (std::size_t at = 1; at < number.size(); ++at) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string other = number;
        other[at] = static_cast<char>(byte);
        EXPECT_EQ(runtime::parse_integer(other).has_value(), byte >= '0' && byte <= '9') << other;
        std::int64_t digits = 0;
        const bool is_plain = other.front() >= '0' && other.front() <= '9';
        ASSERT_EQ(runtime::parse_digits(other, &digits),
                  is_plain && other.size() <= 18 && byte >= '0' && byte <= '9')
            << other;
      }
    }
  }
  EXPECT_EQ(runtime::parse_integer("9223372036854775807"), INT64_MAX);
  EXPECT_EQ(runtime::parse_integer("-9223372036854775808"), INT64_MIN);
  EXPECT_FALSE(runtime::parse_integer("9223372036854775808"));
  EXPECT_FALSE(runtime::parse_integer("-9223372036854775809"));
  EXPECT_EQ(runtime::parse_integer("0"), 0);
  std::int64_t digits = 0;
  for (const std::string_view text : {"0", "7", "42", "100200300400500600", "999999999999999999"}) {
    EXPECT_TRUE(runtime::parse_digits(text, &digits)) << text;
    EXPECT_EQ(runtime::parse_integer(text), digits) << text;
  }
  for (const std::string_view text : {"", "-1", "+1", " 1", "1 ", "1000000000000000000"}) {
    EXPECT_FALSE(runtime::parse_digits(text, &digits)) << text;
  }
}

// What stands behind a text is none of its business.
TEST(Twins, LineBreaksAtTheEnd) {
  const auto of = [](std::string_view text) {
    char out[16];
    return std::string(out, runtime::single_line(text, out));
  };
  const std::string_view text = "\r\r\n\n\r\nx\r\n";
  EXPECT_EQ(of(text), "    x ");
  EXPECT_EQ(of(text.substr(0, 8)), "    x ");
  EXPECT_EQ(of(text.substr(0, 2)), "  ");
  EXPECT_EQ(of("a\n\r"), "a  ");
}

// Images hold what was made with these hashes.
TEST(Twins, HashesOfKeysStayAsTheyAre) {
  std::string key;
  std::uint64_t sum = 0;
  for (char next = 1; next <= 70; ++next) {
    const std::uint64_t hash = image::key_hash(key);
    const std::uint32_t seed = static_cast<std::uint32_t>(hash);
    sum = sum * 31 + (hash ^ (hash >> 32)) + image::bucket_of(hash, 1000) +
          image::slot_of(hash, seed, 77777);
    key.push_back(static_cast<char>(next * 37));
  }
  EXPECT_EQ(sum, 15810698679653336959U);
}

// All texts of a few letters, and longer ones with another letter at each place.
TEST(Twins, Runs) {
  const auto has = [](const std::uint64_t* set, char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 128 && (set[byte / 64] & std::uint64_t{1} << byte % 64) != 0;
  };
  image::DfaRow row{};
  const auto set = [](std::uint64_t* bits, std::string_view letters) {
    for (const char c : letters) bits[c / 64] |= std::uint64_t{1} << c % 64;
  };
  set(row.run_first, "a1@");
  set(row.run_rest, "ab9?");
  row.run_least = 2;
  row.run_most = 40;
  const auto check = [&](const std::string& text) {
    bool expected = text.size() >= row.run_least && text.size() <= row.run_most;
    for (std::size_t i = 0; i < text.size(); ++i)
      expected = expected && has(i == 0 ? row.run_first : row.run_rest, text[i]);
    EXPECT_EQ(runtime::matches_run(row, text), expected) << row.run_least << text;
  };
  for (const std::uint32_t least : {0U, 1U, 2U, 17U}) {
    row.run_least = least;
    for (std::size_t size = 0; size <= 42; ++size) {
      const std::string text(size, 'a');
      check(text);
      for (std::size_t at = 0; at < size; ++at) {
        for (int byte = 0; byte < 256; ++byte) {
          std::string other = text;
          other[at] = static_cast<char>(byte);
          check(other);
        }
      }
    }
  }
}

}  // namespace
}  // namespace lintel::test
