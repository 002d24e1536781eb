// SPDX-License-Identifier: Apache-2.0
// How findings look.
#include <gtest/gtest.h>

#include "grammar/diagnostic.h"
#include "tests/grammar/support.h"

namespace lintel::grammar {
namespace {

std::string rendered(std::string_view text, const Finding& finding, bool colour = false) {
  const SourceText source{"a.rules", text};
  return render({&finding, 1}, {&source, 1}, {colour});
}

// A finding at ⟦...⟧ in the text, without label and fix-it.
std::string rendered(std::string_view marked_text) {
  const Marked marked(marked_text);
  return rendered(marked.text, finding<Diagnostic::semicolon>(marked.span));
}

TEST(Render, ShowsMessagePlaceCaretAndLabel) {
  Finding finding = grammar::finding<Diagnostic::semicolon>({0, 10, 13});
  finding.label = "here";
  EXPECT_EQ(rendered("line one\nwxyz\n", finding),
            "error[E0118]: no `;` is needed here\n"
            " --> a.rules:2:2\n"
            "  |\n"
            "2 | wxyz\n"
            "  |  ^^^ here\n"
            "  |\n"
            "\n");
}

TEST(Render, ShowsFixesAsTheLinesThatTheyGive) {
  Finding finding = grammar::finding<Diagnostic::semicolon>({0, 5, 6});
  finding.fixes = {{"delete it", {{{0, 5, 6}, ""}}},
                   {"split the line", {{{0, 5, 6}, "\n"}, {{0, 0, 1}, "X"}}}};
  EXPECT_EQ(rendered("abcde;fg\n", finding),
            "error[E0118]: no `;` is needed here\n"
            " --> a.rules:1:6\n"
            "  |\n"
            "1 | abcde;fg\n"
            "  |      ^\n"
            "  |\n"
            "  = fix: delete it\n"
            "1 | abcdefg\n"
            "  = fix: split the line\n"
            "1 | Xbcde\n"
            "2 | fg\n"
            "\n");
}

TEST(Render, FixesOnSeveralLinesShowEach) {
  Finding finding = grammar::finding<Diagnostic::semicolon>({0, 0, 1});
  finding.fixes = {{"both", {{{0, 0, 1}, "A"}, {{0, 6, 7}, "C"}}}};
  const std::string text = rendered("a1\nb2\nc3\n", finding);
  EXPECT_NE(text.find("  = fix: both\n1 | A1\n3 | C3\n"), std::string::npos) << text;
  finding.fixes = {{"join", {{{0, 2, 3}, " "}}}};
  const std::string joined = rendered("a1\nb2\nc3\n", finding);
  EXPECT_NE(joined.find("  = fix: join\n1 | a1 b2\n"), std::string::npos) << joined;
}

TEST(Render, ShowsRelatedPlaces) {
  Finding finding = grammar::finding<Diagnostic::semicolon>({0, 18, 21});
  finding.related = {{{0, 4, 5}, "`a` is declared here"}};
  EXPECT_EQ(rendered("let a = 1\n\n\n\n\n\n\n\n\nlet b = a\n\n", finding),
            "error[E0118]: no `;` is needed here\n"
            "  --> a.rules:10:1\n"
            "   |\n"
            "10 | let b = a\n"
            "   | ^^^\n"
            "   |\n"
            "   = note: `a` is declared here\n"
            "  --> a.rules:1:5\n"
            "   |\n"
            " 1 | let a = 1\n"
            "   |     -\n"
            "   |\n"
            "\n");
}

TEST(Render, CountsCodePointsAndExpandsTabs) {
  EXPECT_EQ(rendered("\té€\t⟦😀ü⟧x"),
            "error[E0118]: no `;` is needed here\n"
            " --> a.rules:1:5\n"
            "  |\n"
            "1 |     é€  😀üx\n"
            "  |         ^^\n"
            "  |\n"
            "\n");
}

TEST(Render, MakesTheInvisibleVisible) {
  const std::string text = rendered("a⟦\u202e⟧b\x01");
  EXPECT_NE(text.find("1 | a\ufffdb\ufffd\n  |  ^\n"), std::string::npos) << text;
  const std::string deleted = rendered("a⟦\x7f⟧b");
  EXPECT_NE(deleted.find("1 | a\ufffdb\n  |  ^\n"), std::string::npos) << deleted;
  const std::string broken = rendered("a⟦\xff⟧b");
  EXPECT_NE(broken.find("1 | a\ufffdb\n  |  ^\n"), std::string::npos) << broken;
}

TEST(Render, EmptySpansHaveOneCaret) {
  const std::string text = rendered("ab⟦⟧\ncd");
  EXPECT_NE(text.find("a.rules:1:3\n  |\n1 | ab\n  |   ^\n"), std::string::npos) << text;
  const std::string end = rendered("ab\n⟦⟧");
  EXPECT_NE(end.find("a.rules:2:1\n  |\n2 |\n  | ^\n"), std::string::npos) << end;
}

TEST(Render, SpansOverLinesMarkEach) {
  EXPECT_EQ(rendered("one ⟦two\n  three\nfour⟧ five\n"),
            "error[E0118]: no `;` is needed here\n"
            " --> a.rules:1:5\n"
            "  |\n"
            "1 | one two\n"
            "  |     ^^^\n"
            "2 |   three\n"
            "  |   ^^^^^\n"
            "3 | four five\n"
            "  | ^^^^\n"
            "  |\n"
            "\n");
  EXPECT_EQ(rendered("⟦a\nb\nc\nd\ne⟧\n"),
            "error[E0118]: no `;` is needed here\n"
            " --> a.rules:1:1\n"
            "  |\n"
            "1 | a\n"
            "  | ^\n"
            "... |\n"
            "5 | e\n"
            "  | ^\n"
            "  |\n"
            "\n");
}

TEST(Render, CutsLongLinesAroundTheCaret) {
  const std::string text = rendered(std::string(300, 'a') + "⟦b⟧" + std::string(300, 'c'));
  EXPECT_NE(text.find("1 | ..." + std::string(49, 'a') + "b" + std::string(50, 'c') + "...\n  |" +
                      std::string(53, ' ') + "^\n"),
            std::string::npos)
      << text;
  const std::string start = rendered("⟦b⟧" + std::string(300, 'c'));
  EXPECT_NE(start.find("1 | b" + std::string(99, 'c') + "...\n  | ^\n"), std::string::npos)
      << start;
  const std::string end = rendered(std::string(300, 'c') + "⟦b⟧");
  EXPECT_NE(end.find("1 | ..." + std::string(99, 'c') + "b\n"), std::string::npos) << end;
  const std::string wide = rendered("⟦" + std::string(300, 'c') + "⟧");
  EXPECT_NE(wide.find("  | " + std::string(100, '^') + "\n"), std::string::npos) << wide;
}

// Of a very long line only what is near the caret is read, which must not show.
TEST(Render, CutsVeryLongLinesAsLongOnes) {
  const auto shown = [](std::size_t before, std::size_t after, const std::string& letter) {
    std::string text = "⟦bad⟧";
    for (std::size_t i = 0; i < before; ++i) text.insert(0, letter);
    for (std::size_t i = 0; i < after; ++i) text += letter;
    const std::string found = rendered(text);
    return found.substr(found.find("  |"));
  };
  for (const std::string letter : {"a", "é", "€", "😀"})
    for (const std::size_t before : {0U, 300U})
      for (const std::size_t after : {0U, 300U})
        EXPECT_EQ(shown(before * 10, after * 10, letter), shown(before, after, letter)) << letter;
  Finding finding = grammar::finding<Diagnostic::semicolon>({0, 5000, 5001});
  finding.fixes = {{"delete it", {{{0, 5000, 5001}, ""}}}};
  const std::string fixed =
      rendered(std::string(5000, 'a') + ";" + std::string(5000, 'c'), finding);
  EXPECT_NE(
      fixed.find("fix: delete it\n1 | ..." + std::string(50, 'a') + std::string(50, 'c') + "...\n"),
      std::string::npos)
      << fixed;
}

TEST(Render, ColoursOnlyOnDemand) {
  const Finding finding = grammar::finding<Diagnostic::semicolon>({0, 0, 1});
  EXPECT_EQ(rendered("a", finding).find('\x1b'), std::string::npos);
  const std::string coloured = rendered("a", finding, true);
  EXPECT_NE(coloured.find("\x1b[1;31merror[E0118]\x1b[0m"), std::string::npos) << coloured;
  EXPECT_NE(coloured.find("\x1b[1;31m^\x1b[0m"), std::string::npos) << coloured;
}

TEST(Render, EachSeverityHasItsColour) {
  const auto coloured = [](Severity severity) {
    Finding finding = grammar::finding<Diagnostic::semicolon>({0, 0, 1});
    finding.severity = severity;
    finding.related = {{{0, 0, 1}, "here"}};
    return rendered("a", finding, true);
  };
  EXPECT_TRUE(coloured(Severity::error).starts_with("\x1b[1;31merror"));
  EXPECT_TRUE(coloured(Severity::warning).starts_with("\x1b[1;33mwarning"));
  EXPECT_TRUE(coloured(Severity::note).starts_with("\x1b[1;36mnote"));
}

TEST(Render, BytesThatAreNoTextDoNotHoldItUp) {
  const std::string text = rendered(std::string(3000, '\x80') + "⟦b⟧" + std::string(3000, '\x80'));
  EXPECT_NE(text.find("\ufffdb\ufffd"), std::string::npos);
  EXPECT_LT(text.size(), 1000u);
}

TEST(Render, BlankLinesOfASpanHaveOneCaret) {
  const std::string text = rendered("one ⟦two\n\n \nfour⟧");
  EXPECT_NE(text.find("2 |\n  | ^\n3 |  \n  | ^\n4 | four\n  | ^^^^\n"), std::string::npos) << text;
}

TEST(Render, FixesInSeveralFilesShowTheLinesOfEach) {
  const SourceText sources[] = {{"a.rules", "aaa\n"}, {"b.rules", "bbb\n"}};
  Finding finding = grammar::finding<Diagnostic::semicolon>({0, 0, 1});
  finding.fixes = {{"all", {{{1, 0, 1}, "B"}, {{0, 0, 1}, "A"}, {{7, 0, 1}, "C"}}}};
  const std::string text = render({&finding, 1}, sources, {});
  EXPECT_NE(text.find("  = fix: all\n1 | Aaa\n1 | Bbb\n\n"), std::string::npos) << text;
}

TEST(Render, AFileThatIsNotThereHasNoPlace) {
  EXPECT_EQ(rendered("a", finding<Diagnostic::semicolon>({7, 0, 1})),
            "error[E0118]: no `;` is needed here\n\n");
}

}  // namespace
}  // namespace lintel::grammar
