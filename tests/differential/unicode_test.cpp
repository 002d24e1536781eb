// SPDX-License-Identifier: Apache-2.0
// Our tables of Unicode and those of RE2 hold the same characters.
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <re2/re2.h>

#include "compiler/regex/unicode.h"
#include "grammar/escapes.h"

namespace lintel::differential {
namespace {

namespace regex = compiler::regex;

constexpr std::string_view names[] = {
#define LINTEL_UNICODE_GROUP(name, ...) #name,
#include "compiler/regex/categories.def"
#include "compiler/regex/scripts.def"
#undef LINTEL_UNICODE_GROUP
    "C", "L", "M", "N", "P", "S", "Z", "Any"};

// All characters but those planes that are empty or filled by a single range.
constexpr regex::CharRange looked_at[] = {
    {0, 0xd7ff}, {0xe000, 0x1ffff}, {0x2a6d0, 0x2b900}, {0x2f7f0, 0x31400}, {0xe0000, 0xe0200}};

struct Characters {
  std::string text;
  std::vector<char32_t> at;  // by byte: the character that starts there
};

const Characters& characters() {
  static const Characters made = [] {
    Characters all;
    for (const auto& range : looked_at) {
      for (char32_t code = range.first; code <= range.last; ++code) {
        grammar::append_utf8(all.text, code);
        all.at.resize(all.text.size(), code);
      }
    }
    return all;
  }();
  return made;
}

// The characters that RE2 finds, as ranges.
std::vector<regex::CharRange> found_by_re2(const std::string& pattern) {
  const auto& [text, at] = characters();
  const RE2 re2(pattern);
  EXPECT_TRUE(re2.ok()) << pattern;
  regex::CharSet found;
  std::size_t from = 0;
  re2::StringPiece run;
  while (re2.Match(text, from, text.size(), RE2::UNANCHORED, &run, 1)) {
    const auto begin = static_cast<std::size_t>(run.data() - text.data());
    from = begin + run.size();
    for (std::size_t i = begin; i < from; ++i)
      if (i == begin || at[i] != at[i - 1]) found.add(at[i]);
  }
  return found.ranges();
}

std::vector<regex::CharRange> found_by_us(regex::CharSet set) {
  regex::CharSet unseen;
  for (const auto& range : looked_at) unseen.add(range.first, range.last);
  unseen.negate();
  set.negate();
  set.add(unseen.ranges());
  set.negate();
  return set.ranges();
}

std::string shown(const std::vector<regex::CharRange>& ranges) {
  std::string text;
  for (const auto& range : ranges)
    text += fmt::format("{:x}-{:x}\n", static_cast<std::uint32_t>(range.first),
                        static_cast<std::uint32_t>(range.last));
  return text;
}

TEST(Unicode, GroupsAreThoseOfRe2) {
  for (const std::string_view name : names) {
    regex::CharSet set;
    ASSERT_TRUE(regex::add_unicode_group(name, set)) << name;
    EXPECT_EQ(shown(found_by_us(set)), shown(found_by_re2("\\p{" + std::string(name) + "}+")))
        << name;
  }
}

TEST(Unicode, UnknownGroupsAreRefused) {
  regex::CharSet set;
  for (const std::string_view name : {"", "X", "l", "LL", "greek", "Cn", "LC", "Unknown", "L_"})
    EXPECT_FALSE(regex::add_unicode_group(name, set)) << name;
}

// Characters that have another letter case, or might.
TEST(Unicode, FoldingIsThatOfRe2) {
  std::string text;
  std::vector<char32_t> codes;
  regex::CharSet cased;
  for (const std::string_view name : {"Lu", "Ll", "Lt", "Nl", "Mn", "So"})
    regex::add_unicode_group(name, cased);
  regex::CharSet everything = cased;
  everything.fold();
  // Nothing outside of these has one.
  EXPECT_EQ(everything.ranges() == cased.ranges(), true);
  for (const auto& range : found_by_us(cased)) {
    for (char32_t code = range.first; code <= range.last; ++code) {
      regex::CharSet one;
      one.add(code);
      one.fold();
      if (one.ranges().size() == 1 && one.ranges()[0].first == one.ranges()[0].last) continue;
      codes.push_back(code);
      grammar::append_utf8(text, code);
    }
  }
  EXPECT_GT(codes.size(), 2800u);
  RE2::Options fold;
  fold.set_case_sensitive(false);
  for (const char32_t code : codes) {
    regex::CharSet one;
    one.add(code);
    one.fold();
    std::string expected;
    for (const auto& range : one.ranges())
      for (char32_t other = range.first; other <= range.last; ++other)
        grammar::append_utf8(expected, other);
    std::string character;
    grammar::append_utf8(character, code);
    const RE2 re2("(" + character + ")", fold);
    std::string found;
    re2::StringPiece rest(text);
    std::string match;
    while (RE2::FindAndConsume(&rest, re2, &match)) found += match;
    EXPECT_EQ(found, expected) << static_cast<std::uint32_t>(code);
  }
  // What we leave alone, RE2 leaves alone: no other character of a case is found by one of them.
  std::string class_of_all = "[" + text + "]+";
  EXPECT_EQ(found_by_re2("(?i)" + class_of_all) == found_by_re2(class_of_all), true);
}

}  // namespace
}  // namespace lintel::differential
