// SPDX-License-Identifier: Apache-2.0
// The typed reference against answers worked out by hand from grammar/language.md.
#include "tests/support/typed_reference.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace lintel::reference {
namespace {

Answer answer(std::string_view rules, std::string_view event) {
  Surroundings surroundings;
  surroundings.variables = {{"STAGE", "test"}};
  return TypedRules({std::string(rules)}, nullptr).evaluate(event, surroundings);
}

// What stands behind `"response":` in the answer to an event that has none.
std::string response(std::string_view rules, std::string_view request,
                     std::string_view version = "1") {
  const std::string event = std::string(R"({"version":")")
                                .append(version)
                                .append(R"(","userName":"jo","request":)")
                                .append(request)
                                .append("}");
  const Answer made = answer(rules, event);
  EXPECT_EQ(made.kind, Kind::answered) << made.message;
  const std::size_t at = made.body.find(R"(,"response":)");
  if (at == std::string::npos) return "none";
  const std::string tail = made.body.substr(at + 12);
  return tail.substr(0, tail.size() - 1);
}

TEST(TypedReference, WhereNoRuleDecidesTheSignInFails) {
  EXPECT_EQ(response("on DefineAuthChallenge when userName == \"x\" then issueTokens", "{}"),
            R"({"challengeName":null,"issueTokens":false,"failAuthentication":true})");
  EXPECT_EQ(response("on DefineAuthChallenge then challenge(\"SRP_A\"), issueTokens", "{}"),
            R"({"challengeName":"SRP_A","issueTokens":false,"failAuthentication":false})");
  EXPECT_EQ(response("on DefineAuthChallenge then issueTokens then failAuthentication", "{}"),
            R"({"challengeName":null,"issueTokens":false,"failAuthentication":true})");
}

TEST(TypedReference, GroupsBesideThoseThatAreSetAreCopied) {
  EXPECT_EQ(
      response("on PreTokenGeneration then overrideGroups([\"a\", \"a\"])",
               R"({"groupConfiguration":{"iamRolesToOverride":[ "r" ],"preferredRole":null}})"),
      R"({"claimsOverrideDetails":{"groupOverrideDetails":{"groupsToOverride":["a"],)"
      R"("iamRolesToOverride":[ "r" ]}}})");
  EXPECT_EQ(response("on PreTokenGeneration when userName == \"x\" then overrideGroups([])", "{}"),
            "none");
}

TEST(TypedReference, ClaimsOfBothTokens) {
  EXPECT_EQ(
      response("on PreTokenGenerationV2 then addClaim(\"a\", {\"b\": [1, true], \"c\": 1.5}), "
               "addIdClaim(\"a\", 2), suppressAccessClaim([\"x\", \"x\"])",
               "{}", "2"),
      R"({"claimsAndScopeOverrideDetails":{"idTokenGeneration":{"claimsToAddOrOverride":)"
      R"({"a":{"b":[1,true],"c":1.5}}},"accessTokenGeneration":{"claimsToAddOrOverride":)"
      R"({"a":{"b":[1,true],"c":1.5}},"claimsToSuppress":["x"]}}})");
}

TEST(TypedReference, AttributesOfAProvider) {
  const std::string request =
      R"({"attributes":{"idToken":{"a":"1","b":"2"},"userInfo":{"b":"3","c":4}}})";
  EXPECT_EQ(response("on InboundFederation then mapAttribute(\"d\", \"5\"), dropAttribute(\"a\")",
                     request),
            R"({"userAttributesToMap":{"b":"2","c":4,"d":"5"}})");
  EXPECT_EQ(response("on InboundFederation then keepOnly([\"c\"])", request),
            R"({"userAttributesToMap":{"c":4}})");
  EXPECT_EQ(answer("on InboundFederation then keepOnly([\"x\"])",
                   R"({"request":{"attributes":{"idToken":{"a":"1"}}}})")
                .message,
            "nothing_left");
}

TEST(TypedReference, WhatRulesMaySetAndDoNotIsNull) {
  EXPECT_EQ(response("on UserMigration when userName == \"jo\" then migrate({\"email\": \"a@b\"}) "
                     "when userName == \"x\" then forceAliasCreation, deliveryMediums([\"SMS\"])",
                     "{}"),
            R"({"userAttributes":{"email":"a@b"},"desiredDeliveryMediums":null,)"
            R"("forceAliasCreation":null})");
}

TEST(TypedReference, TheFirstTriggerThatTakesTheVersionAnswers) {
  const std::string_view rules =
      "on PreTokenGenerationV2 then log(\"2\") on PreTokenGenerationV3 then log(\"3\")";
  const auto log = [&](std::string_view version) {
    const Answer made = answer(rules, std::string(R"({"triggerSource":"TokenGeneration_New",)")
                                          .append(R"("version":)")
                                          .append(version)
                                          .append("}"));
    return made.effects.empty() ? made.message : made.effects[0].arguments[0].second;
  };
  EXPECT_EQ(log("\"2\""), "2");
  EXPECT_EQ(log("3"), "3");
  EXPECT_EQ(log("\"1\""), "version_unserved");
  EXPECT_EQ(log("null"), "version_missing");
}

TEST(TypedReference, WhatTheHostKnows) {
  EXPECT_EQ(answer("on PreSignUp then reject(\"${env[\"STAGE\"] ?? \"\"} ${now}\")", "{}").message,
            "test 1970-01-01T00:00:00Z");
}

}  // namespace
}  // namespace lintel::reference
