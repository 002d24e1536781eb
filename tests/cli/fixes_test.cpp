// SPDX-License-Identifier: Apache-2.0
// Fix-its are applied whole, and never to text that another has changed.
#include <gtest/gtest.h>

#include "compiler/cli/fixes.h"

namespace lintel::testing {
namespace {

Finding with_fix(std::vector<Edit> edits) {
  Finding finding;
  finding.fixes.push_back({"repair", std::move(edits)});
  return finding;
}

Edit edit(std::uint32_t file, std::uint32_t begin, std::uint32_t end, std::string text) {
  return {{file, begin, end}, std::move(text)};
}

TEST(Fixes, AreAppliedInAllFiles) {
  std::vector<Source> sources = {{"a", "one two"}, {"b", "three"}};
  const std::vector<Finding> findings = {with_fix({edit(0, 0, 3, "1"), edit(1, 5, 5, "!")}),
                                         with_fix({edit(0, 4, 7, "2")})};
  EXPECT_EQ(cli::apply_fixes(findings, sources), (std::vector<std::size_t>{2, 1}));
  EXPECT_EQ(sources[0].text, "1 2");
  EXPECT_EQ(sources[1].text, "three!");
}

TEST(Fixes, ThatOverlapWaitForTheNextTime) {
  std::vector<Source> sources = {{"a", "abcdef"}};
  const std::vector<Finding> findings = {with_fix({edit(0, 1, 4, "X")}),
                                         with_fix({edit(0, 3, 5, "Y"), edit(0, 0, 1, "Z")}),
                                         with_fix({edit(0, 4, 5, "E")})};
  EXPECT_EQ(cli::apply_fixes(findings, sources), (std::vector<std::size_t>{2}));
  EXPECT_EQ(sources[0].text, "aXEf");
}

TEST(Fixes, AtOnePlaceWouldHaveNoOrder) {
  std::vector<Source> sources = {{"a", "ab"}};
  const std::vector<Finding> findings = {with_fix({edit(0, 1, 1, "1")}),
                                         with_fix({edit(0, 1, 1, "2")})};
  EXPECT_EQ(cli::apply_fixes(findings, sources), (std::vector<std::size_t>{1}));
  EXPECT_EQ(sources[0].text, "a1b");
}

TEST(Fixes, AreNotChosenAmongSeveral) {
  std::vector<Source> sources = {{"a", "ab"}};
  Finding finding = with_fix({edit(0, 0, 1, "x")});
  finding.fixes.push_back({"other repair", {edit(0, 0, 1, "y")}});
  EXPECT_EQ(cli::apply_fixes({&finding, 1}, sources), (std::vector<std::size_t>{0}));
  EXPECT_EQ(sources[0].text, "ab");
}

TEST(Fixes, BeforeAndAfterAnotherDoNotClash) {
  std::vector<Source> sources = {{"a", "abcdef"}};
  const std::vector<Finding> findings = {with_fix({edit(0, 2, 4, "X")}),
                                         with_fix({edit(0, 4, 5, "E")}),
                                         with_fix({edit(0, 0, 2, "A")})};
  EXPECT_EQ(cli::apply_fixes(findings, sources), (std::vector<std::size_t>{3}));
  EXPECT_EQ(sources[0].text, "AXEf");
}

TEST(Fixes, ThatSomebodyShouldLookAtAreNotApplied) {
  std::vector<Source> sources = {{"a", "ab"}};
  Finding finding = with_fix({edit(0, 0, 1, "x")});
  finding.fixes.front().needs_review = true;
  EXPECT_EQ(cli::apply_fixes({&finding, 1}, sources), (std::vector<std::size_t>{0}));
  EXPECT_EQ(sources[0].text, "ab");
}

}  // namespace
}  // namespace lintel::testing
