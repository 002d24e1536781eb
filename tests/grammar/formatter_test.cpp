// SPDX-License-Identifier: Apache-2.0
// The layout: what it makes of blanks, lines and comments, and that nothing else changes.
#include "grammar/formatter.h"

#include <random>

#include <gtest/gtest.h>

#include "grammar/printer.h"
#include "grammar/tokens.h"
#include "tests/grammar/support.h"

namespace lintel::grammar {
namespace {

// The texts of the tokens, one a line.
std::string words(const Parsed& parsed) {
  std::string all;
  for (const Token& token : tokens(parsed.text, parsed.file)) all.append(token.text).append("\n");
  return all;
}

std::string formatted(std::string_view text) {
  const Parsed parsed{std::string(text)};
  EXPECT_EQ(list(parsed.findings), "") << text;
  const std::string once = format(parsed.text, parsed.file);
  const Parsed again(once);
  EXPECT_EQ(list(again.findings), "") << once;
  EXPECT_EQ(words(again), words(parsed)) << once;
  EXPECT_EQ(print(again.file), print(parsed.file)) << once;
  EXPECT_EQ(format(again.text, again.file), once);
  return once;
}

TEST(Formatter, PutsOneSpaceBetweenTokens) {
  EXPECT_EQ(formatted("when  a==1&&b   in[ 1,2 ,3 ]||! c then f( x :1 ,y: - 2 ) ,g"),
            "when a == 1 && b in [1, 2, 3] || !c then f(x: 1, y: -2), g\n");
  EXPECT_EQ(formatted("let f ( a ,b )=a-- b* -1 / (c) . d [ 0 ] [1].e ( )"),
            "let f(a, b) = a - -b * -1 / (c).d[0][1].e()\n");
  EXPECT_EQ(formatted("when a?b:c then f({\"k\" :a ? {1:2}[ 1 ]:b,\"l\":[ ]}, n :a?b:c)"),
            "when a ? b : c then f({\"k\": a ? {1: 2}[1] : b, \"l\": []}, n: a ? b : c)\n");
  EXPECT_EQ(formatted("when(a)in(b)then f(a .in (b) , x.rule , true.a, null==-1, a??b)"),
            "when (a) in (b) then f(a.in(b), x.rule, true.a, null == -1, a ?? b)\n");
}

TEST(Formatter, LeavesLiteralsAsTheyAre) {
  EXPECT_EQ(formatted("when a == 'x  y' then f(\"${ a+b  ?? \"c  // d\" }\",0x1F,1.5e+3,.5 )"),
            "when a == 'x  y' then f(\"${ a+b  ?? \"c  // d\" }\", 0x1F, 1.5e+3, .5)\n");
  EXPECT_EQ(formatted("let a=.5E-3-1e5-2E+1+0xE-1+b"),
            "let a = .5E-3 - 1e5 - 2E+1 + 0xE - 1 + b\n");
  EXPECT_EQ(formatted("when a==\"${\"then f(r'\\',0x1e+1)"),
            "when a == \"${\" then f(r'\\', 0x1e + 1)\n");
  EXPECT_EQ(formatted("then f('''a  \n\n\n   b''',\nc)"), "then f('''a  \n\n\n   b''',\n  c)\n");
}

TEST(Formatter, StartsItemsOnLinesOfTheirOwn) {
  EXPECT_EQ(formatted("language 1 pool{verifyBy:\"code\"} let a=1 on A,B rule \"x\"when a then f "
                      "test 'y' given A{} with {} expect exactly f,not g"),
            "language 1\npool {verifyBy: \"code\"}\nlet a = 1\non A, B\nrule \"x\" when a then f\n"
            "test 'y' given A {} with {} expect exactly f, not g\n");
}

TEST(Formatter, StartsTheLanguageOnALineOfItsOwn) {
  EXPECT_EQ(formatted("//c\nlanguage 1 let a=b.language"), "//c\nlanguage 1\nlet a = b.language\n");
  EXPECT_EQ(formatted("language\n1"), "language\n  1\n");
}

TEST(Formatter, StartsThePartsOfLongItemsOnLinesOfTheirOwn) {
  EXPECT_EQ(formatted("rule 'x' when a &&\nb then f, g"), "rule 'x'\nwhen a &&\n  b\nthen f, g\n");
  EXPECT_EQ(formatted("  when a\n    then f"), "when a\nthen f\n");
  EXPECT_EQ(formatted("test 'y' given {} expect\nf(given, expect: 1),\nwhen_"),
            "test 'y'\ngiven {}\nexpect\n  f(given, expect: 1),\n  when_\n");
  // What stands below the comment is meant, and no more.
  EXPECT_EQ(formatted("rule 'x'\n// lintel-ignore W0001: one line\nwhen a then f"),
            "rule 'x'\n// lintel-ignore W0001: one line\nwhen a then f\n");
}

TEST(Formatter, IndentsByBracketsAndWithinItems) {
  EXPECT_EQ(
      formatted("then\n     f(\na,\n        [1,\n2]\n),\ng({\"a\":[{\n\"b\":1}\n]\n})"),
      "then\n  f(\n    a,\n    [1,\n      2]\n  ),\n  g({\"a\": [{\n    \"b\": 1}\n  ]\n  })\n");
  EXPECT_EQ(formatted("let a = b &&\n       c\non A,\nB"), "let a = b &&\n  c\non A,\n  B\n");
}

TEST(Formatter, LeavesOneEmptyLineAtMost) {
  EXPECT_EQ(formatted("\n \n\t\nlet a = 1\n\n\n \nlet b = [\n\n1,\n\n\n2\n\n]\n\n\n"),
            "let a = 1\n\nlet b = [\n  1,\n\n  2\n]\n");
  EXPECT_EQ(formatted(""), "");
  EXPECT_EQ(formatted("\xef\xbb\xbf then f"), "then f\n");
  EXPECT_EQ(formatted(" \r\n\t"), "");
  EXPECT_EQ(formatted("let a = 1\r\nlet b =\r\n2 // c\r\n"), "let a = 1\nlet b =\n  2  // c\n");
}

TEST(Formatter, PutsCommentsWhereTheyBelong) {
  EXPECT_EQ(formatted("//a  \n\n\n  //b\nlet a = 1 //c\n//d\nwhen x\n   //e\nthen f( //g\n//h\n\n1"
                      "\n\n//i\n)\n  //j"),
            "//a\n\n//b\nlet a = 1  //c\n//d\nwhen x\n//e\nthen f(  //g\n  //h\n\n  1\n\n  //i\n)\n"
            "//j\n");
  EXPECT_EQ(formatted("// only this"), "// only this\n");
  EXPECT_EQ(formatted("let a = b +\n// c\nd"), "let a = b +\n  // c\n  d\n");
}

TEST(Formatter, PutsCommentsOfLinesThatFollowInOneColumn) {
  EXPECT_EQ(formatted("let a = 1 // x\nlet bcd = \"é\" // y\n\nlet e = 1 // z\nlet f = 2\n"
                      "let ghi = 3 // w"),
            "let a = 1      // x\nlet bcd = \"é\"  // y\n\nlet e = 1  // z\nlet f = 2\n"
            "let ghi = 3  // w\n");
}

TEST(Formatter, ChangesNothingButWhiteSpaceInEveryForm) {
  for (const std::string& sample : samples()) formatted(sample);
}

// Each gap between two tokens takes any white space that keeps them apart.
TEST(Formatter, ChangesNothingWhereverLinesEnd) {
  constexpr std::string_view gaps[] = {" ", "\n", "\n\n\n", "  //c\n", "\n //d\n\n", "\t\r\n"};
  std::mt19937 dice(7);
  for (int round = 0; round < 40; ++round) {
    for (const std::string& sample : samples()) {
      const Parsed parsed(sample);
      std::string text;
      for (const Token& token : tokens(parsed.text, parsed.file))
        text.append(token.text).append(token.kind == TokenKind::comment ? "\n" : gaps[dice() % 6]);
      formatted(text);
    }
  }
}

}  // namespace
}  // namespace lintel::grammar
