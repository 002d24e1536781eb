// SPDX-License-Identifier: Apache-2.0
// Conditions of the grammar that no other test decides both ways: the first and last characters of
// each class, words that are nearly others, and mistakes at the ends of lines and files.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "grammar/diagnostic.h"
#include "grammar/escapes.h"
#include "tests/grammar/support.h"

namespace lintel::grammar {
namespace {

TEST(GrammarCorners, CharactersThatCannotBeSeen) {
  for (const char32_t c : {0x0U, 0x20U, 0x7fU, 0xa0U, 0xadU, 0x61cU, 0x1680U, 0x2000U, 0x200fU,
                           0x2028U, 0x202fU, 0x205fU, 0x206fU, 0x3000U, 0xfeffU})
    EXPECT_EQ(describe(c).front(), 'U') << static_cast<unsigned>(c);
  for (const char32_t c :
       {0x21U, 0x7eU, 0xa1U, 0xacU, 0xaeU, 0x61bU, 0x61dU, 0x167fU, 0x1681U, 0x1fffU, 0x2010U,
        0x2027U, 0x2030U, 0x205eU, 0x2070U, 0x2fffU, 0x3001U, 0xfefeU, 0xff00U})
    EXPECT_EQ(describe(c).front(), '`') << static_cast<unsigned>(c);
}

TEST(GrammarCorners, CharactersThatChangeTheDirection) {
  for (const char32_t c : {0x202aU, 0x202eU, 0x2066U, 0x2069U, 0x200eU, 0x200fU, 0x61cU})
    EXPECT_TRUE(is_bidirectional_control(c)) << static_cast<unsigned>(c);
  for (const char32_t c : {0x2029U, 0x202fU, 0x2065U, 0x206aU, 0x200dU, 0x2010U, 0x61bU, 0x61dU})
    EXPECT_FALSE(is_bidirectional_control(c)) << static_cast<unsigned>(c);
}

TEST(GrammarCorners, BytesThatAreNoCharacter) {
  for (const std::string_view bytes :
       {"\x80", "\xc1\xbf", "\xe0\x80\x80", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
        "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xc3", "\xc3x", "\xe2\x82x", "\xf0\x9f\x98"})
    EXPECT_FALSE(first_code_point(bytes)) << bytes;
  EXPECT_EQ(first_code_point("\xf4\x8f\xbf\xbf")->value, 0x10ffffU);
  EXPECT_EQ(first_code_point("\xf0\x90\x80\x80")->value, 0x10000U);
}

TEST(GrammarCorners, Escapes) {
  EXPECT_EQ(decode_escape("\\x41"), U'A');
  EXPECT_EQ(decode_escape("\\X41"), U'A');
  EXPECT_EQ(decode_escape("\\101"), U'A');
  EXPECT_EQ(decode_escape("\\377"), char32_t{0xff});
  EXPECT_EQ(decode_escape("\\/"), U'/');
  EXPECT_EQ(decode_escape("\\ud7ff"), char32_t{0xd7ff});
  EXPECT_EQ(decode_escape("\\ud800"), std::nullopt);
  EXPECT_EQ(decode_escape("\\udfff"), std::nullopt);
  EXPECT_EQ(decode_escape("\\ue000"), char32_t{0xe000});
}

TEST(GrammarCorners, NearestWords) {
  const std::vector<std::string_view> known = {"a", "given"};
  EXPECT_EQ(nearest("ab", known), "");  // all of the word would be another one
  EXPECT_EQ(nearest("giveb", known), "given");
  EXPECT_EQ(nearest("given", known), "given");
  EXPECT_EQ(nearest("g", known), "");
  EXPECT_EQ(nearest(std::string(65, 'g'), known), "");
}

struct Mistake {
  std::string_view text;
  std::string_view finding;  // the first one
};

// All of them are findings, whatever follows: at the end of a line, of a file, or neither.
TEST(GrammarCorners, MistakesAreFound) {
  for (const auto& [text, finding] : {
           Mistake{"when a == «x» then b", "`«` (U+00AB) is a typographic quote"},
           Mistake{"when a == »x« then b", "`»` (U+00BB) is a typographic quote"},
           Mistake{"when a == ‹x› then b", "`‹` (U+2039) is a typographic quote"},
           Mistake{"when a == ›x‹ then b", "`›` (U+203A) is a typographic quote"},
           Mistake{"when a == “x\n\" then b", "`“` (U+201C) is a typographic quote"},
           Mistake{"when a == “", "`“` (U+201C) is a typographic quote"},
           Mistake{"when \x7f then c", "expected an expression, found U+007F"},
           Mistake{"when a == \"\r", "the string is not closed"},
           Mistake{"when a == \"x\\", "`\\` is not an escape"},
           Mistake{"when a == \"x\\\n", "`\\` is not an escape"},
           Mistake{"when a == '''x\nthen b", "the string is not closed"},
           Mistake{"when a == \"\\X4\"", "`\\X4` is not an escape"},
           Mistake{"when a == \"\\x", "`\\x` is not an escape"},
           Mistake{"when a == \"\\4", "`\\4` is not an escape"},
           Mistake{"when a == \"\\", "`\\` is not an escape"},
           Mistake{"if", "`if` is a reserved word"},
       }) {
    const Parsed parsed{std::string(text)};
    ASSERT_FALSE(parsed.findings.empty()) << text;
    EXPECT_EQ(parsed.findings.front().message, finding) << text << "\n" << list(parsed.findings);
  }
}

}  // namespace
}  // namespace lintel::grammar
