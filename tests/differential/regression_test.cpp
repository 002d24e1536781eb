// SPDX-License-Identifier: Apache-2.0
// The smallest rules and events that once showed a difference.
#include <ostream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "tests/differential/comparison.h"

namespace lintel::differential {
namespace {

struct Case {
  std::string_view name;
  std::string_view rules;
  std::string_view event;
};

constexpr Case cases[] = {
    {"FoldedSum", "on PreSignUp let s = 1 + 1 when 1 >= s then autoConfirm", "{}"},
    {"FoldedMinus", "on PreSignUp then reject(\"${-(1)}\")", "{}"},
    {"SizeOfAMissingMapIsPresent", "on PreSignUp when has(size(attr)) then autoConfirm", "{}"},
    {"SizeOfAMissingMapInAList", "on PreSignUp when [1, attr.size()] != [1] then autoConfirm",
     "{}"},
    {"KeyInAMissingMap", "on PreSignUp when userName in attr then reject(\"a\")",
     R"({"userName":"a"})"},
    {"SharedMembershipInALet",
     "on PreSignUp let k = userName in [\"a\", \"b\"] when k then autoConfirm "
     "when has(k) then autoVerifyEmail",
     R"({"userName":"a"})"},
    {"SharedMembershipInAnEmptyList",
     "on PreSignUp when userName in [] then autoConfirm when has(userName in []) then "
     "autoVerifyEmail",
     R"({"userName":"a"})"},
    {"EntryOfALiteralMapIsPresent", "on PreSignUp then reject({\"a\": userName}[\"a\"])",
     R"({"userName":"a"})"},
    {"AnyDomainBranchIsFolded",
     "on PreSignUp when (attr.x ?? email.domain) == \"Example.COM\" then autoConfirm",
     R"({"request":{"userAttributes":{"x":"EXAMPLE.com"}}})"},
    {"AnyDomainBranchIsFoldedInALookup",
     "on PreSignUp when (attr.x ?? email.domain ?? \"\") in [\"Example.COM\", \"b\"] then "
     "reject(\"a\")",
     R"({"request":{"userAttributes":{"x":"EXAMPLE.com"}}})"},
    {"DomainsInLists", "on PreSignUp when [email.domain] == [\"Example.COM\"] then autoConfirm",
     R"({"request":{"userAttributes":{"email":"a@example.com"}}})"},
    {"EscapingDoesNotDependOnTheSource",
     "on CustomMessage then emailMessage((triggerSource == \"CustomMessage_SignUp\" ? \"<b>\" : "
     "\"<i>\").upperAscii())",
     R"({"triggerSource":"CustomMessage_SignUp"})"},
    {"EscapingOfAConstantChoice",
     "on CustomMessage let f(a) = \"it's ${\"a\"}\" then emailMessage(string(f(1) ?? userName))",
     R"({"triggerSource":"CustomMessage_SignUp"})"},
    {"OneNameInTwoSpellings", "on InboundFederation then mapAttribute(\"a\", \"a\")",
     R"({"request":{"attributes":{"idToken":{"\u006b":""},"samlResponse":{"k":""}}}})"},
    {"OneNameTwiceInASource", "on InboundFederation then mapAttribute(\"a\", \"a\")",
     R"({"request":{"attributes":{"idToken":{"k":"b","\u006b":null},"userInfo":{"k":""}}}})"},
};

void PrintTo(const Case& shown, std::ostream* out) { *out << shown.rules << " on " << shown.event; }

class RegressionCase : public testing::TestWithParam<Case> {};

TEST_P(RegressionCase, AnswersAreTheSame) {
  Comparison comparison(std::vector<std::string>{std::string(GetParam().rules)},
                        GetParam().rules.find("InboundFederation") == std::string_view::npos);
  ASSERT_EQ(comparison.refusal(), "");
  EXPECT_EQ(comparison.difference(GetParam().event).value_or(""), "");
}

INSTANTIATE_TEST_SUITE_P(Differential, RegressionCase, testing::ValuesIn(cases),
                         [](const auto& tested) { return std::string(tested.param.name); });

// The search for guards that decide a condition once went on for ever for constants.
TEST(Regression, AConstantNeedsNoGuard) {
  const Comparison comparison(
      std::vector<std::string>{"on PreSignUp when int(\"12\") == 12 then reject(\"a\")"});
  EXPECT_EQ(comparison.refusal(), "");
}

}  // namespace
}  // namespace lintel::differential
