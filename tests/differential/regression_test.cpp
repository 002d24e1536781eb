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
    {"AFieldThatASourceMakesSuperfluous",
     "on CustomMessage_SignUp, CustomMessage_ForgotPassword "
     "then emailMessage((has(triggerSource) ? \"a\" : userPoolId))",
     R"({"triggerSource":"CustomMessage_SignUp","userPoolId":[]})"},
    {"OneNameInTwoSpellings", "on InboundFederation then mapAttribute(\"a\", \"a\")",
     R"({"request":{"attributes":{"idToken":{"\u006b":""},"samlResponse":{"k":""}}}})"},
    {"OneNameTwiceInASource", "on InboundFederation then mapAttribute(\"a\", \"a\")",
     R"({"request":{"attributes":{"idToken":{"k":"b","\u006b":null},"userInfo":{"k":""}}}})"},
    {"PrefixesThatAShorterOneWouldCutInACharacter",
     "on PostAuthentication "
     "when version.startsWith(\"k\") then log(\"a\") "
     "when version.startsWith(\"a&bb\") then log(\"a\") "
     "when version == \"k\" then log(\"a\") "
     "when version == \" sP \" then log(\"a\") "
     "when version == \"a\" then log(\"a\") "
     "when version in [\"aa\", \"b\"] then log(\"a\") "
     "when version.startsWith(\"false\") then log(\"a\") "
     "when version.startsWith(\"\xED\x99\x98\xEC\x98\x81\") then log(\"a\") ",
     R"({"version":"\uD658\uC601"})"},
    {"SuffixesThatAShorterOneWouldCutInACharacter",
     "on PostAuthentication "
     "when version.endsWith(\"k\") then log(\"a\") "
     "when version.endsWith(\"a&bb\") then log(\"a\") "
     "when version == \"k\" then log(\"a\") "
     "when version == \" sP \" then log(\"a\") "
     "when version == \"a\" then log(\"a\") "
     "when version in [\"aa\", \"b\"] then log(\"a\") "
     "when version.endsWith(\"false\") then log(\"a\") "
     "when version.endsWith(\"\xED\x99\x98\xEC\x98\x81\") then log(\"a\") ",
     R"({"version":"\uD658\uC601"})"},
    {"NameTwiceInAMapThatIsTakenOver",
     "on UserMigration when has(clientMetadata) then migrate(clientMetadata)",
     R"({"request":{"clientMetadata":{"k":"","a":"b","k":"c","a":null}}})"},
    {"FlagOfARecordWithEscapes",
     "on DefineAuthChallenge when session[0].challengeResult then issueTokens",
     R"({"request":{"session":[{"challengeResult":"\u0074rue"}]}})"},
    {"FieldOfARuleThatAnIndexLeavesOut",
     "on PostAuthentication "
     "when size(userName) <= 2 then log(\"a\") when size(userName) < 6 then log(\"a\") "
     "when int(region) > 13 then log(\"a\") when int(region) > 12 then log(\"a\") "
     "when size(userName) <= 3 then log(\"a\") when int(region) < 4 then log(\"a\") "
     "when size(userName) <= 1 then log(\"a\") "
     "when int(region) > 15 && int(region) < 0 && has(attr.locale) then log(\"a\")",
     R"({"request":{"userAttributes":{"locale":[]}}})"},
};

void PrintTo(const Case& shown, std::ostream* out) { *out << shown.rules << " on " << shown.event; }

class RegressionCase : public testing::TestWithParam<Case> {};

TEST_P(RegressionCase, AnswersAreTheSame) {
  // The tree reference knows three triggers.
  bool is_classic = false;
  for (const std::string_view known : {"on PreSignUp", "on PostConfirmation", "on CustomMessage"})
    is_classic |= GetParam().rules.starts_with(known);
  Comparison comparison(std::vector<std::string>{std::string(GetParam().rules)}, is_classic);
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
