// SPDX-License-Identifier: Apache-2.0
// Tests of rules: the events that they start from, how events are merged, and what is covered.
#include "compiler/testing.h"

#include <chrono>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "compiler/json.h"
#include "compiler/schema.h"
#include "compiler/test_events.h"
#include "tests/compiler/support.h"

namespace lintel::testing {
namespace {

namespace schema = compiler::schema;
using compiler::Json;

std::string merged(std::string_view onto, std::string_view changes) {
  Fault fault{};
  auto result = compiler::parse_json(onto, fault);
  const auto on_top = compiler::parse_json(changes, fault);
  if (!result || !on_top) return "no JSON";
  compiler::merge(*result, *on_top);
  return compiler::print(*result);
}

TestReport report(std::string_view rules, std::string_view filter = {}) {
  const Source source{"rules/x.rules", std::string(rules)};
  return run_tests({&source, 1}, {}, filter);
}

TEST(Json, IsReadAndPrinted) {
  EXPECT_EQ(
      merged("null",
             R"( {"a" : [ 1.50, -2e+3 ,true,null,{}, [] ], "b\u0041\n": "\ud83d\ude00\"\u0001"} )"),
      "{\"a\":[1.50,-2e+3,true,null,{},[]],\"bA\\u000a\":\"\xF0\x9F\x98\x80\\\"\\u0001\"}");
  EXPECT_EQ(merged("1", "\xEF\xBB\xBF[]"), "[]");
  for (const std::string_view bad : {"", "{", "[1,]", "{}x", "{'a':1}"})
    EXPECT_EQ(merged("1", bad), "no JSON") << bad;
}

TEST(Json, ChangesAreMergedObjectByObject) {
  EXPECT_EQ(merged(R"({"a":{"b":1,"c":[1,2]},"d":"x"})", R"({"a":{"c":[3],"e":null},"d":{"f":1}})"),
            R"({"a":{"b":1,"c":[3],"e":null},"d":{"f":1}})");
}

TEST(Json, ObjectsAreEqualInAnyOrder) {
  Fault fault{};
  EXPECT_TRUE(*compiler::parse_json(R"({"a":1,"b":[2]})", fault) ==
              *compiler::parse_json(R"({"b":[2],"a":1})", fault));
  EXPECT_FALSE(*compiler::parse_json(R"({"a":1})", fault) ==
               *compiler::parse_json(R"({"a":"1"})", fault));
  EXPECT_FALSE(*compiler::parse_json(R"({"a":1})", fault) ==
               *compiler::parse_json(R"({"b":1})", fault));
  EXPECT_FALSE(*compiler::parse_json(R"(["a"])", fault) ==
               *compiler::parse_json(R"(["b"])", fault));
}

TEST(Json, NumbersAreEqualByValue) {
  const auto number = [](std::string_view text) {
    return Json{Json::Kind::number, std::string(text), {}, {}};
  };
  EXPECT_TRUE(number("1.50") == number("1.5"));
  EXPECT_TRUE(number("1e2") == number("100"));
  EXPECT_TRUE(number("100") == number("1e2"));
  EXPECT_FALSE(number("1") == number("1.5"));
  EXPECT_FALSE((number("1") == Json{Json::Kind::text, "1", {}, {}}));
  EXPECT_FALSE(number("9007199254740993") == number("9007199254740992"));
}

// A name for the field in rules.
std::string long_way(const schema::FieldRow& row) {
  return std::string(row.path.find('.') == std::string_view::npos ? row.name : row.path);
}

// A trigger that gets a source, or a field that it always sends, needs a row in
// compiler/default_events.def.
TEST(DefaultEvents, EverySourceHasOneThatHoldsWhatCognitoAlwaysSends) {
  for (const auto& source : schema::sources()) {
    std::string all;
    std::string always;
    for (const auto& row : schema::fields()) {
      if (row.trigger != source.trigger && row.trigger != schema::Trigger::envelope) continue;
      all += fmt::format("has({}) || ", long_way(row));
      if (schema::always_sent(row, source.name))
        always += fmt::format("has({}) && ", long_way(row));
    }
    const auto made =
        report(fmt::format("on {0}\nwhen triggerSource == \"{1}\" && {2}true then log(\"all\")\n"
                           "when triggerSource == \"{1}\" && ({3}false) then log(\"read\")\n"
                           "test \"x\" given {1} expect exactly log(\"all\"), log(\"read\")\n",
                           schema::row(source.trigger).name, source.name, always, all));
    ASSERT_TRUE(made.ok && made.results.size() == 1) << source.name;
    EXPECT_TRUE(made.results[0].passed) << source.name << ": " << made.results[0].outcome;
  }
}

TEST(DefaultEvents, ComeWithTheResponseThatCognitoSends) {
  const auto response = [](std::string_view source) {
    return compiler::print(
        *compiler::default_event(source, schema::find_source(source)->trigger).find("response"));
  };
  EXPECT_EQ(response("PreSignUp_SignUp"),
            R"({"autoConfirmUser":false,"autoVerifyEmail":false,"autoVerifyPhone":false})");
  EXPECT_EQ(response("CustomMessage_SignUp"),
            R"({"smsMessage":null,"emailMessage":null,"emailSubject":null})");
  EXPECT_EQ(response("PostConfirmation_ConfirmSignUp"), "{}");
}

TEST(DefaultEvents, OfTokensAreOfTheVersionOfTheTrigger) {
  const auto event = [](std::string_view source, schema::Trigger trigger) {
    return compiler::print(compiler::default_event(source, trigger));
  };
  constexpr std::string_view machine = "TokenGeneration_ClientCredentials";
  constexpr std::string_view user = "TokenGeneration_RefreshTokens";
  EXPECT_EQ(event(machine, schema::Trigger::PreTokenGenerationV3),
            R"({"version":"3","triggerSource":"TokenGeneration_ClientCredentials",)"
            R"("region":"eu-west-1","userPoolId":"eu-west-1_Example01",)"
            R"("callerContext":{"awsSdkVersion":"aws-sdk-unknown-unknown",)"
            R"("clientId":"1example23456789"},"request":{"scopes":["example/read"]},)"
            R"("response":{"claimsAndScopeOverrideDetails":null}})");
  EXPECT_NE(event(user, schema::Trigger::PreTokenGenerationV2).find(R"("version":"2")"),
            std::string::npos);
  const auto first = event(user, schema::Trigger::PreTokenGeneration);
  EXPECT_NE(first.find(R"("version":"1")"), std::string::npos);
  EXPECT_NE(first.find(R"("response":{"claimsOverrideDetails":null})"), std::string::npos);
  EXPECT_EQ(first.find("scopes"), std::string::npos);
}

TEST(RunTests, ExpectationsArePassedByWhatTheySay) {
  const std::string rules =
      "on PostConfirmation\nwhen userName != \"nobody\" then addToGroup(\"a\"), addToGroup(\"a\"), "
      "log(\"${userName}\", onFailure: \"reject\")\n";
  const auto passes = [&](std::string_view expected) {
    const auto made = report(fmt::format("{}test \"x\" given {{}} expect {}", rules, expected));
    return made.ok && made.results.size() == 1 && made.results[0].passed;
  };
  for (const char* good :
       {"log", "log(\"janedoe\")", "log(onFailure: \"reject\")", "addToGroup(\"a\"), not reject",
        "exactly addToGroup, addToGroup(\"a\"), log", "not addToGroup(\"b\"), not log(\"b\")"})
    EXPECT_TRUE(passes(good)) << good;
  for (const char* bad : {"not log", "log(\"jane\")", "log(onFailure: \"continue\")",
                          "exactly addToGroup(\"a\"), log", "addToGroup(\"b\")", "nothing",
                          "reject", "not addToGroup(name: \"a\")"})
    EXPECT_FALSE(passes(bad)) << bad;
}

TEST(RunTests, ATestOfASourceWithoutASectionExpectsNothing) {
  const auto made = report(
      "on CustomMessage_SignUp\nthen emailSubject(\"x\")\n"
      "test \"other\" given CustomMessage_Authentication expect nothing\n"
      "test \"own\" given {} expect emailSubject(\"x\")");
  ASSERT_EQ(made.results.size(), 2u);
  EXPECT_TRUE(made.results[0].passed && made.results[1].passed);
}

TEST(RunTests, CoverageHoldsWhatIsPossible) {
  const auto possible = [](std::string_view condition) {
    const auto made = report(fmt::format("on PreSignUp\nwhen {} then autoConfirm", condition));
    EXPECT_TRUE(made.ok) << condition;
    return made.possible() - 1;  // the rule itself can fire
  };
  EXPECT_EQ(possible("userName == \"x\""), 2u);
  EXPECT_EQ(possible("attr.x == \"x\""), 3u);
  EXPECT_EQ(possible("attr.x != \"x\""), 3u);
  EXPECT_EQ(possible("has(attr.x) && attr.x == \"x\""), 4u);
  EXPECT_EQ(possible("has(attr.x) && !(attr.x == \"x\" || userName == \"y\")"), 6u);
  EXPECT_EQ(possible("attr.email_verified ?? false"), 2u);
  EXPECT_EQ(possible("has(attr.x) ? attr.x == \"x\" : userName == \"y\""), 6u);
  EXPECT_EQ(possible("triggerSource == \"PreSignUp_SignUp\""), 2u);
  EXPECT_EQ(possible("userName in [attr.x, attr.y]"), 3u);
  EXPECT_EQ(possible("1 < 2"), 0u);
  const auto one =
      report("on PreSignUp_SignUp\nwhen triggerSource == \"PreSignUp_SignUp\" then autoConfirm");
  EXPECT_EQ(one.possible(), 1u);
}

TEST(RunTests, UsesOfOneLetArePartsOfTheirOwn) {
  const auto made = report(
      "on PreSignUp\nlet short(x) = size(x) < 3\n"
      "when short(userName) || short(region) then autoConfirm\n");
  ASSERT_EQ(made.rules.size(), 1u);
  EXPECT_EQ(made.rules[0].parts.size(), 2u);
}

TEST(RunTests, AThousandTakeNoTime) {
  std::string rules = "on PreSignUp\nwhen email.domain == \"example.com\" then autoConfirm\n";
  for (int i = 0; i < 1000; ++i)
    rules +=
        fmt::format("test \"{}\" given {{\"userName\": \"user{}\"}} expect autoConfirm\n", i, i);
  const auto start = std::chrono::steady_clock::now();
  const auto made = report(rules);
  const auto took = std::chrono::steady_clock::now() - start;
  EXPECT_EQ(made.results.size(), 1000u);
  // Without optimisation, on a busy machine; a release build takes some milliseconds.
  EXPECT_LT(took, std::chrono::seconds(20));
}

}  // namespace
}  // namespace lintel::testing
