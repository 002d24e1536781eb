// SPDX-License-Identifier: Apache-2.0
// Each trigger from its rules to its answer: what its actions write, and where.
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "tests/compiler/support.h"

namespace lintel::testing {
namespace {

struct Sample {
  std::string_view source;
  std::string_view request;
  std::string_view response;
  std::string_view version = "1";
};

std::string event(const Sample& sample) {
  return "{\"version\":\"" + std::string(sample.version) + "\",\"triggerSource\":\"" +
         std::string(sample.source) + R"(","userName":"jane","request":{)" +
         std::string(sample.request) + "},\"response\":" + std::string(sample.response) + "}";
}

// The response of the answer, or the whole body if it is an error.
std::string response(std::string_view rules, const Sample& sample) {
  const auto body = answer(rules, event(sample));
  constexpr std::string_view start = "\"response\":";
  const auto at = body.find(start);
  if (at == std::string::npos) return body;
  return body.substr(at + start.size(), body.size() - at - start.size() - 1);
}

const Sample define{"DefineAuthChallenge_Authentication", R"("userAttributes":{},"session":[])",
                    R"({"challengeName":null,"issueTokens":null,"failAuthentication":null})"};

std::string decides(std::string_view rules) {
  return response("on DefineAuthChallenge " + std::string(rules), define);
}

constexpr std::string_view fails =
    R"({"challengeName":null,"issueTokens":false,"failAuthentication":true})";

TEST(DefineAuthChallenge, MakesOneDecision) {
  EXPECT_EQ(
      decides("then challenge(\"CUSTOM_CHALLENGE\")"),
      R"({"challengeName":"CUSTOM_CHALLENGE","issueTokens":false,"failAuthentication":false})");
  EXPECT_EQ(decides("then issueTokens"),
            R"({"challengeName":null,"issueTokens":true,"failAuthentication":false})");
  EXPECT_EQ(decides("then failAuthentication"), fails);
  EXPECT_EQ(decides("then issueTokens then challenge(\"SRP_A\")"), decides("then issueTokens"));
  EXPECT_EQ(decides("then challenge(\"SRP_A\") then issueTokens"),
            decides("then challenge(\"SRP_A\")"));
}

TEST(DefineAuthChallenge, FailsWhereNoRuleDecides) {
  EXPECT_EQ(decides("when userName == \"x\" then issueTokens"), fails);
  EXPECT_EQ(decides("when userName == \"x\" then challenge(\"SRP_A\")"), fails);
  EXPECT_EQ(decides("then log(\"x\")"), fails);
  // A name that has no value decides nothing: a later rule may.
  EXPECT_EQ(
      decides("then challenge(string(1 / (size(userName) - size(userName)))) then issueTokens"),
      decides("then issueTokens"));
}

TEST(DefineAuthChallenge, FailsWhereverTheDenialStands) {
  EXPECT_EQ(decides("then issueTokens, failAuthentication"), fails);
  EXPECT_EQ(decides("then issueTokens then failAuthentication"), fails);
  EXPECT_EQ(decides("then issueTokens when 1 / (size(userName) - size(userName)) == 1 "
                    "then failAuthentication"),
            fails);
  EXPECT_EQ(findings_of_rule("when attr.x == \"y\" then failAuthentication", "DefineAuthChallenge"),
            "E0401 attr.x");
}

TEST(DefineAuthChallenge, TakesTheChallengesThatCognitoKnows) {
  const auto check = [](std::string_view name) {
    return findings_of_rule("then challenge(" + std::string(name) + ")", "DefineAuthChallenge");
  };
  EXPECT_EQ(check("\"CUSTOM_CHALENGE\""), "E0521 \"CUSTOM_CHALENGE\"");
  EXPECT_EQ(check("userName == \"a\" ? \"SRP_A\" : \"srp\""), "E0521 \"srp\"");
  EXPECT_EQ(check("userName"), "");
  for (const std::string_view name :
       {"PASSWORD_VERIFIER", "SMS_MFA", "EMAIL_OTP", "SOFTWARE_TOKEN_MFA", "DEVICE_SRP_AUTH",
        "DEVICE_PASSWORD_VERIFIER", "ADMIN_NO_SRP_AUTH", "NEW_PASSWORD_REQUIRED"})
    EXPECT_EQ(check("\"" + std::string(name) + "\""), "");
}

TEST(DefineAuthChallenge, LooksAtTheSession) {
  const std::string_view rules =
      "on DefineAuthChallenge when session.exists(s, s.challengeName == \"CUSTOM_CHALLENGE\" && "
      "(s.challengeResult ?? false)) then issueTokens "
      "when size(session) >= 3 then failAuthentication then challenge(\"CUSTOM_CHALLENGE\")";
  const auto decision = [&](std::string_view session) {
    const std::string request = R"("userAttributes":{},"session":[)" + std::string(session) + "]";
    const auto got = response(rules, {define.source, request, define.response});
    if (got == fails) return "fails";
    return got.find("\"issueTokens\":true") != std::string::npos ? "tokens" : "challenge";
  };
  const std::string wrong =
      R"({"challengeName":"CUSTOM_CHALLENGE","challengeResult":false,"challengeMetadata":null})";
  EXPECT_STREQ(decision(""), "challenge");
  EXPECT_STREQ(decision(wrong), "challenge");
  EXPECT_STREQ(decision(R"({"challengeName":"CUSTOM_CHALLENGE","challengeResult":true})"),
               "tokens");
  EXPECT_STREQ(decision(R"({"challengeName":"SRP_A","challengeResult":true})"), "challenge");
  EXPECT_STREQ(decision(wrong + "," + wrong + "," + wrong), "fails");
  EXPECT_EQ(findings_of_rule("when session.exists(s, s.challenge == \"x\") then issueTokens",
                             "DefineAuthChallenge"),
            "E0212 challenge");
}

TEST(CreateAuthChallenge, CollectsParameters) {
  const Sample sample{
      "CreateAuthChallenge_Authentication",
      R"("userAttributes":{"email":"jo@example.com"},"challengeName":"CUSTOM_CHALLENGE","session":[])",
      R"({"publicChallengeParameters":null,"privateChallengeParameters":null,"challengeMetadata":null})"};
  EXPECT_EQ(response("on CreateAuthChallenge when challengeName == \"CUSTOM_CHALLENGE\" "
                     "then publicParameter(\"email\", email ?? \"\"), "
                     "publicParameter(\"a\\\"b\", \"1\"), publicParameter(\"email\", \"second\"), "
                     "privateParameter(\"answer\", \"42\"), challengeMetadata(\"CODE\")",
                     sample),
            R"({"publicChallengeParameters":{"email":"jo@example.com","a\"b":"1"},)"
            R"("privateChallengeParameters":{"answer":"42"},"challengeMetadata":"CODE"})");
  EXPECT_EQ(
      response("on CreateAuthChallenge when userName == \"x\" then publicParameter(\"a\", \"b\")",
               sample),
      sample.response);
}

TEST(VerifyAuthChallengeResponse, SaysWhetherTheAnswerIsRight) {
  const std::string_view rules =
      "on VerifyAuthChallengeResponse "
      "when privateChallengeParameters.answer == challengeAnswer.trim() && !(userNotFound ?? "
      "false) "
      "then answerCorrect";
  const auto verify = [&](std::string_view given) {
    const std::string request =
        R"("userAttributes":{},"privateChallengeParameters":{"answer":"42"},"challengeAnswer":")" +
        std::string(given) + "\"";
    return response(rules, {"VerifyAuthChallengeResponse_Authentication", request,
                            R"({"answerCorrect":null})"});
  };
  EXPECT_EQ(verify(" 42 "), R"({"answerCorrect":true})");
  EXPECT_EQ(verify("43"), R"({"answerCorrect":false})");
}

constexpr std::string_view groups =
    R"("userAttributes":{"locale":"ko"},"groupConfiguration":{"groupsToOverride":["a","b"],"iamRolesToOverride":["r"],"preferredRole":null})";

std::string tokens(std::string_view rules,
                   std::string_view came = "{\"claimsOverrideDetails\":null}") {
  return response("on PreTokenGeneration " + std::string(rules),
                  {"TokenGeneration_HostedAuth", groups, came});
}

TEST(PreTokenGeneration, WritesClaimsIntoNewContainers) {
  EXPECT_EQ(
      tokens("then addClaim(\"lang\", attr.locale ?? \"en\"), suppressClaim(\"email\"), "
             "suppressClaim(\"email\")"),
      R"({"claimsOverrideDetails":{"claimsToAddOrOverride":{"lang":"ko"},"claimsToSuppress":["email"]}})");
  EXPECT_EQ(tokens("then addClaim(\"a\", \"b\")", "{}"),
            R"({"claimsOverrideDetails":{"claimsToAddOrOverride":{"a":"b"}}})");
  EXPECT_EQ(tokens("then addClaim(\"a\", \"b\")", "null"),
            R"({"claimsOverrideDetails":{"claimsToAddOrOverride":{"a":"b"}}})");
  EXPECT_EQ(findings_of_rule("then addClaim(\"a\", 1)", "PreTokenGeneration"), "E0507 1");
}

TEST(PreTokenGeneration, LeavesTheResponseAsItCameWhereNoRuleFires) {
  for (const std::string_view came :
       {"{\"claimsOverrideDetails\":null}", "{}", "null", "{\"x\":[ 1 ]}",
        "{\"claimsOverrideDetails\": {\"claimsToSuppress\":[\"x\"]} }"})
    EXPECT_EQ(tokens("when userName == \"x\" then addClaim(\"a\", \"b\")", came), came);
}

TEST(PreTokenGeneration, KeepsWhatNoRuleManages) {
  EXPECT_EQ(
      tokens("then addClaim(\"a\", \"b\")",
             R"({ "x":1, "claimsOverrideDetails": {"claimsToSuppress":["x"], "y":{} } })"),
      R"({ "x":1, "claimsOverrideDetails": {"claimsToSuppress":["x"], "y":{},"claimsToAddOrOverride":{"a":"b"} } })");
  EXPECT_EQ(
      tokens(
          "then addClaim(\"a\", \"b\")",
          R"({"claimsOverrideDetails":{"claimsToAddOrOverride":{"c":"d"}},"claimsOverrideDetails":0})"),
      R"({"claimsOverrideDetails":{"claimsToAddOrOverride":{"a":"b"}},"claimsOverrideDetails":{"claimsToAddOrOverride":{"a":"b"}}})");
}

// The object replaces what the user has, so what a rule leaves alone is copied.
TEST(PreTokenGeneration, CopiesTheOtherPartsOfTheGroups) {
  EXPECT_EQ(
      tokens("then overrideGroups([\"x\", \"y\", \"x\"])"),
      R"({"claimsOverrideDetails":{"groupOverrideDetails":{"groupsToOverride":["x","y"],"iamRolesToOverride":["r"]}}})");
  EXPECT_EQ(
      tokens("then overrideGroups([])"),
      R"({"claimsOverrideDetails":{"groupOverrideDetails":{"groupsToOverride":[],"iamRolesToOverride":["r"]}}})");
  EXPECT_EQ(
      tokens("then preferredRole(\"p\")"),
      R"({"claimsOverrideDetails":{"groupOverrideDetails":{"groupsToOverride":["a","b"],"iamRolesToOverride":["r"],"preferredRole":"p"}}})");
  EXPECT_EQ(
      tokens(
          "then overrideRoles([\"q\"])",
          R"({"claimsOverrideDetails":{"groupOverrideDetails":{"groupsToOverride":["z"],"preferredRole":null}}})"),
      R"({"claimsOverrideDetails":{"groupOverrideDetails":{"groupsToOverride":["z"],"preferredRole":null,"iamRolesToOverride":["q"]}}})");
  EXPECT_EQ(
      tokens("then overrideGroups([attr.locale ?? \"en\", \"x\"])"),
      R"({"claimsOverrideDetails":{"groupOverrideDetails":{"groupsToOverride":["ko","x"],"iamRolesToOverride":["r"]}}})");
  EXPECT_EQ(tokens("when userName == \"x\" then overrideGroups([])"),
            R"({"claimsOverrideDetails":null})");
}

std::string tokens_2(std::string_view section, std::string_view version, std::string_view rules,
                     std::string_view source = "TokenGeneration_HostedAuth") {
  return response("on " + std::string(section) + " " + std::string(rules),
                  {source, groups, R"({"claimsAndScopeOverrideDetails":null})", version});
}

TEST(PreTokenGenerationV2, WritesBothTokens) {
  EXPECT_EQ(
      tokens_2("PreTokenGenerationV2", "2",
               "then addClaim(\"a\", 1), addIdClaim(\"b\", true), "
               "addAccessClaim(\"c\", [\"x\", \"y\"]), addAccessClaim(\"a\", 2), "
               "addIdClaim(\"d\", {\"k\": [1]}), addIdClaim(\"e\", attr)"),
      R"({"claimsAndScopeOverrideDetails":{"idTokenGeneration":{"claimsToAddOrOverride":{"a":1,"b":true,"d":{"k":[1]},"e":{"locale":"ko"}}},)"
      R"("accessTokenGeneration":{"claimsToAddOrOverride":{"a":1,"c":["x","y"]}}}})");
  EXPECT_EQ(
      tokens_2("PreTokenGenerationV2", "3",
               "then suppressClaim(\"a\"), suppressIdClaim(\"b\"), "
               "suppressAccessClaim(\"c\"), addScope(\"s\"), suppressScope(\"t\")"),
      R"({"claimsAndScopeOverrideDetails":{"idTokenGeneration":{"claimsToSuppress":["a","b"]},)"
      R"("accessTokenGeneration":{"claimsToSuppress":["a","c"],"scopesToAdd":["s"],"scopesToSuppress":["t"]}}})");
  EXPECT_EQ(
      tokens_2("PreTokenGenerationV2", "2",
               "then overrideGroups([\"x\"]), overrideRoles([]), preferredRole(\"p\")"),
      R"({"claimsAndScopeOverrideDetails":{"groupOverrideDetails":{"groupsToOverride":["x"],"iamRolesToOverride":[],"preferredRole":"p"}}})");
  EXPECT_EQ(
      tokens_2("PreTokenGenerationV2", "2",
               "then addIdClaim(\"a\", {\"k\": [attr.locale ?? \"\"], \"n\": {\"x\": 1.5}}), "
               "addIdClaim(\"g\", groups), overrideGroups(groups.filter(g, g != \"a\"))"),
      R"({"claimsAndScopeOverrideDetails":{"idTokenGeneration":{"claimsToAddOrOverride":{"a":{"k":["ko"],"n":{"x":1.5}},"g":["a","b"]}},)"
      R"("groupOverrideDetails":{"groupsToOverride":["b"],"iamRolesToOverride":["r"]}}})");
}

TEST(PreTokenGenerationV3, AlsoTakesMachines) {
  const std::string_view rules = "then addAccessClaim(\"a\", \"b\")";
  constexpr std::string_view added =
      R"({"claimsAndScopeOverrideDetails":{"accessTokenGeneration":{"claimsToAddOrOverride":{"a":"b"}}}})";
  EXPECT_EQ(tokens_2("TokenGeneration_ClientCredentials", "3", rules,
                     "TokenGeneration_ClientCredentials"),
            added);
  for (const std::string_view source :
       {"TokenGeneration_HostedAuth", "TokenGeneration_Authentication",
        "TokenGeneration_NewPasswordChallenge", "TokenGeneration_AuthenticateDevice",
        "TokenGeneration_RefreshTokens", "TokenGeneration_ClientCredentials"})
    EXPECT_EQ(tokens_2("PreTokenGenerationV3", "3", rules, source), added);
  // Machines have no user.
  EXPECT_EQ(findings_of_rule("when userName == \"x\" then reject(\"no\")", "PreTokenGenerationV3"),
            "E0401 userName");
  EXPECT_EQ(findings_of_rule("when userName == \"x\" then reject(\"no\")", "PreTokenGenerationV2"),
            "");
}

TEST(TokenVersions, AreNeverMixedUpInSilence) {
  const std::string version_1 = "on PreTokenGeneration then addClaim(\"v\", \"1\") ";
  const std::string version_2 = "on PreTokenGenerationV2 then addIdClaim(\"v\", \"2\") ";
  const std::string version_3 = "on PreTokenGenerationV3 then addIdClaim(\"v\", \"3\") ";
  const auto run = [](const std::string& rules, std::string_view version) {
    return response(rules, {"TokenGeneration_HostedAuth", groups, "{}", version});
  };
  EXPECT_TRUE(
      run(version_1, "2").starts_with("{\"errorMessage\":\"version: the image has no rules"));
  EXPECT_TRUE(
      run(version_2, "1").starts_with("{\"errorMessage\":\"version: the image has no rules"));
  EXPECT_TRUE(
      run(version_3, "2").starts_with("{\"errorMessage\":\"version: the image has no rules"));
  // What emulators send for version 1.
  for (const char* version : {"0", "$LATEST"})
    EXPECT_EQ(run(version_1, version), run(version_1, "1")) << version;
  const std::string all = version_2 + version_1 + version_3;
  EXPECT_NE(run(all, "1").find("\"v\":\"1\""), std::string::npos);
  EXPECT_NE(run(all, "2").find("\"v\":\"2\""), std::string::npos);
  EXPECT_NE(run(all, "3").find("\"v\":\"3\""), std::string::npos);
  EXPECT_EQ(findings_of("on TokenGeneration_HostedAuth then addClaim(\"a\", \"b\")"),
            "E0220 TokenGeneration_HostedAuth");
}

TEST(UserMigration, MigratesWithAttributes) {
  constexpr std::string_view came =
      R"({"userAttributes":null,"finalUserStatus":null,"messageAction":null,"desiredDeliveryMediums":null,"forceAliasCreation":null,"enableSMSMFA":null})";
  const auto migrate = [&](std::string_view rules, std::string_view source) {
    return response("on UserMigration " + std::string(rules),
                    {source, R"("password":"p","validationData":{"x":"y","z":null,"n":1})", came});
  };
  EXPECT_EQ(
      migrate("when password == \"p\" then migrate({\"email\": userName + \"@example.com\", "
              "\"email_verified\": \"true\"}), finalUserStatus(\"CONFIRMED\"), "
              "messageAction(\"SUPPRESS\"), deliveryMediums([\"EMAIL\", \"SMS\"]), "
              "forceAliasCreation, enableSmsMfa",
              "UserMigration_Authentication"),
      R"({"userAttributes":{"email":"jane@example.com","email_verified":"true"},"finalUserStatus":"CONFIRMED","messageAction":"SUPPRESS",)"
      R"("desiredDeliveryMediums":["EMAIL","SMS"],"forceAliasCreation":true,"enableSMSMFA":true})");
  EXPECT_EQ(migrate("when userName == \"x\" then migrate({\"a\": \"b\"})",
                    "UserMigration_ForgotPassword"),
            came);
  EXPECT_TRUE(migrate("when has(validationData) then migrate(validationData)",
                      "UserMigration_Authentication")
                  .starts_with(R"({"userAttributes":{"x":"y","n":"1"},)"));
  EXPECT_EQ(findings_of_rule("then migrate([\"a\"])", "UserMigration"), "E0523 [\"a\"]");
  EXPECT_EQ(findings_of_rule("then deliveryMediums(\"EMAIL\")", "UserMigration"),
            "E0523 \"EMAIL\"");
  EXPECT_EQ(findings_of_rule("then deliveryMediums([\"MAIL\"])", "UserMigration"),
            "E0521 \"MAIL\"");
  EXPECT_EQ(findings_of_rule("then finalUserStatus(\"RESET_REQUIRED\")", "UserMigration"), "");
  EXPECT_EQ(findings_of_rule("when password == \"p\" then reject(\"no\")", "UserMigration"),
            "E0401 password");
}

constexpr std::string_view oidc =
    R"("providerName":"Example","providerType":"OIDC","attributes":{"tokenResponse":{"access_token":"t"},)"
    R"("idToken":{"sub":"1","email":"a@example.com"},"userInfo":{"sub":"2","groups":"[a, b]"}})";

std::string maps(std::string_view rules, std::string_view request = oidc,
                 std::string_view came = R"({"userAttributesToMap":{}})") {
  return response("on InboundFederation " + std::string(rules),
                  {"InboundFederation_ExternalProvider", request, came});
}

TEST(InboundFederation, StartsFromWhatTheProviderSaid) {
  EXPECT_EQ(
      maps("then mapAttribute(\"email\", providerName + \"@example.com\")"),
      R"({"userAttributesToMap":{"sub":"1","groups":"[a, b]","email":"Example@example.com"}})");
  EXPECT_EQ(maps("then dropAttribute(\"groups\")"),
            R"({"userAttributesToMap":{"sub":"1","email":"a@example.com"}})");
  EXPECT_EQ(
      maps("then keepOnly([\"sub\", \"email\"]), keepOnly([\"groups\"]), dropAttribute(\"sub\")"),
      R"({"userAttributesToMap":{"email":"a@example.com","groups":"[a, b]"}})");
  EXPECT_EQ(
      maps(
          "then mapAttribute(\"groups\", \"a\")",
          R"("providerName":"S","providerType":"SAML","attributes":{"samlResponse":{"http://x/groups":"a","groups":"b"}})"),
      R"({"userAttributesToMap":{"http://x/groups":"a","groups":"a"}})");
  EXPECT_EQ(maps("when providerType == \"SAML\" then dropAttribute(\"groups\")"),
            R"({"userAttributesToMap":{}})");
  EXPECT_EQ(maps("when has(tokenResponse.access_token) && has(idToken.sub) && has(userInfo.sub) && "
                 "idToken.sub != userInfo.sub && "
                 "!has(samlResponse) then reject(\"no\")"),
            R"({"errorMessage":"no","errorType":"Rejected"})");
}

// {} would keep everything.
TEST(InboundFederation, CannotDropEverything) {
  EXPECT_TRUE(maps("then keepOnly([])")
                  .starts_with("{\"errorMessage\":\"response: the rules leave "
                               "no attribute"));
  EXPECT_EQ(maps("then keepOnly([])", R"("attributes":{})"), R"({"userAttributesToMap":{}})");
}

TEST(Senders, HaveEffectsAndNoResponse) {
  const auto body = answer(
      "on CustomEmailSender when type == \"customEmailSenderRequestV1\" then log(\"x\") "
      "on CustomSMSSender when has(code) then log(code)",
      R"({"triggerSource":"CustomEmailSender_AccountTakeOverNotification","request":{"type":"customEmailSenderRequestV1","code":null,"userAttributes":{"CITY":null}}})");
  EXPECT_EQ(body.find("response"), std::string::npos);
  for (const std::string_view action : {"addToGroup(\"a\")", "log(\"a\")"})
    for (const std::string_view section :
         {"CustomEmailSender", "CustomSMSSender", "PreAuthentication", "PostAuthentication"})
      EXPECT_EQ(findings_of_rule("then " + std::string(action), section), "");
}

TEST(Rejections, HaveAPlaceWhereTheyDeny) {
  for (const std::string_view section :
       {"PreAuthentication", "PostAuthentication", "CreateAuthChallenge", "PreTokenGeneration",
        "PreTokenGenerationV2", "PreTokenGenerationV3", "UserMigration", "InboundFederation"})
    EXPECT_EQ(findings_of_rule("then reject(\"no\")", section), "") << section;
  for (const std::string_view section : {"DefineAuthChallenge", "VerifyAuthChallengeResponse",
                                         "CustomEmailSender", "CustomSMSSender"})
    EXPECT_EQ(findings_of_rule("then reject(\"no\")", section), "E0520 reject") << section;
}

TEST(Names, ThatCognitoNeverSends) {
  const auto check = [](std::string_view condition, std::string_view section) {
    return findings_of_rule("when " + std::string(condition) + " then log(\"a\")", section);
  };
  EXPECT_EQ(check("has(clientMetadata.x)", "PreAuthentication"), "E0221 clientMetadata");
  EXPECT_EQ(check("has(request.clientMetadata.x)", "PreAuthentication"), "E0221 clientMetadata");
  EXPECT_EQ(check("has(validationData.x)", "PreAuthentication"), "");
  EXPECT_EQ(check("has(email)", "InboundFederation"), "E0221 email");
  EXPECT_EQ(check("has(attr.x)", "UserMigration"), "E0221 attr");
}

TEST(Names, TheLongWay) {
  const auto check = [](std::string_view condition, std::string_view section) {
    return findings_of_rule("when " + std::string(condition) + " then log(\"a\")", section);
  };
  EXPECT_EQ(check("has(request.groupConfiguration.preferredRole)", "PreTokenGeneration"), "");
  EXPECT_EQ(check("has(preferredRole)", "PreTokenGeneration"), "");
  EXPECT_EQ(check("has(request.groupConfiguration)", "PreTokenGeneration"),
            "E0216 request.groupConfiguration");
  EXPECT_EQ(check("has(request.groupConfiguration.role)", "PreTokenGeneration"), "E0212 role");
  EXPECT_EQ(check("has(request.attributes.idToken.email)", "InboundFederation"), "");
  EXPECT_EQ(check("request.newDeviceUsed ?? false", "PostAuthentication"), "");
  EXPECT_EQ(check("phone == \"+1\" || phone == attr.phone_number", "PostAuthentication"), "");
}

TEST(Names, OfLetsMayBeThoseOfTriggersThatTheFileDoesNotServe) {
  EXPECT_EQ(findings_of("let code = \"a\" on PreSignUp when userName == code then autoConfirm"),
            "");
  EXPECT_EQ(
      findings_of("let code = \"a\" on CustomSMSSender when userName == code then log(\"a\")"),
      "E0207 code");
}

}  // namespace
}  // namespace lintel::testing
