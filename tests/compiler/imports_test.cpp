// SPDX-License-Identifier: Apache-2.0
// lines("..."): which file is read, and what its lines are; and what the records of csv("...") are.
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "compiler/imports.h"
#include "tests/compiler/support.h"

namespace lintel::testing {
namespace {

std::string rules_with(std::string_view path) {
  return "on PreSignUp when userName in lines(\"" + std::string(path) + "\") then autoConfirm";
}

// True if `name` is one of the lines of a file with this content.
bool holds(std::string_view content, std::string_view name) {
  MemoryFiles files;
  files.contents["rules/d.txt"] = content;
  CompileOptions options;
  options.files = &files;
  const auto body = answer(rules_with("d.txt"),
                           "{\"userName\":\"" + std::string(name) + "\",\"response\":{}}", options);
  const bool yes = body.find("\"autoConfirmUser\":true") != std::string::npos;
  EXPECT_TRUE(yes || body.find("\"autoConfirmUser\":false") != std::string::npos) << body;
  return yes;
}

using Records = std::vector<std::vector<std::string>>;

TEST(Csv, RecordsEndWithTheirLineOrTheFile) {
  const Records two{{"a", "b"}, {"c", "d"}};
  for (const std::string_view text : {"a,b\nc,d", "a,b\nc,d\n", "a,b\r\nc,d\r\n",
                                      "\"a\",\"b\"\r\n\"c\",\"d\"", "\na,b\n\nc,d\n\n"})
    EXPECT_EQ(compiler::csv_records(text), two) << text;
  EXPECT_EQ(compiler::csv_records("a,b\nc,"), (Records{{"a", "b"}, {"c", ""}}));
}

TEST(Csv, QuotesOpenAFieldOrBelongToIt) {
  EXPECT_EQ(compiler::csv_records("a\"b,\"c\"\"d\"\n"), (Records{{"a\"b", "c\"d"}}));
  for (const std::string_view bad : {"\"a", "\"a\"b", "\"a\"\"", "a,\""})
    EXPECT_EQ(compiler::csv_records(bad), std::nullopt) << bad;
}

TEST(Csv, ACarriageReturnAloneIsACharacter) {
  EXPECT_EQ(compiler::csv_records("a\rb,c\r"), (Records{{"a\rb", "c\r"}}));
}

TEST(Lines, AreTrimmed) {
  for (const std::string_view content : {"a", "a\n", "  a\t\n", "a\r\n",
                                         "\xEF\xBB\xBF"
                                         "a\n",
                                         "\n\n# b\na", "b\r\na\r\n"})
    EXPECT_TRUE(holds(content, "a")) << content;
  for (const std::string_view content : {"b", "# a", "  # a", "a b", "aa", "A"})
    EXPECT_FALSE(holds(content, "a")) << content;
}

TEST(Lines, KeepWhatStandsInside) {
  EXPECT_TRUE(holds("a # b\n", "a # b"));
  EXPECT_TRUE(holds("\xC3\xA4\n", "\xC3\xA4"));
}

TEST(Lines, OfAnEmptyFileHoldNothing) {
  EXPECT_FALSE(holds("", "a"));
  EXPECT_FALSE(holds("\n", ""));
}

struct Place {
  std::string_view path;
  std::string_view file;  // where it is; empty: refused
  bool outside;
};

TEST(Path, IsBesideTheRules) {
  constexpr Place places[] = {
      {"d.txt", "rules/d.txt", false},
      {"./d.txt", "rules/./d.txt", false},
      {"data/d.txt", "rules/data/d.txt", false},
      {"data/../d.txt", "rules/data/../d.txt", false},
      {"../d.txt", "", false},
      {"data/../../d.txt", "", false},
      {"/d.txt", "", false},
      {"data\\\\d.txt", "", false},
      {"../d.txt", "rules/../d.txt", true},
      {"/d.txt", "/d.txt", true},
  };
  for (const auto& place : places) {
    MemoryFiles files;
    if (!place.file.empty()) files.contents[std::string(place.file)] = "a";
    CompileOptions options;
    options.files = &files;
    options.outside_imports = place.outside;
    const auto findings = findings_of(rules_with(place.path), options);
    if (place.file.empty()) {
      EXPECT_EQ(findings, "E0602 \"" + std::string(place.path) + "\"");
      EXPECT_EQ(files.reads, 0) << place.path;
    } else {
      EXPECT_EQ(findings, "") << place.path;
    }
  }
}

TEST(Path, IsAConstant) {
  const auto imports = [](std::string_view arguments) {
    return findings_of("on PreSignUp when userName in lines(" + std::string(arguments) +
                       ") then autoConfirm");
  };
  EXPECT_EQ(imports("userName"), "E0603 lines(userName)");
  EXPECT_EQ(imports("\"a\" + \"b\""), "E0603 lines(\"a\" + \"b\")");
  EXPECT_EQ(imports(""), "E0603 lines()");
  EXPECT_EQ(imports("\"a\", \"b\""), "E0603 lines(\"a\", \"b\")");
}

TEST(Files, MayBeMissing) {
  EXPECT_EQ(findings_of(rules_with("d.txt")), "E0601 \"d.txt\"");
  MemoryFiles files;
  CompileOptions options;
  options.files = &files;
  EXPECT_EQ(findings_of(rules_with("d.txt"), options), "E0601 \"d.txt\"");
  EXPECT_EQ(files.reads, 1);
}

TEST(Lines, OfDomainsAreComparedWithoutLetterCase) {
  MemoryFiles files;
  files.contents["rules/d.txt"] = "Example.COM\nb.c\n";
  CompileOptions options;
  options.files = &files;
  const std::string_view rules =
      "on PreSignUp when email.domain in lines(\"d.txt\") then autoConfirm";
  EXPECT_EQ(findings_of(rules, options), "");
  EXPECT_NE(
      answer(rules, R"({"request":{"userAttributes":{"email":"a@EXAMPLE.com"}},"response":{}})",
             options)
          .find("\"autoConfirmUser\":true"),
      std::string::npos);
}

}  // namespace
}  // namespace lintel::testing
