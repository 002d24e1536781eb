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
  for (const char32_t c : {0x0, 0x20, 0x7f, 0xa0, 0xad, 0x61c, 0x1680, 0x2000, 0x200f, 0x2028,
                           0x202f, 0x205f, 0x206f, 0x3000, 0xfeff})
    EXPECT_EQ(describe(c).front(), 'U') << static_cast<unsigned>(c);
  for (const char32_t c : {0x21, 0x7e, 0xa1, 0xac, 0xae, 0x61b, 0x61d, 0x167f, 0x1681, 0x1fff,
                           0x2010, 0x2027, 0x2030, 0x205e, 0x2070, 0x2fff, 0x3001, 0xfefe, 0xff00})
    EXPECT_EQ(describe(c).front(), '`') << static_cast<unsigned>(c);
}

TEST(GrammarCorners, CharactersThatChangeTheDirection) {
  for (const char32_t c : {0x202a, 0x202e, 0x2066, 0x2069, 0x200e, 0x200f, 0x61c})
    EXPECT_TRUE(is_bidirectional_control(c)) << static_cast<unsigned>(c);
  for (const char32_t c : {0x2029, 0x202f, 0x2065, 0x206a, 0x200d, 0x2010, 0x61b, 0x61d})
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
