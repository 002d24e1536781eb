// SPDX-License-Identifier: Apache-2.0
// Absence: polarity, narrowing, and the repairs that are offered.
#include <gtest/gtest.h>

#include "tests/compiler/support.h"

namespace lintel::testing {
namespace {

std::string denies(const std::string& condition) {
  return findings_of_rule("when " + condition + " then reject(\"no\")");
}

std::string sets(const std::string& rule) { return findings_of_rule(rule, "CustomMessage"); }

TEST(Polarity, ADenialNeedsADecidedCondition) {
  EXPECT_EQ(denies("userName.size() < 5"), "");
  EXPECT_EQ(denies("attr.email == \"x\""), "E0401 attr.email");
  EXPECT_EQ(denies("!(attr.email == \"x\")"), "E0401 attr.email");
  EXPECT_EQ(denies("userName == \"a\" || clientMetadata[\"k\"] == \"b\""),
            "E0401 clientMetadata[\"k\"]");
  EXPECT_EQ(denies("attr.email_verified"), "E0401 attr.email_verified");
  EXPECT_EQ(denies("int(userName) > 5"), "E0401 int(userName)");
  EXPECT_EQ(denies("{\"a\": true}[userName]"), "E0401 {\"a\": true}[userName]");
}

TEST(Polarity, AGrantDoesNot) {
  EXPECT_EQ(findings_of_rule("when attr.email == \"x\" then autoConfirm"), "");
}

TEST(Polarity, WhatFailsOnlyAtRunTimeIsDecided) {
  EXPECT_EQ(denies("userName.size() * 9223372036854775807 > 5"), "");
  EXPECT_EQ(denies("10 / userName.size() > 5"), "");
  // The address is there; that it has a domain only the run can tell.
  EXPECT_EQ(denies("has(attr.email) && email.domain == \"example.com\""), "");
}

TEST(Narrowing, FollowsAnd) {
  EXPECT_EQ(denies("has(attr.email) && attr.email == \"x\""), "");
  EXPECT_EQ(denies("has(attr.email) && userName == \"a\" && attr.email == \"x\""), "");
  EXPECT_EQ(denies("attr.email == \"x\" && has(attr.email)"), "E0401 attr.email");
  EXPECT_EQ(denies("has(attr.email) && attr.name == \"x\""), "E0401 attr.name");
  EXPECT_EQ(denies("has(attr.email) && (userName == \"a\" || attr.email == \"x\")"), "");
}

TEST(Narrowing, FollowsOr) {
  EXPECT_EQ(denies("!has(attr.email) || attr.email == \"x\""), "");
  EXPECT_EQ(denies("has(attr.email) || attr.email == \"x\""), "E0401 attr.email");
  EXPECT_EQ(denies("!(has(attr.email) && attr.email == \"x\")"), "");
  EXPECT_EQ(denies("(has(attr.email) || has(attr.name)) && attr.email == \"x\""),
            "E0401 attr.email");
  EXPECT_EQ(
      denies("(has(attr.email) && userName == \"a\" || has(attr.email)) && attr.email == \"x\""),
      "");
}

TEST(Narrowing, FollowsConditionals) {
  EXPECT_EQ(denies("has(attr.email) ? attr.email == \"x\" : userName == \"a\""), "");
  EXPECT_EQ(denies("has(attr.email) ? userName == \"a\" : attr.email == \"x\""),
            "E0401 attr.email");
  EXPECT_EQ(denies("!has(attr.email) ? true : attr.email == \"x\""), "");
}

TEST(Narrowing, FollowsDefaults) {
  EXPECT_EQ(denies("(attr.email ?? \"\") == \"x\""), "");
  EXPECT_EQ(denies("attr.email ?? \"\" == \"x\""), "");
  EXPECT_EQ(denies("(attr.email ?? attr.name) == \"x\""), "E0401 attr.name");
  EXPECT_EQ(denies("((attr.email == \"x\") ?? false) && attr.email == \"x\""), "");
  EXPECT_EQ(denies("!((attr.email == \"x\") ?? true) && attr.email != \"x\""), "");
  EXPECT_EQ(denies("!((attr.email == \"x\") ?? false) && attr.email != \"x\""), "E0401 attr.email");
}

TEST(Narrowing, GoesByMeaning) {
  EXPECT_EQ(denies("has(attr[\"email\"]) && email.local == \"x\""), "");
  EXPECT_EQ(denies("has(request.userAttributes.email) && email == \"x\""), "");
  EXPECT_EQ(denies("has(email.domain) && attr.email == \"x\""), "");
  EXPECT_EQ(denies("has(attr.a + attr.b) && attr.a == attr.b"), "");
  EXPECT_EQ(denies("has(attr[userName]) && attr[userName] == \"x\""), "");
  EXPECT_EQ(denies("has(attr[userName]) && attr[region] == \"x\""), "E0401 attr[region]");
}

TEST(Narrowing, FollowsLets) {
  const std::string lets = "let known = has(attr.email)\nlet address = attr.email\n";
  const auto rule = [&](const std::string& condition) {
    return findings_of_rule(lets + "when " + condition +
                            " && address == \"x\" then reject(\"no\")\n" +
                            "when known then autoConfirm");
  };
  EXPECT_EQ(rule("known"), "");
  EXPECT_EQ(rule("has(address)"), "");
  // The cause stands in the let; the finding where the rule uses it.
  EXPECT_EQ(rule("userName == \"a\""), "E0401 address");
}

TEST(Narrowing, AComparisonThatIsTrueHasOperands) {
  EXPECT_EQ(sets("when attr.locale == \"en\" then smsMessage(attr.locale + codeParameter)"), "");
  EXPECT_EQ(sets("when attr.locale == \"en\" || userName == \"a\" then emailSubject(attr.locale)"),
            "E0402 attr.locale");
  EXPECT_EQ(sets("when attr.locale.startsWith(\"en\") then emailSubject(attr.locale)"), "");
}

TEST(Arguments, MustBePresent) {
  EXPECT_EQ(sets("then emailSubject(attr.name)"), "E0402 attr.name");
  EXPECT_EQ(sets("then emailSubject(\"Hello ${attr.name}!\")"), "E0402 attr.name");
  EXPECT_EQ(sets("then emailSubject(\"Hello ${attr.name ?? \"you\"}!\")"), "");
  EXPECT_EQ(sets("when has(attr.name) then emailSubject(\"Hello ${attr.name}!\")"), "");
  EXPECT_EQ(sets("then emailSubject({\"en\": \"Hello\"}[attr.locale] ?? \"Hi\")"), "");
  EXPECT_EQ(sets("then emailSubject(null)"), "E0402 null");
  EXPECT_EQ(sets("then emailSubject(usernameParameter)"), "E0402 usernameParameter");
  EXPECT_EQ(
      findings_of_rule("then emailSubject(usernameParameter)", "CustomMessage_AdminCreateUser"),
      "");
  EXPECT_EQ(findings_of_rule("then emailSubject(usernameParameter)",
                             "CustomMessage_AdminCreateUser, CustomMessage_SignUp"),
            "E0402 usernameParameter");
}

TEST(Arguments, OfEffects) {
  EXPECT_EQ(findings_of_rule("then addToGroup(attr.team)", "PostConfirmation"), "E0402 attr.team");
  EXPECT_EQ(findings_of_rule("when has(attr.team) then addToGroup(attr.team)", "PostConfirmation"),
            "");
}

TEST(Repairs, GuardADenialBothWays) {
  const std::string start = "on PreSignUp\nwhen ";
  const std::string end = " then reject(\"no\")";
  const auto repair = [&](const std::string& condition, std::size_t number) {
    const auto all = fixed(start + condition + end, number);
    EXPECT_EQ(findings_of(all), "") << all;
    return all.substr(start.size(), all.size() - start.size() - end.size());
  };
  EXPECT_EQ(repair("email.domain == \"a.b\"", 0), "has(attr.email) && email.domain == \"a.b\"");
  EXPECT_EQ(repair("email.domain == \"a.b\"", 1), "!has(attr.email) || email.domain == \"a.b\"");
  EXPECT_EQ(repair("attr.a == attr.b", 0), "has(attr.a) && has(attr.b) && attr.a == attr.b");
  EXPECT_EQ(
      repair("attr.a == \"x\" || attr[\"custom:b\"] == \"y\"", 0),
      "has(attr.a) && has(attr[\"custom:b\"]) && (attr.a == \"x\" || attr[\"custom:b\"] == \"y\")");
  EXPECT_EQ(repair("attr.a == \"x\" ? true : false", 1),
            "!has(attr.a) || (attr.a == \"x\" ? true : false)");
}

TEST(Repairs, DefaultForAnArgument) {
  EXPECT_EQ(fixed("on CustomMessage\nthen emailSubject(attr.name)", 0),
            "on CustomMessage\nthen emailSubject(attr.name ?? \"\")");
  EXPECT_EQ(fixed("on CustomMessage\nthen emailSubject(\"a${attr.name}\")", 0),
            "on CustomMessage\nthen emailSubject(\"a${attr.name ?? \"\"}\")");
  EXPECT_EQ(fixed("on CustomMessage\nthen emailSubject(\"a\" + attr.name)", 0),
            "on CustomMessage\nthen emailSubject(\"a\" + (attr.name ?? \"\"))");
}

TEST(Presence, MapsOfTheEventCountAsEmpty) {
  EXPECT_EQ(denies("!(\"token\" in clientMetadata)"), "");
  EXPECT_EQ(denies("clientMetadata.size() == 0"), "");
  EXPECT_EQ(denies("userName in clientMetadata"), "");
}

}  // namespace
}  // namespace lintel::testing
