// SPDX-License-Identifier: Apache-2.0
// The table of diagnostics, the order of findings, and the nearest word.
#include "grammar/diagnostic.h"

#include <set>

#include <gtest/gtest.h>

#include "tests/grammar/support.h"

namespace lintel::grammar {
namespace {

TEST(Diagnostics, TableKeepsItsRules) {
  std::set<std::string_view> codes, names;
  for (const DiagnosticRow& row : diagnostic_rows) {
    EXPECT_TRUE(codes.insert(row.code).second) << row.code;
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    ASSERT_EQ(row.code.size(), 5u) << row.code;
    EXPECT_EQ(row.code[0], row.severity == Severity::error     ? 'E'
                           : row.severity == Severity::warning ? 'W'
                                                               : 'N')
        << row.code;
    EXPECT_EQ(row.code.find_first_not_of("0123456789", 1), std::string_view::npos) << row.code;
    ASSERT_FALSE(row.text.empty()) << row.code;
    EXPECT_NE(row.text.back(), '.') << row.code;
    for (const std::string_view prose : {row.reason, row.remedy}) {
      ASSERT_FALSE(prose.empty()) << row.code;
      EXPECT_EQ(prose.back(), '.') << row.code;
    }
  }
}

TEST(Diagnostics, AreFoundInAnyLetterCase) {
  EXPECT_EQ(find_diagnostic("e0105"), &row(Diagnostic::unterminated_string));
  EXPECT_EQ(find_diagnostic("E0105")->name, "unterminated_string");
  EXPECT_EQ(find_diagnostic("E010"), nullptr);
  EXPECT_EQ(find_diagnostic(""), nullptr);
}

TEST(Diagnostics, FindingsTakeCodeSeverityAndArguments) {
  const Finding made = finding<Diagnostic::unexpected>({1, 2, 3}, "`)`", std::string("`]`"));
  EXPECT_EQ(made.code, "E0104");
  EXPECT_EQ(made.severity, Severity::error);
  EXPECT_EQ(made.span, (Span{1, 2, 3}));
  EXPECT_EQ(made.message, "expected `)`, found `]`");
}

TEST(Diagnostics, ArrangeSortsAndDropsRepeats) {
  std::vector<Finding> findings = {
      finding<Diagnostic::semicolon>({1, 5, 6}), finding<Diagnostic::semicolon>({0, 9, 10}),
      finding<Diagnostic::nul_byte>({1, 5, 6}),  finding<Diagnostic::semicolon>({1, 5, 6}),
      finding<Diagnostic::semicolon>({1, 2, 3}),
  };
  arrange(findings);
  ASSERT_EQ(findings.size(), 4u);
  EXPECT_EQ(findings[0].span, (Span{0, 9, 10}));
  EXPECT_EQ(findings[1].span, (Span{1, 2, 3}));
  EXPECT_EQ(findings[2].code, "E0103");
  EXPECT_EQ(findings[3].code, "E0118");
}

TEST(Nearest, FindsTheWordThatWasMeant) {
  static constexpr std::string_view known[] = {"autoConfirm", "autoVerifyEmail", "reject", "email",
                                               "on"};
  EXPECT_EQ(nearest("autoconfirm", known), "autoConfirm");
  EXPECT_EQ(nearest("autoConfrim", known), "autoConfirm");
  EXPECT_EQ(nearest("autoVerifyMail", known), "autoVerifyEmail");
  EXPECT_EQ(nearest("EMAIL", known), "email");
  EXPECT_EQ(nearest("rejct", known), "reject");
  EXPECT_EQ(nearest("no", known), "on");
  EXPECT_EQ(nearest("phone", known), "");
  EXPECT_EQ(nearest("x", known), "");
  EXPECT_EQ(nearest("", known), "");
  EXPECT_EQ(nearest(std::string(100000, 'e'), known), "");
}

TEST(Nearest, PrefersFewerMistakesThenTheOrderOfTheList) {
  static constexpr std::string_view known[] = {"Attr", "attr", "attrs"};
  EXPECT_EQ(nearest("attr", known), "attr");
  static constexpr std::string_view equal[] = {"cat", "bat"};
  EXPECT_EQ(nearest("rat", equal), "cat");
}

}  // namespace
}  // namespace lintel::grammar
