// SPDX-License-Identifier: Apache-2.0
// What is offered with a finding: the text after its first fix-it, which has none.
#include <string_view>

#include <gtest/gtest.h>

#include "tests/compiler/support.h"

namespace lintel::testing {
namespace {

struct Repair {
  std::string_view rules;
  std::string_view repaired;
};

constexpr Repair repairs[] = {
    {"on PreSignUp when usrName == \"a\" then autoConfirm",
     "on PreSignUp when userName == \"a\" then autoConfirm"},
    {"on PreSignUp let known = has(attr.a) when known || knwon then autoConfirm",
     "on PreSignUp let known = has(attr.a) when known || known then autoConfirm"},
    {"on PreSignup then autoConfirm", "on PreSignUp then autoConfirm"},
    {"on PreSignUp_Signup then autoConfirm", "on PreSignUp_SignUp then autoConfirm"},
    {"then autoConfirm", "on PreSignUp\nthen autoConfirm"},
    {"on PreSignUp when email.domian == \"a\" then autoConfirm",
     "on PreSignUp when email.domain == \"a\" then autoConfirm"},
    {"on PreSignUp when request.userAttribute.a == \"a\" then autoConfirm",
     "on PreSignUp when request.userAttributes.a == \"a\" then autoConfirm"},
    {"on PreSignUp when userName.startWith(\"a\") then autoConfirm",
     "on PreSignUp when userName.startsWith(\"a\") then autoConfirm"},
    {"on PreSignUp when attr.a == 12 then autoConfirm",
     "on PreSignUp when int(attr.a) == 12 then autoConfirm"},
    {"on PreSignUp when attr.a == true then autoConfirm",
     "on PreSignUp when attr.a == \"true\" then autoConfirm"},
    {"on PreSignUp when attr.a != false then autoConfirm",
     "on PreSignUp when attr.a != \"false\" then autoConfirm"},
    {"on PreSignUp then autoConfrm", "on PreSignUp then autoConfirm"},
    {"on PostConfirmation then addToGroup(nam: \"a\")",
     "on PostConfirmation then addToGroup(name: \"a\")"},
    {"on PostConfirmation then log(\"a\", onFailur: \"reject\")",
     "on PostConfirmation then log(\"a\", onFailure: \"reject\")"},
    {"on PreSignUp when triggerSource == \"PreSignUp_Signup\" then autoConfirm",
     "on PreSignUp when triggerSource == \"PreSignUp_SignUp\" then autoConfirm"},
};

TEST(Repairs, LeaveNoFinding) {
  for (const auto& repair : repairs) {
    EXPECT_NE(findings_of(repair.rules), "") << repair.rules;
    EXPECT_EQ(fixed(repair.rules, 0), repair.repaired);
    EXPECT_EQ(findings_of(repair.repaired), "") << repair.repaired;
  }
}

TEST(Repairs, AreNotOfferedByGuess) {
  for (const std::string_view rules :
       {"on PreSignUp when zzzzzzzz == \"a\" then autoConfirm", "on Zzzzzzzz then autoConfirm",
        "on PreSignUp when userName.zzzzzzzz() then autoConfirm", "on PreSignUp then zzzzzzzz",
        "on PostConfirmation then log(zzzzzzzz: \"a\")",
        "on PreSignUp when triggerSource == \"zzzzzzzz\" then autoConfirm"}) {
    EXPECT_NE(findings_of(rules), "") << rules;
    EXPECT_EQ(fixed(rules, 0), "no such fix") << rules;
  }
}

Finding first_of(std::string_view text) {
  const Source source{"x.rules", std::string(text)};
  const auto findings = compile({&source, 1}).findings;
  return findings.empty() ? Finding{} : findings[0];
}

TEST(Related, PointsAtTheFirstDeclaration) {
  constexpr std::string_view lets = "on PreSignUp let a = 1 let a = 2 when a == 1 then autoConfirm";
  const auto declared = first_of(lets);
  ASSERT_EQ(declared.related.size(), 1u);
  EXPECT_EQ(declared.related[0].span.begin, lets.find("a = 1"));

  constexpr std::string_view rules =
      "on PreSignUp rule \"a\" then autoConfirm rule \"a\" then autoVerifyEmail";
  const auto named = first_of(rules);
  ASSERT_EQ(named.related.size(), 1u);
  EXPECT_EQ(named.related[0].span.begin, rules.find("\"a\""));
}

TEST(Related, PointsAtTheUseOfALet) {
  constexpr std::string_view rules =
      "on PreSignUp let f(x) = x == 1 when f(userName) then autoConfirm";
  const auto found = first_of(rules);
  EXPECT_EQ(found.code, "E0301");
  ASSERT_EQ(found.related.size(), 1u);
  EXPECT_EQ(found.related[0].span.begin, rules.find("f(userName)"));
}

}  // namespace
}  // namespace lintel::testing
