// SPDX-License-Identifier: Apache-2.0
// Each mistake in the text: its place, its words, its repair, and that reading goes on behind it.
#include <algorithm>

#include <gtest/gtest.h>

#include "grammar/diagnostic.h"
#include "grammar/expectation.h"
#include "grammar/printer.h"
#include "tests/grammar/support.h"

namespace lintel::grammar {
namespace {

struct Case {
  std::string_view code;
  std::string_view message;
  std::string_view text;      // ⟦...⟧ is the place
  std::string_view label;     // under the caret
  std::string_view repaired;  // the text after the only fix-it; empty if there is none
};

const Case cases[] = {
    // Characters
    {"E0101", "the byte `0xFF` is not valid UTF-8", "then a // ⟦\xff⟧\xfe", "", ""},
    {"E0101", "the byte `0xC0` is not valid UTF-8", "then a // ⟦\xc0⟧\x80", "", ""},
    {"E0101", "the byte `0xED` is not valid UTF-8", "then a // ⟦\xed⟧\xa0\x80", "", ""},
    {"E0101", "the byte `0xE2` is not valid UTF-8", "then a // ⟦\xe2⟧\x82", "", ""},
    {"E0102", "the invisible character U+202E changes the direction of text",
     "then f(\"a⟦\u202e⟧b\")", "", "then f(\"ab\")"},
    {"E0102", "the invisible character U+2069 changes the direction of text", "then a // ⟦\u2069⟧",
     "", "then a // "},
    {"E0102", "the invisible character U+061C changes the direction of text", "then a // ⟦\u061c⟧",
     "", "then a // "},
    {"E0102", "the invisible character U+200F changes the direction of text", "then a // ⟦\u200f⟧",
     "", "then a // "},
    {"E0117", "`“` (U+201C) is a typographic quote", "when a == ⟦“⟧x y” then b", "",
     "when a == \"x y\" then b"},
    {"E0117", "`’` (U+2019) is a typographic quote", "when a == ⟦’⟧x then b", "",
     "when a == \"x then b"},
    {"E0120", "`é` (U+00E9) cannot stand in a name", "when caf⟦é⟧ == a then b", "", ""},
    {"E0120", "`а` (U+0430) cannot stand in a name", "when ⟦а⟧ttr.x then b", "", ""},
    {"E0121", "the character U+00A0 is not a blank here", "when a⟦\u00a0⟧== b then c", "",
     "when a == b then c"},
    {"E0121", "the character U+FEFF is not a blank here", "when a ⟦\ufeff⟧then c", "",
     "when a  then c"},
    {"E0104", "expected an expression, found U+0001", "when ⟦\x01⟧ then c", "", ""},

    // Strings
    {"E0105", "the string is not closed", "when a == ⟦\"abc then b⟧\n",
     "`\"` is missing before the end of the line", ""},
    {"E0105", "the string is not closed", "when a == ⟦'abc⟧\r\n",
     "`'` is missing before the end of the line", ""},
    {"E0105", "the string is not closed", "when a == ⟦'abc⟧\r\r\n",
     "`'` is missing before the end of the line", ""},
    {"E0105", "the string is not closed", "when a == ⟦'⟧\r\r\n",
     "`'` is missing before the end of the line", ""},
    {"E0105", "the string is not closed", "when a == ⟦r\"abc\\⟧",
     "`\"` is missing before the end of the line", ""},
    {"E0105", "the string is not closed", "then f(⟦\"\"\"⟧abc\nthen g",
     "no `\"\"\"` follows up to the end of the file", ""},
    {"E0105", "the string is not closed", "then f(⟦\"${a} b)⟧\n",
     "`\"` is missing before the end of the line", ""},
    {"E0106", "`\\q` is not an escape", "when a == \"b⟦\\q⟧\" then c", "",
     "when a == \"b\\\\q\" then c"},
    {"E0106", "`\\é` is not an escape", "when a == \"⟦\\é⟧\" then c", "",
     "when a == \"\\\\é\" then c"},
    {"E0106", "`\\x4` is not an escape", "when a == \"⟦\\x4⟧\" then c",
     "`\\x` needs 2 hexadecimal digits", ""},
    {"E0106", "`\\u12g4` is not an escape", "when a == \"⟦\\u12g4⟧5\" then c",
     "`\\u` needs 4 hexadecimal digits", ""},
    {"E0106", "`\\400` is not an escape", "when a == \"⟦\\400⟧1\" then c",
     "an octal escape has three digits, from `\\000` to `\\377`", ""},
    {"E0106", "`\\$` is not an escape", "then f(\"⟦\\$⟧a\")", "", "then f(\"\\\\$a\")"},
    {"E0107", "`\\ud800` does not name a character", "when a == \"b⟦\\ud800⟧\" then c", "", ""},
    {"E0107", "`\\U00110000` does not name a character", "when a == \"⟦\\U00110000⟧\" then c", "",
     ""},
    {"E0112", "byte strings such as `b\"...\"` are not supported", "when a == ⟦b⟧\"x\" then c", "",
     "when a == \"x\" then c"},
    {"E0112", "byte strings such as `b\"...\"` are not supported", "when a == ⟦B⟧r'''x''' then c",
     "", "when a == r'''x''' then c"},
    {"E0112", "byte strings such as `b\"...\"` are not supported", "when a == r⟦b⟧\"x\" then c", "",
     "when a == r\"x\" then c"},
    {"E0124", "the string goes over the end of its line", "then f(⟦\"⟧a ${b +\nc}\")", "", ""},
    {"E0104", "expected an expression, found `}`", "then f(\"${⟦}⟧\")", "", ""},
    {"E0104", "expected `}`, found `c`", "then f(\"${b ⟦c⟧}\")", "", ""},

    // Numbers
    {"E0108", "`9223372036854775808` does not fit into 64 bits",
     "when a == ⟦9223372036854775808⟧ then b", "", ""},
    {"E0108", "`9223372036854775809` does not fit into 64 bits",
     "when a == -⟦9223372036854775809⟧ then b", "", ""},
    {"E0108", "`9223372036854775808` does not fit into 64 bits",
     "when a == !⟦9223372036854775808⟧ then b", "", ""},
    {"E0108", "`0x10000000000000000` does not fit into 64 bits",
     "when a == ⟦0x10000000000000000⟧ then b", "", ""},
    {"E0109", "`12ab` is not a number", "when a == ⟦12ab⟧ then b", "", ""},
    {"E0109", "`0x` is not a number", "when a == ⟦0x⟧ then b", "", ""},
    {"E0111", "unsigned numbers such as `12u` are not supported", "when a == ⟦12u⟧ then b", "",
     "when a == 12 then b"},
    {"E0111", "unsigned numbers such as `0x1FU` are not supported", "when a == ⟦0x1FU⟧ then b", "",
     "when a == 0x1F then b"},

    // Words
    {"E0113", "`if` is a reserved word", "let ⟦if⟧ = 3", "", ""},
    {"E0113", "`rule` is a reserved word", "let ⟦rule⟧ = 3", "", ""},
    {"E0113", "`else` is a reserved word", "let ⟦else⟧ = 3", "", ""},
    {"E0113", "`in` is a reserved word", "let f(a, ⟦in⟧) = 3", "", ""},
    {"E0113", "`package` is a reserved word", "when ⟦package⟧.x then a", "", ""},
    {"E0113", "`import` is a reserved word", "then ⟦import⟧", "", ""},
    {"E0113", "`test` is a reserved word", "let ⟦test⟧ = 1", "", ""},
    {"E0114", "`=` is not an operator; write `==`", "when a ⟦=⟧ b then c", "",
     "when a == b then c"},
    {"E0114", "`===` is not an operator; write `==`", "when a ⟦===⟧ b then c", "",
     "when a == b then c"},
    {"E0114", "`!==` is not an operator; write `!=`", "when a ⟦!==⟧ b then c", "",
     "when a != b then c"},
    {"E0114", "`<>` is not an operator; write `!=`", "when a ⟦<>⟧ b then c", "",
     "when a != b then c"},
    {"E0114", "`=>` is not an operator; write `>=`", "when a ⟦=>⟧ b then c", "",
     "when a >= b then c"},
    {"E0114", "`&` is not an operator; write `&&`", "when a ⟦&⟧ b then c", "",
     "when a && b then c"},
    {"E0114", "`|` is not an operator; write `||`", "when a⟦|⟧b then c", "", "when a||b then c"},
    {"E0114", "`and` is not an operator; write `&&`", "when a ⟦and⟧ b then c", "",
     "when a && b then c"},
    {"E0114", "`OR` is not an operator; write `||`", "when (a ⟦OR⟧ b) then c", "",
     "when (a || b) then c"},
    {"E0114", "`is` is not an operator; write `==`", "when a ⟦is⟧ null then c", "",
     "when a == null then c"},
    {"E0114", "`not` is not an operator; write `!`", "when ⟦not⟧ a then c", "", "when !a then c"},
    {"E0114", "`not` is not an operator; write `!`", "when a && ⟦not⟧  b then c", "",
     "when a && !b then c"},
    {"E0114", "`and` is not an operator; write `,`", "then a ⟦and⟧ b", "", "then a , b"},
    {"E0114", "`=` is not an operator; write `:`", "then sendEmail(from ⟦=⟧ \"x\")", "",
     "then sendEmail(from : \"x\")"},
    {"E0114", "`=` is not an operator; write `:`", "then sendEmail(a, from ⟦=⟧ \"x\")", "",
     "then sendEmail(a, from : \"x\")"},
    {"E0114", "`=` is not an operator; write `==`", "then f(a + b ⟦=⟧ c)", "",
     "then f(a + b == c)"},
    {"E0114", "`=` is not an operator; write `==`", "then f(a ? b ⟦=⟧ c : d)", "",
     "then f(a ? b == c : d)"},
    {"E0114", "`=` is not an operator; write `==`", "then f(g(a ⟦=⟧ b))", "", "then f(g(a == b))"},
    {"E0114", "`not` is not an operator; write `!`", "when a && ⟦not⟧ \"b\" == c then d", "",
     "when a && !\"b\" == c then d"},
    {"E0116", "a rule has no `else`", "when a then b ⟦else⟧ c", "", ""},
    {"E0116", "a rule has no `otherwise`", "when a then b\n⟦otherwise⟧ c", "", ""},
    {"E0118", "no `;` is needed here", "when a then b⟦;⟧", "", "when a then b"},
    {"E0118", "no `;` is needed here", "let x = 1⟦;⟧\n", "", "let x = 1\n"},
    {"E0122", "`#` does not open a comment; write `//`", "⟦#⟧ note", "", "// note"},
    {"E0122", "`/*` does not open a comment; write `//`", "then a ⟦/*⟧ note */", "",
     "then a // note */"},
    {"E0122", "`/*` does not open a comment; write `//`", "when a ⟦/*⟧ note */ then b", "",
     "when a // note */ then b"},

    // Items
    {"E0115", "expected `then`, found `reject`", "when a ⟦reject⟧(\"x\")", "",
     "when a then reject(\"x\")"},
    {"E0115", "expected `then`, found `thn`", "when a ⟦thn⟧ b", "", "when a then b"},
    {"E0115", "expected `then`, found the end of the file", "when a⟦⟧  // x\n", "", ""},
    {"E0115", "expected `then`, found `when`", "when a⟦⟧ \nwhen b then c", "", ""},
    {"E0115", "expected `then`, found `when`", "when a ⟦when⟧ b then c", "", ""},
    {"E0115", "expected `then`, found `when`", "when not⟦⟧\nwhen b then c", "", ""},
    {"E0115", "expected `then`, found `)`", "when not ⟦)⟧ then b", "no bracket is open here", ""},
    {"E0115", "expected `then`, found `)`", "when a⟦)⟧ then b", "no bracket is open here", ""},
    {"E0115", "expected `then`, found a string", "when a ⟦\"⟧b\" then c", "", ""},
    {"E0119", "expected `rule`, `when`, `then`, `let`, `test` or `on`, found `whn`",
     "⟦whn⟧ a then b", "", "when a then b"},
    {"E0119", "expected `rule`, `when`, `then`, `let`, `test` or `on`, found `Rule`",
     "⟦Rule⟧ \"x\" when a then b", "", "rule \"x\" when a then b"},
    {"E0119", "expected `rule`, `when`, `then`, `let`, `test` or `on`, found `autoVerifyEmail`",
     "then autoConfirm ⟦autoVerifyEmail⟧", "a comma is missing if this is a further action", ""},
    {"E0119", "expected `rule`, `when`, `then`, `let`, `test` or `on`, found `b`", "then not ⟦b⟧",
     "a comma is missing if this is a further action", ""},
    {"E0119", "expected `rule`, `when`, `then`, `let`, `test` or `on`, found `)`", "then a⟦)⟧", "",
     ""},
    {"E0104", "expected `when` or `then`, found `staff`", "rule ⟦staff⟧ when a then b",
     "the name of a rule stands in quotes", "rule \"staff\" when a then b"},
    {"E0104", "expected `when` or `then`, found `a`", "rule \"x\" ⟦a⟧ == b then c", "",
     "rule \"x\" when a == b then c"},
    {"E0104", "expected an expression, found `then`", "when ⟦then⟧ a", "", ""},
    {"E0104", "expected an expression, found `&`", "when a && ⟦&⟧& b then c", "", ""},
    {"E0104", "expected an action, found the end of the file", "then a,⟦⟧\n", "", ""},
    {"E0104", "expected a trigger or a source, found `{`", "on ⟦{⟧", "", ""},
    {"E0104", "expected a name, found `5`", "let ⟦5⟧ = x", "", ""},
    {"E0104", "expected `=`, found `5`", "let a ⟦5⟧", "", ""},
    {"E0104", "expected `)` or the name of a parameter, found `5`", "let a(⟦5⟧) = b", "", ""},
    {"E0104", "expected a name, found `(`", "when a.⟦(⟧b) then c", "", ""},
    {"E0104", "expected `,` or `)`, found `b`", "then f(a ⟦b⟧)", "", ""},
    {"E0104", "expected `,` or `]`, found `)`", "when [a⟦)⟧ then b", "", ""},
    {"E0104", "expected `:`, found `,`", "when {a⟦,⟧ b} then c", "", ""},
    {"E0104", "expected `:`, found `then`", "when a ? b ⟦then⟧ c", "", ""},
    {"E0104", "expected the version of the language, found `one`", "language ⟦one⟧", "", ""},
    {"E0123", "`(` is not closed", "then f⟦(⟧a, 2  \n", "`)` is missing", "then f(a, 2)  \n"},
    {"E0123", "`(` is not closed", "when ⟦(⟧a\nwhen b then c", "`)` is missing",
     "when (a)\nwhen b then c"},
    {"E0123", "`[` is not closed", "let a = ⟦[⟧b,\nlet c = 1", "`]` is missing",
     "let a = [b,]\nlet c = 1"},
    {"E0123", "`{` is not closed", "let a = ⟦{⟧b:", "", ""},
    {"E0125", "`language` must be the first item of the file", "on A\n⟦language 1⟧\nthen a", "",
     ""},
    {"E0126", "`language` stands twice in this file", "language 1\n⟦language 1⟧\nthen a", "", ""},
    {"E0127", "language `2` is not known; this compiler reads language 1", "language ⟦2⟧\nthen a",
     "", ""},
    {"E0127", "language `99999999999` is not known; this compiler reads language 1",
     "language ⟦99999999999⟧", "", ""},
};

TEST(SyntaxError, IsSaidAtItsPlace) {
  for (const Case& one : cases) {
    SCOPED_TRACE(one.text);
    const Marked marked(one.text);
    const Parsed parsed(marked.text);
    ASSERT_EQ(parsed.findings.size(), 1u) << list(parsed.findings);
    const Finding& found = parsed.findings[0];
    EXPECT_EQ(found.code, one.code);
    EXPECT_EQ(found.message, one.message);
    EXPECT_EQ(found.span, marked.span) << list(parsed.findings);
    EXPECT_EQ(found.label, one.label);
    ASSERT_EQ(found.fixes.size(), one.repaired.empty() ? 0u : 1u);
    if (!found.fixes.empty()) {
      EXPECT_EQ(apply(parsed.text, found.fixes[0]), one.repaired);
    }
  }
}

TEST(SyntaxError, WhatIsExpectedIsSaidOnce) {
  Expectation expectation;
  for (const std::string_view label : {"a", "b", "a", "c"}) expectation.add(1, label);
  EXPECT_EQ(expectation.labels, (std::vector<std::string_view>{"a", "b", "c"}));
  expectation.add(0, "d");
  EXPECT_FALSE(expectation.expects("d"));
  expectation.add(2, "e");
  EXPECT_EQ(expectation.labels, std::vector<std::string_view>{"e"});
}

TEST(SyntaxError, NulBytesAreAnError) {
  const Parsed parsed(std::string("then a // \0\0", 12));
  EXPECT_EQ(list(parsed.findings), "E0103 [10, 11) the file holds a NUL byte\n");
}

TEST(SyntaxError, EachDiagnosticOfTheTextHasACase) {
  for (const DiagnosticRow& row : diagnostic_rows) {
    if (!row.code.starts_with("E01") || row.code == "E0103") continue;
    EXPECT_TRUE(std::any_of(std::begin(cases), std::end(cases), [&](const Case& one) {
      return one.code == row.code;
    })) << row.code;
  }
}

TEST(SyntaxError, ReadingGoesOnAtTheNextItem) {
  const Parsed parsed(
      "on PreSignUp\n"
      "when a = b then c\n"
      "then good1\n"
      "rule \"x\"\n"
      "  when )\n"
      "  then bad\n"
      "\n"
      "  // when in a comment\n"
      "then good2(\"a ${b c} d\")\n"
      "let x = 5 5\n"
      "then good3\n"
      "when a &&\n"
      "when b then good4\n"
      "then f(\"\"\"\n"
      "then inside ${x y}\n"
      "when inside\n"
      "\"\"\")\n"
      "let s = \"open\n"
      "then good5\n");
  EXPECT_EQ(list(parsed.findings),
            "E0114 [20, 21) `=` is not an operator; write `==`\n"
            "E0104 [58, 59) expected an expression, found `)`\n"
            "E0104 [113, 114) expected `}`, found `c`\n"
            "E0119 [130, 131) expected `rule`, `when`, `then`, `let`, `test` or `on`, found `5`\n"
            "E0104 [152, 152) expected an expression, found `when`\n"
            "E0104 [198, 199) expected `}`, found `y`\n"
            "E0105 [226, 231) the string is not closed\n");
  EXPECT_EQ(print(parsed.file),
            "on PreSignUp\nthen good1\nlet x = 5\nthen good3\nwhen b then good4\nthen good5\n");
}

TEST(SyntaxError, StringsBehindAnErrorEndWithTheirLine) {
  EXPECT_EQ(print(Parsed("when )\n\"a\\\nlet b = 1").file), "let b = 1\n");
  EXPECT_EQ(print(Parsed("when )\n\"\\\"\nlet b = 1").file), "let b = 1\n");
  EXPECT_EQ(print(Parsed("when )\n\"a\\").file), "");
}

TEST(SyntaxError, QuotesAreLookedForBehindWhatIsNoText) {
  const Parsed parsed("when a == \u201cx\xff\u201d then b");
  ASSERT_EQ(parsed.findings.size(), 2u) << list(parsed.findings);
  EXPECT_EQ(parsed.findings[0].code, "E0101");
  EXPECT_EQ(apply(parsed.text, parsed.findings[1].fixes.at(0)), "when a == \"x\xff\" then b");
}

TEST(SyntaxError, FindingsOfAnItemThatIsGivenUpAreNotSaidTwice) {
  const Parsed parsed("when a == 3u && b\"x\" == 12u ) then c");
  EXPECT_EQ(list(parsed.findings),
            "E0111 [10, 12) unsigned numbers such as `3u` are not supported\n"
            "E0112 [16, 17) byte strings such as `b\"...\"` are not supported\n"
            "E0111 [24, 27) unsigned numbers such as `12u` are not supported\n"
            "E0115 [28, 29) expected `then`, found `)`\n");
}

TEST(SyntaxError, WhatCanBeReadStaysInTheTree) {
  const Parsed parsed("when a == 3u then b\nwhen a == 12u then c\nwhen a == b\"x\" then d");
  EXPECT_EQ(parsed.findings.size(), 3u);
  EXPECT_EQ(parsed.file.items.size(), 3u);
}

}  // namespace
}  // namespace lintel::grammar
