// SPDX-License-Identifier: Apache-2.0
// The JSON scanner alone: where each token ends, or what is wrong with it and where.
#include "runtime/json_scanner.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "runtime/json_text.h"
#include "runtime/limits.h"
#include "tests/runtime/fence.h"

namespace lintel::test {
namespace {

using runtime::JsonScanner;
using runtime::JsonType;
using runtime::RawText;

// How a value ends: "N" bytes on, or with a fault at byte N.
std::string end_of(std::string_view text) {
  JsonScanner scanner(text);
  const char* const end = scanner.value(text.data(), 0);
  if (end != nullptr) return std::to_string(end - text.data());
  const std::string at = " at " + std::to_string(scanner.fault().offset);
  switch (scanner.fault().kind) {
    case FaultKind::event_truncated: return "truncated" + at;
    case FaultKind::event_malformed: return "malformed" + at;
    case FaultKind::event_encoding: return "encoding" + at;
    case FaultKind::event_too_deep: return "too deep" + at;
    default: return "another fault";
  }
}

struct Row {
  std::string_view text;
  std::string_view end;
};

constexpr Row rows[] = {
    {"true", "4"},
    {"truex", "4"},
    {"false", "5"},
    {"null", "4"},
    {"trux", "malformed at 3"},
    {"nulL", "malformed at 3"},
    {"falsy", "malformed at 4"},
    {"tsue", "malformed at 1"},
    {"0", "1"},
    {"-0", "2"},
    {"01", "1"},
    {"00", "1"},
    {"10", "2"},
    {"190", "3"},
    {"9:", "1"},
    {"9/", "1"},
    {"1.09", "4"},
    {"1.", "truncated at 2"},
    {"1.x", "malformed at 2"},
    {"-", "truncated at 1"},
    {"--1", "malformed at 1"},
    {"1e5", "3"},
    {"1E5", "3"},
    {"1F5", "1"},
    {"1E+05", "5"},
    {"1e-5", "4"},
    {"1e,5", "malformed at 2"},
    {"1e+", "truncated at 3"},
    {"0e1", "3"},
    {"0.5E-3]", "6"},
    {"x", "malformed at 0"},
    {":", "malformed at 0"},
    {"", "truncated at 0"},
    {R"("")", "2"},
    {R"("a")", "3"},
    {R"("a#b!")", "6"},
    {R"("0123456789 0123456789")", "23"},
    {R"("\"\\\/\b\f\n\r\t")", "18"},
    {R"("\x")", "malformed at 2"},
    {R"("\)", "truncated at 2"},
    {R"("\u)", "truncated at 3"},
    {R"("\u00e)", "truncated at 6"},
    {R"("\ue000\uffff\ud7ff")", "20"},
    {R"("\uD800\uDC00\uDBFF\uDFFF\ud83d\ude00")", "38"},
    {R"("\ud800")", "malformed at 1"},
    {R"("\ud800\ud800")", "malformed at 1"},
    {R"("\ud800\ue000")", "malformed at 1"},
    {R"("\udbff\udbff")", "malformed at 1"},
    {R"("a\udc00")", "malformed at 2"},
    {R"("a\udfff")", "malformed at 2"},
    {R"("\ud800xudc00")", "malformed at 1"},
    {R"("\ud800\tdc00")", "malformed at 1"},
    {R"("\ud800\udc0x")", "malformed at 12"},
    {R"("\ud800)", "truncated at 7"},
    {R"("\ud800x)", "malformed at 1"},
    {R"("\ud800\)", "truncated at 8"},
    {R"("\ud800\u)", "truncated at 9"},
    {"\"\x7f\"", "3"},
    {"\"\x1f\"", "malformed at 1"},
    {"\"\n\"", "malformed at 1"},
    {"\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80x\xc2\x80\"", "14"},
    {"\"\xc3\xa9\x80\"", "encoding at 3"},
    {"\"\xc3\"", "encoding at 1"},
    {"\"\xe2\x82", "truncated at 3"},
    {"\"0123456789012345\xff\"", "encoding at 17"},
    {"[]", "2"},
    {"[ ]", "3"},
    {"[\t\n\r 1 ,\n2 ]", "12"},
    {"[\v]", "malformed at 1"},
    {"[!]", "malformed at 1"},
    {"[1!]", "malformed at 2"},
    {"[[],[[]],{}]", "12"},
    {"[[]1]", "malformed at 3"},
    {"[{}1]", "malformed at 3"},
    {"[1,]", "malformed at 3"},
    {"[,1]", "malformed at 1"},
    {"[1}", "malformed at 2"},
    {"{]", "malformed at 1"},
    {"{}", "2"},
    {"{ }", "3"},
    {R"({"a":1,"b":[2],"c":{}})", "22"},
    {R"({ "a" : 1 , "b" : "" })", "22"},
    {R"({"a":{}"b":1})", "malformed at 7"},
    {R"({"a":[]"b":1})", "malformed at 7"},
    {R"({"a":1"b":1})", "malformed at 6"},
    {R"({"a":"x"-"b":1})", "malformed at 8"},
    {R"({"a":1,#b":1})", "malformed at 7"},
    {R"({"a":1,b":1})", "malformed at 7"},
    {R"({"a":1,})", "malformed at 7"},
    {R"({"a":1,,"b":1})", "malformed at 7"},
    {R"({,"a":1})", "malformed at 1"},
    {R"({x"a":1})", "malformed at 1"},
    {R"({x":1})", "malformed at 1"},
    {R"({"a" 1})", "malformed at 5"},
    {R"({"a";1})", "malformed at 4"},
    {R"({"a":})", "malformed at 5"},
    {R"({"\x":1})", "malformed at 3"},
    {R"({"a":1 "b":2})", "malformed at 7"},
    {R"({1:1})", "malformed at 1"},
};

TEST(JsonScanner, SaysWhereAValueEnds) {
  Fence fence(64);
  for (const Row& row : rows) {
    EXPECT_EQ(end_of(row.text), row.end) << row.text;
    EXPECT_EQ(end_of(fence.before(row.text)), row.end) << row.text;
  }
}

// Of a text that is cut off anywhere, nothing behind the cut is looked at, though it stands there.
TEST(JsonScanner, ReadsNothingBehindTheEnd) {
  Fence fence(64);
  for (const Row& row : rows) {
    for (std::size_t size = 0; size < row.text.size(); ++size) {
      const std::string_view cut(row.text.data(), size);
      EXPECT_EQ(end_of(cut), end_of(fence.before(cut))) << cut;
    }
  }
  const std::string_view whole = R"({"a":[1.5e+3,true,null,"\u00e9"],"b":{ }, "c":false})";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::string truncated = "truncated at " + std::to_string(size);
    EXPECT_EQ(end_of({whole.data(), size}), truncated);
    EXPECT_EQ(end_of(fence.before(whole.substr(0, size))), truncated);
  }
  EXPECT_EQ(end_of(whole), std::to_string(whole.size()));
}

TEST(JsonScanner, TakesTheDigitsOfEscapes) {
  const std::string digits = "0123456789abcdefABCDEF";
  for (int place = 0; place < 4; ++place) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string text = R"("\u1111")";
      text[static_cast<std::size_t>(3 + place)] = static_cast<char>(byte);
      const bool is_digit = digits.find(static_cast<char>(byte)) != std::string::npos;
      EXPECT_EQ(end_of(text), is_digit ? "8" : "malformed at " + std::to_string(3 + place)) << byte;
    }
  }
}

// Escapes that are half of a pair are wrong on their own.
TEST(JsonScanner, TakesAllCodesButSurrogates) {
  int wrong = 0;
  for (unsigned number = 0; number < 256; ++number) {
    // The first two and the last two of each 1,024.
    const unsigned unit = number / 4 * 0x400 + number % 4 / 2 * 0x3fe + number % 2;
    for (const std::string_view digits : {"0123456789abcdef", "0123456789ABCDEF"}) {
      std::string text = R"("\u)";
      for (unsigned shift = 16; shift != 0; shift -= 4) text += digits[unit >> (shift - 4) & 0xf];
      const bool is_surrogate = unit >= 0xd800 && unit < 0xe000;
      wrong += end_of(text + '"') == (is_surrogate ? "malformed at 1" : "8") ? 0 : 1;
      const std::string with_low = end_of(text + R"(\udc00")");
      const bool is_high = unit >= 0xd800 && unit < 0xdc00;
      wrong += with_low == (is_high        ? "14"
                            : is_surrogate ? "malformed at 1"
                                           : "malformed at 7")
                   ? 0
                   : 1;
    }
  }
  EXPECT_EQ(wrong, 0);
}

// Brackets that close in the order in which they were opened, and one that does not.
TEST(JsonScanner, KnowsWhatIsOpen) {
  for (const unsigned pattern : {0x0U, 0xffffffffU, 0x55555555U, 0x6c1e5a93U, 0x2d3f9117U}) {
    for (const std::size_t depth : {std::size_t{1}, std::size_t{63}, std::size_t{64},
                                    std::size_t{65}, std::size_t{66}, limits::max_event_depth}) {
      std::string open;
      std::string close;
      for (std::size_t i = 0; i < depth; ++i) {
        const bool is_object = (pattern >> (i * 7 + i / 64) % 32 & 1) != 0;
        open += is_object ? R"({"a":)" : "[";
        close.insert(0, 1, is_object ? '}' : ']');
      }
      const std::string text = open + "1" + close;
      ASSERT_EQ(end_of(text), std::to_string(text.size()));
      for (std::size_t i = 0; i < close.size(); ++i) {
        std::string other = close;
        other[i] = other[i] == '}' ? ']' : '}';
        const std::size_t at = open.size() + 1 + i;
        ASSERT_EQ(end_of(open + "1" + other), "malformed at " + std::to_string(at));
      }
    }
  }
  const std::string most(limits::max_event_depth, '[');
  EXPECT_EQ(end_of(most + std::string(limits::max_event_depth, ']')), "256");
  EXPECT_EQ(end_of(most + "["), "too deep at 128");
  EXPECT_EQ(end_of(most + "{"), "too deep at 128");
}

TEST(JsonScanner, NotesEscapesAlone) {
  const auto escaped = [](std::string_view text) {
    JsonScanner scanner(text);
    RawText content;
    EXPECT_EQ(scanner.string(text.data(), content), text.data() + text.size());
    EXPECT_EQ(content.text, text.substr(1, text.size() - 2));
    return content.escaped;
  };
  EXPECT_FALSE(escaped(R"("")"));
  EXPECT_FALSE(escaped(R"("plain")"));
  EXPECT_FALSE(escaped("\"\xc3\xa9 \xe2\x82\xac\""));
  EXPECT_TRUE(escaped(R"("\n")"));
  EXPECT_TRUE(escaped("\"\xc3\xa9\\n\xc3\xa9\""));
}

TEST(JsonScanner, GivesTheMembersOfAnObject) {
  const std::string_view text = R"({"a":1 ,"\u0062" : [2],"":{}})";
  JsonScanner scanner(text);
  RawText name;
  const char* at = scanner.member(text.data() + 1, true, name);
  std::string seen;
  while (name.text.data() != nullptr) {
    const char* const end = scanner.value(at, 1);
    seen.append(name.text).append(name.escaped ? "! " : " ").append(at, end).append("; ");
    at = scanner.member(end, false, name);
  }
  EXPECT_EQ(seen, R"(a 1; \u0062! [2];  {}; )");
  EXPECT_EQ(at, text.data() + text.size());
}

TEST(JsonScanner, TellsTypesByTheFirstByte) {
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    JsonType wanted = JsonType::nothing;
    if (c == '{') wanted = JsonType::object;
    if (c == '[') wanted = JsonType::list;
    if (c == '"') wanted = JsonType::text;
    if (c == 't' || c == 'f') wanted = JsonType::boolean;
    if (c == 'n') wanted = JsonType::null;
    if (byte != 0 && std::string_view("-0123456789").find(c) != std::string_view::npos)
      wanted = JsonType::number;
    EXPECT_EQ(runtime::json_type(c), wanted) << byte;
  }
}

}  // namespace
}  // namespace lintel::test
