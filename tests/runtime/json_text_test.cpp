// SPDX-License-Identifier: Apache-2.0
// What raw texts say, against an own reading of escapes, and how many names an object has, with as
// much room as that takes and with less.
#include "runtime/json_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/runtime/fence.h"

namespace lintel::test {
namespace {

using runtime::count_members;
using runtime::find_member;
using runtime::parse_document;
using runtime::RawText;
using runtime::TextArena;

std::string utf8(unsigned code) {
  const auto byte = [](unsigned value) { return static_cast<char>(value); };
  const auto tail = [&](unsigned shift) { return byte(0x80 + (code >> shift) % 64); };
  if (code < 0x80) return {byte(code)};
  if (code < 0x800) return {byte(0xc0 + code / 64), tail(0)};
  if (code < 0x10000) return {byte(0xe0 + code / 4096), tail(6), tail(0)};
  return {byte(0xf0 + code / 262144), tail(12), tail(6), tail(0)};
}

std::string escape_of(unsigned unit, std::string_view digits) {
  std::string result = "\\u";
  for (const unsigned shift : {12U, 8U, 4U, 0U}) result += digits[unit >> shift & 0xf];
  return result;
}

RawText raw(std::string_view text) { return {text, text.find('\\') != std::string_view::npos}; }

// Checks all that tells what a text says.
void expect_says(const std::string& written, const std::string& meant) {
  const RawText text = raw(written);
  EXPECT_TRUE(equals(text, meant)) << written;
  EXPECT_TRUE(equals_ignoring_case(text, meant)) << written;
  EXPECT_TRUE(starts_with(text, meant)) << written;
  EXPECT_FALSE(equals(text, meant + "x")) << written;
  EXPECT_FALSE(starts_with(text, meant + "x")) << written;
  std::string room(written.size(), '\0');
  TextArena arena(room);
  const auto resolved = unescape(text, arena);
  ASSERT_TRUE(resolved.has_value());
  EXPECT_EQ(*resolved, meant);
}

TEST(RawTexts, SayWhatTheirEscapesStandFor) {
  for (unsigned code = 0; code < 0x10000; ++code) {
    if (code >= 0xd800 && code < 0xe000) continue;
    expect_says(escape_of(code, "0123456789abcdef"), utf8(code));
    if (code % 16 > 9) expect_says("a" + escape_of(code, "0123456789ABCDEF"), "a" + utf8(code));
  }
  for (const unsigned high : {0U, 1U, 0x155U, 0x3feU, 0x3ffU}) {
    for (const unsigned low : {0U, 1U, 0x2aaU, 0x3feU, 0x3ffU}) {
      constexpr std::string_view digits = "0123456789abcDEF";
      expect_says(escape_of(0xd800 + high, digits) + escape_of(0xdc00 + low, digits) + "z",
                  utf8(0x10000 + high * 1024 + low) + "z");
    }
  }
  expect_says(R"(\"\\\/\b\f\n\r\t)", "\"\\/\b\f\n\r\t");
}

// All texts of up to three letters, each with and without an escape, against each other.
TEST(RawTexts, AreComparedByWhatTheySay) {
  constexpr std::pair<std::string_view, char> letters[] = {
      {"a", 'a'}, {"\\u0061", 'a'}, {"B", 'B'}, {"\\u0042", 'B'}};
  std::vector<std::pair<std::string, std::string>> texts{{"", ""}};
  for (std::size_t first = 0; texts.size() < 1 + 4 + 16 + 64; ++first) {
    const auto [before, said_before] = texts[first];
    for (const auto& [letter, said] : letters) {
      texts.emplace_back(before + std::string(letter), said_before + said);
    }
  }
  const auto lower = [](std::string text) {
    for (char& c : text) c = c == 'B' ? 'b' : c;
    return text;
  };
  for (const auto& [written, meant] : texts) {
    for (const auto& [other, said] : texts) {
      EXPECT_EQ(equals(raw(written), said), meant == said) << written << ' ' << said;
      EXPECT_EQ(equals(raw(written), raw(other)), meant == said) << written << ' ' << other;
      EXPECT_EQ(starts_with(raw(written), said), meant.starts_with(said)) << written << ' ' << said;
      EXPECT_EQ(equals_ignoring_case(raw(written), lower(said)), meant == said)
          << written << ' ' << said;
    }
  }
}

// An empty text is empty wherever it stands.
TEST(RawTexts, OfNoBytes) {
  EXPECT_TRUE(equals(RawText{std::string_view("x").substr(0, 0)}, std::string_view("y", 0)));
  EXPECT_FALSE(equals(RawText{"x"}, ""));
  EXPECT_FALSE(equals(RawText{""}, "x"));
}

// Nothing is read behind the shorter one of two.
TEST(RawTexts, AreComparedUpToTheEndOfEither) {
  const FencedCopy copy("ab");
  for (const std::string_view longer : {"\\u0061bc", "a\\u0062ab"}) {
    EXPECT_FALSE(equals(raw(longer), copy.text()));
    EXPECT_FALSE(equals_ignoring_case(raw(longer), copy.text()));
    EXPECT_TRUE(starts_with(raw(longer), copy.text()));
  }
}

TEST(RawTexts, TakeNoMoreRoomThanTheySay) {
  std::string room(12, '\0');
  TextArena arena(room);
  EXPECT_EQ(unescape(raw("plain text that fits nowhere"), arena), "plain text that fits nowhere");
  EXPECT_EQ(arena.used(), 0U);
  const auto first = unescape(raw("\\u0061b"), arena);
  EXPECT_EQ(arena.used(), 2U);
  const auto second = unescape(raw("\\n\\u20ac"), arena);
  EXPECT_EQ(arena.used(), 6U);
  EXPECT_EQ(first, "ab");
  EXPECT_EQ(second, "\n\xe2\x82\xac");
  EXPECT_EQ(unescape(raw("\\u0061b"), arena), std::nullopt);
  EXPECT_EQ(arena.used(), 6U);
}

// An object with this many names n0, n1, ...
std::string object_of(std::size_t names) {
  std::string object = "{";
  for (std::size_t i = 0; i < names; ++i) {
    object += (i == 0 ? "\"n" : ",\"n") + std::to_string(i) + "\":0";
  }
  return object + "}";
}

// Four bytes for each place; so many places that half of them and more stay free.
TEST(MembersOfAnObject, AreCountedWithSoMuchRoom) {
  for (std::size_t names = 0; names < 70; ++names) {
    std::size_t places = 1;
    while (places < 2 * names + 1) places *= 2;
    const std::string object = object_of(names);
    std::vector<char> scratch(4 * places);
    EXPECT_EQ(count_members(object, scratch), static_cast<std::int64_t>(names));
    scratch.pop_back();
    EXPECT_EQ(count_members(object, scratch), std::nullopt) << names;
  }
}

// The most that an evaluation has room for; in a time that grows as their number does.
TEST(MembersOfAnObject, AreCountedQuicklyHoweverMany) {
  constexpr std::size_t most = limits::text_arena_bytes / 8 - 1;
  std::vector<char> scratch(limits::text_arena_bytes);
  EXPECT_EQ(count_members(object_of(most), scratch), static_cast<std::int64_t>(most));
  EXPECT_EQ(count_members(object_of(most + 1), scratch), std::nullopt);
}

// Every object of up to five members of two names and a third one with escapes: the last value of a
// name says whether it counts.
TEST(MembersOfAnObject, CountOnceByTheirLastValue) {
  constexpr std::string_view written[] = {"\"a\"", "\"b\"", "\"\\u0061\""};
  constexpr std::size_t kinds = 2 * std::size(written);
  std::size_t objects = 1;
  for (std::size_t size = 0; size <= 5; ++size, objects *= kinds) {
    for (std::size_t number = 0; number < objects; ++number) {
      std::string object = "{";
      bool counts[2] = {false, false};
      for (std::size_t i = 0, rest = number; i < size; ++i, rest /= kinds) {
        const bool is_null = rest % 2 == 1;
        const std::size_t name = rest % kinds / 2;
        object += i == 0 ? "" : ",";
        object += written[name];
        object += is_null ? ":null" : ":\"\"";
        counts[name % 2] = !is_null;
      }
      object += "}";
      char scratch[64];
      EXPECT_EQ(count_members(object, scratch), counts[0] + counts[1]) << object;
    }
  }
}

TEST(MembersOfAnObject, AreFoundByTheirLastPlace) {
  constexpr std::string_view object = R"({ "a" : 1 , "b":[2,{"a":3}],"\u0061":"4", "c" : null })";
  EXPECT_EQ(find_member(object, "a")->value, "\"4\"");
  EXPECT_EQ(find_member(object, "b")->value, "[2,{\"a\":3}]");
  EXPECT_EQ(find_member(object, raw("\\u0063"))->value, "null");
  EXPECT_FALSE(find_member(object, "d").has_value());
  EXPECT_FALSE(find_member("{}", "").has_value());
  EXPECT_EQ(find_member(R"({"":1})", "")->value, "1");
}

std::vector<std::string_view> elements_of(std::string_view list) {
  std::vector<std::string_view> result;
  runtime::JsonElements elements(list);
  for (std::string_view element; elements.next(element);) result.push_back(element);
  return result;
}

TEST(ElementsOfAList, ComeInOrder) {
  using Elements = std::vector<std::string_view>;
  EXPECT_EQ(elements_of("[]"), Elements());
  EXPECT_EQ(elements_of("[ \n]"), Elements());
  EXPECT_EQ(elements_of("[1]"), Elements({"1"}));
  EXPECT_EQ(elements_of("[ 1 ,\t[2,[]] , {\"]\":3},\"]\" ]"),
            Elements({"1", "[2,[]]", "{\"]\":3}", "\"]\""}));
}

TEST(Documents, AreOneValueOfTheirType) {
  EXPECT_EQ(parse_document(" [1] \n", '['), "[1]");
  EXPECT_EQ(parse_document("{}", '{'), "{}");
  for (const std::string_view text : {"", " ", "{", "[1] x", "[1][", "[1,]", "{}", " {\"a\":1}"}) {
    EXPECT_EQ(parse_document(text, '['), std::nullopt) << text;
  }
  const auto nested = [](std::size_t levels) {
    return std::string(levels, '[') + std::string(levels, ']');
  };
  EXPECT_TRUE(parse_document(nested(limits::max_event_depth), '['));
  EXPECT_FALSE(parse_document(nested(limits::max_event_depth + 1), '['));
}

}  // namespace
}  // namespace lintel::test
