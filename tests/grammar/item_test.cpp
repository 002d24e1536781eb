// SPDX-License-Identifier: Apache-2.0
// Items: on, let, rules and their actions, the language line.
#include <gtest/gtest.h>

#include "grammar/printer.h"
#include "tests/grammar/support.h"

namespace lintel::grammar {
namespace {

void expect_outline(const std::string& text, std::string_view expected) {
  const Parsed parsed(text);
  EXPECT_EQ(list(parsed.findings), "");
  EXPECT_EQ(outline(parsed.file), expected);
}

TEST(Item, AnEmptyFileHasNone) {
  for (const std::string text : {"", " \r\n\t", "// only\n// comments", "\xef\xbb\xbf"})
    expect_outline(text, "file language 1\n");
}

TEST(Item, OnNamesTriggersAndSources) {
  expect_outline("language 1 on PreSignUp\non A , B",
                 "file language 1\n"
                 "  on [11, 23)\n    trigger PreSignUp [14, 23)\n"
                 "  on [24, 32)\n    trigger A [27, 28)\n    trigger B [31, 32)\n");
}

TEST(Item, LetHasAValueAndPerhapsParameters) {
  expect_outline("let a = 1\nlet f() = a\nlet g(x, y) = (x) // end\n",
                 "file language 1\n"
                 "  let a [0, 9)\n    int 1 [8, 9)\n"
                 "  let f [10, 21)\n    parameters\n    name a [20, 21)\n"
                 "  let g [22, 39)\n    parameters\n    parameter x [28, 29)\n"
                 "    parameter y [31, 32)\n    name x [37, 38)\n");
}

TEST(Item, RulesHaveAllTheirFormsWithoutTheWordsThatMayBeLeftOut) {
  expect_outline(
      "rule \"a\\x21\" when b then c\nrule when b then c\nrule then c\nrule '' then c\n"
      "when b then c\nthen c()",
      "file language 1\n"
      "  rule \"a!\" [0, 26)\n    when\n      name b [18, 19)\n    action c [25, 26)\n"
      "  rule [27, 45)\n    when\n      name b [37, 38)\n    action c [44, 45)\n"
      "  rule [46, 57)\n    action c [56, 57)\n"
      "  rule \"\" [58, 72)\n    action c [71, 72)\n"
      "  rule [73, 86)\n    when\n      name b [78, 79)\n    action c [85, 86)\n"
      "  rule [87, 95)\n    action c() [92, 95)\n");
}

TEST(Item, ActionsTakeNamedAndPositionalArguments) {
  expect_outline("then a, b(1), c(to: x ? y : z, 2)",
                 "file language 1\n"
                 "  rule [0, 33)\n"
                 "    action a [5, 6)\n"
                 "    action b() [8, 12)\n      int 1 [10, 11)\n"
                 "    action c() [14, 33)\n      argument to [16, 18)\n"
                 "      conditional [20, 29)\n        name x [20, 21)\n        name y [24, 25)\n"
                 "        name z [28, 29)\n      int 2 [31, 32)\n");
}

TEST(Item, SpansCountBytesBehindAByteOrderMarkAndCarriageReturns) {
  const Parsed parsed("\xef\xbb\xbfon A\r\nthen b");
  ASSERT_EQ(parsed.file.items.size(), 2u);
  EXPECT_EQ(parsed.file.items[0].span, (Span{0, 3, 7}));
  EXPECT_EQ(parsed.file.items[1].span, (Span{0, 9, 15}));
}

TEST(Item, ItemsNeedNoLineEnds) {
  const Parsed parsed("on A let x = 1 when x then b then c, d let y = 2");
  EXPECT_EQ(list(parsed.findings), "");
  EXPECT_EQ(parsed.file.items.size(), 5u);
}

TEST(Item, TheTreeOutlivesAMoveOfTheFile) {
  Parsed parsed("then f(\"a\\n${b}\")");
  const File moved = std::move(parsed.file);
  EXPECT_EQ(print(moved), "then f(\"a\\n${b}\")\n");
}

}  // namespace
}  // namespace lintel::grammar
