// SPDX-License-Identifier: Apache-2.0
// matches() in rules: what is refused and where, what is folded, and how it is shown.
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "tests/compiler/support.h"

namespace lintel::testing {
namespace {

std::string check(std::string_view condition) {
  return findings_of(
      "on PreSignUp\nlet p = \"^[a-z]+$\"\nlet q = \"[\"\nwhen userName.matches(p) && " +
      std::string(condition) + " then autoConfirm\nwhen p == q then autoConfirm");
}

TEST(Matches, TakesATextAndAConstantPattern) {
  EXPECT_EQ(check(R"(userName.matches("a"))"), "");
  EXPECT_EQ(check(R"(matches(userName, "a" + "b"))"), "");
  EXPECT_EQ(check(R"(userName.matches(userName))"), "E0801 userName");
  EXPECT_EQ(check(R"(userName.matches(1))"), "E0301 matches");
  EXPECT_EQ(check(R"(size(userName).matches("1"))"), "E0301 matches");
  EXPECT_EQ(check(R"(userName.matches())"), "E0314 matches");
  EXPECT_EQ(check(R"(matches("a"))"), "E0314 matches");
}

TEST(Matches, ShowsThePartThatIsWrong) {
  EXPECT_EQ(check(R"(userName.matches("ab[z-a]"))"), "E0802 z-a");
  EXPECT_EQ(check(R"(userName.matches(r"a\1"))"), R"(E0803 \1)");
  EXPECT_EQ(check(R"-(userName.matches("a(?=b)"))-"), "E0803 (?=");
  EXPECT_EQ(check(R"(userName.matches("a.{30}b"))"), "E0804 a.{30}b");
  // With escapes, and through a let, there is no such place.
  EXPECT_EQ(check(R"(userName.matches("a\\q"))"), R"(E0802 "a\\q")");
  EXPECT_EQ(check(R"(userName.matches(q))"), "E0802 q");
}

}  // namespace
}  // namespace lintel::testing
