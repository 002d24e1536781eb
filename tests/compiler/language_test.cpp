// SPDX-License-Identifier: Apache-2.0
// What rules compute: the library, imported data, JSON, secrets and what the host draws.
#include <array>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "compiler/schema.h"
#include "tests/compiler/support.h"

namespace lintel::testing {
namespace {

constexpr std::string_view token_event =
    R"({"version":"2","triggerSource":"TokenGeneration_HostedAuth","userName":"jane","request":{"userAttributes":{)"
    R"("email":"jo@example.com","custom:j":"{\"a\":\"1\",\"b\":true}","custom:l":"[\"x\",\"y\"]",)"
    R"("identities":"[{\"providerName\":\"Google\",\"primary\":true}]"},"groupConfiguration":{)"
    R"("groupsToOverride":[]}},"response":{}})";

// The claim that the expression makes, as JSON; the body if there is none.
std::string value_of(std::string_view expression) {
  const std::string body = answer(
      fmt::format("on PreTokenGenerationV2 then addIdClaim(\"c\", {})", expression), token_event);
  constexpr std::string_view before = "\"claimsToAddOrOverride\":{\"c\":";
  const auto begin = body.find(before);
  const auto end = body.rfind("}}}}}");
  if (begin == std::string::npos || end == std::string::npos) return body;
  return body.substr(begin + before.size(), end - begin - before.size());
}

TEST(Library, Texts) {
  EXPECT_EQ(value_of("\"h\\u00e9llo\".charAt(1)"), "\"\u00e9\"");
  EXPECT_EQ(value_of("userName.indexOf(\"n\")"), "2");
  EXPECT_EQ(value_of("userName.indexOf(\"x\")"), "-1");
  EXPECT_EQ(value_of("userName.indexOf(\"a\", 2) ?? 0"), "-1");
  EXPECT_EQ(value_of("base64Encode(userName)"), "\"amFuZQ==\"");
  EXPECT_EQ(value_of("base64Decode(\"amFuZQ==\") ?? \"none\""), "\"jane\"");
  EXPECT_EQ(value_of("base64Decode(userName + \"%\") ?? \"none\""), "\"none\"");
  EXPECT_EQ(value_of("urlDecode(\"a%20b+c\") ?? \"none\""), "\"a b+c\"");
  EXPECT_EQ(value_of("formDecode(\"a%20b+c\") ?? \"none\""), "\"a b c\"");
}

TEST(Json, OfIdentitiesIsRecords) {
  EXPECT_EQ(value_of("json(attr.identities).map(i, i.providerName ?? \"\") ?? []"), "[\"Google\"]");
  EXPECT_EQ(value_of("json(attr.identities).exists(i, i.primary ?? false) ?? false"), "true");
  EXPECT_EQ(findings_of_rule("when json(attr.identities).exists(i, i.provider == \"x\") "
                             "then log(\"x\")",
                             "PostAuthentication"),
            "E0212 provider");
}

TEST(Json, IsReadAndWritten) {
  EXPECT_EQ(value_of("json(attr[\"custom:j\"]).a ?? \"none\""), "\"1\"");
  EXPECT_EQ(value_of("json(attr[\"custom:j\"]).b ?? \"none\""), "\"true\"");
  EXPECT_EQ(value_of("json(userName).a ?? \"none\""), "\"none\"");
  EXPECT_EQ(value_of("jsonList(attr[\"custom:l\"]) ?? [\"z\"]"), "[\"x\",\"y\"]");
  EXPECT_EQ(value_of("jsonList(userName) ?? [\"z\"]"), "[\"z\"]");
  EXPECT_EQ(value_of("{\"a\": 1, \"b\": [userName, 1.5], \"c\": {\"d\": true}}"),
            "{\"a\":1,\"b\":[\"jane\",1.5],\"c\":{\"d\":true}}");
}

TEST(Imports, OfTables) {
  MemoryFiles files;
  files.contents["rules/t.csv"] = "key,name\r\na,\"x, \"\"y\"\"\"\nb,z\n";
  files.contents["rules/w.csv"] = "key,one,two\na,1,2\n";
  files.contents["rules/t.json"] = R"({"a": {"n": [1, 2]}, "b": {"n": []}})";
  files.contents["rules/bad.json"] = R"({"a": 1, "b": "x"})";
  files.contents["rules/bad.csv"] = "key,name\na,\"x\n";
  CompileOptions options;
  options.files = &files;
  const auto claim = [&](std::string_view expression) {
    return answer(fmt::format("on PreTokenGenerationV2 then addIdClaim(\"c\", {})", expression),
                  token_event, options);
  };
  EXPECT_NE(claim("csv(\"t.csv\")").find(R"("c":{"a":"x, \"y\"","b":"z"})"), std::string::npos);
  EXPECT_NE(claim("csv(\"w.csv\")[\"a\"].two ?? \"none\"").find(R"("c":"2")"), std::string::npos);
  EXPECT_NE(claim("json(\"t.json\")").find(R"("c":{"a":{"n":[1,2]},"b":{"n":[]}})"),
            std::string::npos);
  for (const auto* wrong : {"json(\"bad.json\")", "csv(\"bad.csv\")"})
    EXPECT_EQ(claim(wrong).substr(0, 23), "does not compile: E0606") << wrong;
}

TEST(Imports, OfAHundredThousandDomains) {
  MemoryFiles files;
  std::string& list = files.contents["rules/d.txt"];
  for (int i = 0; i < 100'000; ++i) list += fmt::format("d{}.example\n", i);
  CompileOptions options;
  options.files = &files;
  const auto sign_up = [&](std::string_view domain) {
    return answer(
        "on PreSignUp when has(attr.email) && email.domain in lines(\"d.txt\") "
        "then reject(\"Please use a permanent address\")",
        fmt::format(R"({{"request":{{"userAttributes":{{"email":"jo@{}"}}}},"response":{{}}}})",
                    domain),
        options);
  };
  EXPECT_NE(sign_up("D99999.example").find("permanent address"), std::string::npos);
  EXPECT_EQ(sign_up("d100000.example").find("permanent address"), std::string::npos);
}

TEST(Random, CountIsAConstant) {
  EXPECT_EQ(findings_of("on CreateAuthChallenge then privateParameter(\"a\", randomDigits(6))"),
            "");
  EXPECT_EQ(findings_of("on CreateAuthChallenge then privateParameter(\"a\", randomDigits(65))"),
            "E0325 65");
  EXPECT_EQ(findings_of("on CreateAuthChallenge then privateParameter(\"a\", "
                        "randomToken(size(userName)))"),
            "E0325 size(userName)");
}

TEST(Random, ComesFromTheHost) {
  const auto body = answer(
      "on CreateAuthChallenge then privateParameter(\"a\", randomToken(6))",
      R"({"triggerSource":"CreateAuthChallenge_Authentication","request":{},"response":{}})");
  EXPECT_NE(body.find("the host does not give them"), std::string::npos) << body;
}

TEST(Secrets, AreComparedWhole) {
  const auto correct = [](std::string_view challenge) {
    return answer(
        "on VerifyAuthChallengeResponse when challengeAnswer.trim() == "
        "privateChallengeParameters.answer then answerCorrect",
        fmt::format(
            R"({{"triggerSource":"VerifyAuthChallengeResponse_Authentication","request":)"
            R"({{"privateChallengeParameters":{{"answer":"1234"}},"challengeAnswer":"{}"}},)"
            R"("response":{{"answerCorrect":null}}}})",
            challenge));
  };
  EXPECT_NE(correct(" 1234").find("\"answerCorrect\":true"), std::string::npos);
  EXPECT_NE(correct("1235").find("\"answerCorrect\":false"), std::string::npos);
  EXPECT_NE(correct("123").find("\"answerCorrect\":false"), std::string::npos);
}

TEST(Templates, HaveNoMeaningInConditions) {
  EXPECT_EQ(findings_of_rule("when userName == \"a${userName}\" then autoConfirm"),
            "W0326 \"a${userName}\"");
  EXPECT_EQ(findings_of_rule("when userName == r\"a${userName}\" then autoConfirm"), "");
}

TEST(Presence, AKeyHasAValue) {
  EXPECT_EQ(findings_of_rule("when userName in t then log(t[userName])",
                             "PreSignUp let t = {\"a\": \"b\"}"),
            "");
  EXPECT_EQ(findings_of_rule("when !(userName in t) then log(t[userName])",
                             "PreSignUp let t = {\"a\": \"b\"}"),
            "E0402 t[userName]");
}

TEST(Emit, TakesAMapOfAnything) {
  EXPECT_EQ(findings_of_rule("then emit(\"signedIn\", {\"who\": userName, \"n\": 1})",
                             "PostAuthentication"),
            "");
  EXPECT_EQ(findings_of_rule("then emit(detailType: \"signedIn\", detail: {\"who\": userName})",
                             "PostAuthentication"),
            "");
  EXPECT_EQ(findings_of_rule("then emit(\"signedIn\", userName)", "PostAuthentication"),
            "E0523 userName");
}

// Written out, so that a row that is lost from the table is missed.
constexpr std::array sender_sources = {"CustomEmailSender_SignUp",
                                       "CustomEmailSender_Authentication",
                                       "CustomEmailSender_ForgotPassword",
                                       "CustomEmailSender_ResendCode",
                                       "CustomEmailSender_UpdateUserAttribute",
                                       "CustomEmailSender_VerifyUserAttribute",
                                       "CustomEmailSender_AdminCreateUser",
                                       "CustomEmailSender_AccountTakeOverNotification",
                                       "CustomSMSSender_SignUp",
                                       "CustomSMSSender_ForgotPassword",
                                       "CustomSMSSender_ResendCode",
                                       "CustomSMSSender_VerifyUserAttribute",
                                       "CustomSMSSender_UpdateUserAttribute",
                                       "CustomSMSSender_Authentication",
                                       "CustomSMSSender_AdminCreateUser",
                                       "PostAuthentication_Authentication"};

TEST(Senders, ServeEachSource) {
  for (const char* source : sender_sources) {
    const std::string event = fmt::format(
        R"({{"version":"1","triggerSource":"{}","request":{{"userAttributes":{{}}}}}})", source);
    EXPECT_EQ(answer(fmt::format("on {}\nthen log(triggerSource)", source), event), event);
  }
}

}  // namespace
}  // namespace lintel::testing
