// SPDX-License-Identifier: Apache-2.0
// Tests in rules files: their forms, their mistakes, and how reading goes on behind them.
#include <gtest/gtest.h>

#include "grammar/printer.h"
#include "tests/grammar/support.h"

namespace lintel::grammar {
namespace {

void expect_outline(const std::string& text, std::string_view expected) {
  const Parsed parsed(text);
  EXPECT_EQ(list(parsed.findings), "") << text;
  EXPECT_EQ(outline(parsed.file), expected);
}

// The findings of the marked text: one, at the mark.
void expect_finding(std::string_view marked, std::string_view code, std::string_view message,
                    std::string_view repaired = {}) {
  const Marked place(marked);
  const Parsed parsed(place.text);
  ASSERT_EQ(parsed.findings.size(), 1u) << place.text << "\n" << list(parsed.findings);
  const Finding& found = parsed.findings[0];
  EXPECT_EQ(found.code, code) << place.text;
  EXPECT_EQ(found.message, message) << place.text;
  EXPECT_EQ(found.span, place.span) << place.text;
  if (repaired.empty()) return;
  ASSERT_EQ(found.fixes.size(), 1u) << place.text;
  EXPECT_EQ(apply(place.text, found.fixes[0]), repaired);
}

TEST(TestItem, HasANameAnEventAndExpectations) {
  expect_outline("test \"a\\x21\" given {\"b\": -1.5} expect c, not d(2)",
                 "file language 1\n"
                 "  test \"a!\" [0, 49)\n"
                 "    given\n"
                 "      map [19, 30)\n"
                 "        string \"b\" [20, 23)\n"
                 "        unary - [25, 29)\n          double 1.5 [26, 29)\n"
                 "    expect\n"
                 "      action c [38, 39)\n"
                 "      not\n      action d() [45, 49)\n        int 2 [47, 48)\n");
}

TEST(TestItem, TakesASourceOrAFileAndChanges) {
  expect_outline(
      "test '' given A_B with {} expect exactly c\ntest '' given A {} expect nothing\n"
      "test '' given 'x.json' with {} expect c",
      "file language 1\n"
      "  test \"\" [0, 42)\n    given A_B [14, 17)\n    with\n"
      "      map [23, 25)\n    expect exactly\n      action c [41, 42)\n"
      "  test \"\" [43, 76)\n    given A [57, 58)\n      map [59, 61)\n"
      "    expect nothing\n"
      "  test \"\" [77, 116)\n    given\n      string \"x.json\" [91, 99)\n"
      "    with\n      map [105, 107)\n    expect\n      action c [115, 116)\n");
}

TEST(TestItem, NeedsNoLineEnds) {
  const Parsed parsed("on A test 'a' given A expect b then c test 'b' given{}with{}expect nothing");
  EXPECT_EQ(list(parsed.findings), "");
  EXPECT_EQ(parsed.file.items.size(), 4u);
}

TEST(TestItem, IsPrintedOnOneLine) {
  const Parsed parsed(
      "test 'a'\ngiven A {'x': r'${y}'}\nwith {'z': null}\nexpect\n  not b(\"${c}\")");
  EXPECT_EQ(list(parsed.findings), "");
  EXPECT_EQ(print(parsed.file),
            "test \"a\" given A {\"x\": \"${y}\"} with {\"z\": null} expect not b(\"${c}\")\n");
}

TEST(TestItem, ItsWordsAreNamesElsewhere) {
  const Parsed parsed("let given = not\nlet expect(with) = exactly.nothing\nwhen given then not");
  EXPECT_EQ(list(parsed.findings), "");
}

TEST(TestItem, MistakesHaveAPlaceAndARepair) {
  expect_finding("test ⟦given⟧ {} expect a", "E0104",
                 "expected the name of the test in quotes, found `given`");
  expect_finding("test ⟦users⟧ given {} expect a", "E0104",
                 "expected the name of the test in quotes, found `users`",
                 "test \"users\" given {} expect a");
  expect_finding("test 'a' ⟦expect⟧ b", "E0104", "expected `given`, found `expect`");
  expect_finding("test 'a' ⟦gives⟧ {} expect b", "E0104", "expected `given`, found `gives`",
                 "test 'a' given {} expect b");
  expect_finding("test 'a' given ⟦expect⟧ b", "E0104",
                 "expected an event, a source or the path of an event, found `expect`");
  expect_finding("test 'a' given A ⟦b⟧", "E0104", "expected `with` or `expect`, found `b`");
  expect_finding("test 'a' given A⟦⟧", "E0104",
                 "expected `with` or `expect`, found the end of the file");
  expect_finding("test 'a' given {} ⟦expects⟧ b", "E0104",
                 "expected `with` or `expect`, found `expects`", "test 'a' given {} expect b");
  expect_finding("test 'a' given {} with {} ⟦then⟧ b", "E0104", "expected `expect`, found `then`");
  expect_finding("test 'a' given {} with ⟦A⟧ expect b", "E0104", "expected `{`, found `A`");
  expect_finding("test 'a' given {} expect not ⟦\"⟧x\"", "E0104",
                 "expected an action, found a string");
  expect_finding("test 'a' given ⟦{⟧'x': 1\nthen b", "E0123", "`{` is not closed",
                 "test 'a' given {'x': 1}\nthen b");
}

TEST(TestItem, ReadingGoesOnAtTheNextTest) {
  const Parsed parsed(
      "test 'a' given {] expect b\ntest 'b' given A expect c\nlet d = ]\n  test 'c' given B expect "
      "d\n");
  EXPECT_EQ(parsed.findings.size(), 2u) << list(parsed.findings);
  ASSERT_EQ(parsed.file.items.size(), 2u);
  EXPECT_EQ(parsed.file.items[0].test->name, "b");
  EXPECT_EQ(parsed.file.items[1].test->name, "c");
}

}  // namespace
}  // namespace lintel::grammar
