// SPDX-License-Identifier: Apache-2.0
// The .case files themselves: what is printed is read again.
#include <gtest/gtest.h>

#include "tests/support/case_file.h"

namespace lintel::testing {
namespace {

constexpr std::string_view sample =
    "About this.\n\n"
    "=== file a.txt\nhello\n"
    "=== run cat a.txt\n"
    "=== stdout\nhello\n\\ no line end\n"
    "=== stderr\nbad\n"
    "=== exit 3\n";

TEST(CaseFile, IsReadAndPrinted) {
  std::string why;
  const std::optional<CaseFile> file = parse_case(sample, why);
  ASSERT_TRUE(file) << why;
  ASSERT_EQ(file->steps.size(), 2u);
  EXPECT_EQ(file->steps[0].content, "hello\n");
  EXPECT_EQ(file->steps[1].line, 5);
  EXPECT_EQ(file->steps[1].expected, (Result{"hello", "bad\n", 3}));
  EXPECT_EQ(print_case(*file), sample);
}

TEST(CaseFile, WhatIsNoCaseIsRefused) {
  const auto refused = [](std::string_view text) {
    std::string why;
    return parse_case(text, why) ? "" : why;
  };
  EXPECT_EQ(refused("=== run true\n"), "line 0: say what the case is about");
  EXPECT_EQ(refused("About.\n"), "line 1: there is no run");
  EXPECT_EQ(refused("About.\n=== stdout\n"), "line 2: `stdout` does not follow a run");
  EXPECT_EQ(refused("About.\n=== run x\n=== exit y\n"), "line 3: exit needs a number");
  EXPECT_EQ(refused("About.\n=== run x\n=== out\n"), "line 3: there is no heading `out`");
  EXPECT_EQ(refused(""), "line 0: say what the case is about");
}

}  // namespace
}  // namespace lintel::testing
