// SPDX-License-Identifier: Apache-2.0
// What the language promises, on events: from the text of the rules to the body of the answer.
#include <initializer_list>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "tests/compiler/support.h"

namespace lintel::testing {
namespace {

std::string event(std::string_view source, std::string_view attributes = "",
                  std::string_view rest = "") {
  return "{\"triggerSource\":\"" + std::string(source) + "\",\"userName\":\"jane\"," +
         "\"request\":{\"userAttributes\":{" + std::string(attributes) +
         "},\"codeParameter\":\"{####}\"" + std::string(rest) + "},\"response\":{}}";
}

// What stands in `response` of the answer, or the whole body if it is none.
std::string response(std::string_view rules, std::string_view event) {
  const auto body = answer(rules, event);
  constexpr std::string_view start = "\"response\":{";
  const auto at = body.find(start);
  if (at == std::string::npos) return body;
  const auto begin = at + start.size();
  return body.substr(begin, body.size() - begin - 2);
}

std::string signs_up(std::string_view rules, std::string_view attributes = "") {
  return response(rules, event("PreSignUp_SignUp", attributes));
}

std::string sends(std::string_view action, std::string_view attributes = "") {
  return response("on CustomMessage_SignUp then " + std::string(action),
                  event("CustomMessage_SignUp", attributes));
}

bool holds(std::string_view condition, std::string_view attributes = "") {
  const auto got =
      signs_up("on PreSignUp when " + std::string(condition) + " then autoConfirm", attributes);
  EXPECT_TRUE(got == "\"autoConfirmUser\":true" || got == "\"autoConfirmUser\":false")
      << condition << ": " << got;
  return got == "\"autoConfirmUser\":true";
}

constexpr std::string_view confirmed = "\"autoConfirmUser\":true";
constexpr std::string_view unconfirmed = "\"autoConfirmUser\":false";
constexpr std::string_view denied = R"({"errorMessage":"no","errorType":"Rejected"})";

TEST(Answers, ADecidedComparisonOfOneFieldInBothPlacesLoads) {
  EXPECT_EQ(answer("on CustomMessage\nwhen triggerSource >= triggerSource then reject(\"a\")",
                   R"({"triggerSource":"CustomMessage_SignUp"})"),
            R"({"errorMessage":"a","errorType":"Rejected"})");
}

TEST(Resolution, DefaultsAreThoseOfTheFieldsThatSomeRuleMaySet) {
  EXPECT_EQ(signs_up("on PreSignUp when userName == \"x\" then autoConfirm"), unconfirmed);
  EXPECT_EQ(sends("emailSubject(\"s\")"), "\"emailSubject\":\"s\"");
  EXPECT_EQ(response("on CustomMessage when userName == \"x\" then smsMessage(\"s\")",
                     event("CustomMessage_SignUp")),
            "\"smsMessage\":null");
}

TEST(Resolution, TheFirstRuleThatFiresWins) {
  const std::string rules =
      "on CustomMessage when has(attr.a) then smsMessage(\"1\") then smsMessage(\"2\") "
      "then smsMessage(\"3\")";
  EXPECT_EQ(response(rules, event("CustomMessage_SignUp")), "\"smsMessage\":\"2\"");
  EXPECT_EQ(response(rules, event("CustomMessage_SignUp", R"("a":"x")")), "\"smsMessage\":\"1\"");
}

TEST(Resolution, AFieldLeftUnsetIsSetByALaterRule) {
  const std::string rules =
      "on CustomMessage when has(attr.email) then smsMessage(email.domain) then smsMessage(\"2\")";
  EXPECT_EQ(response(rules, event("CustomMessage_SignUp", R"("email":"a@B.c")")),
            "\"smsMessage\":\"b.c\"");
  EXPECT_EQ(response(rules, event("CustomMessage_SignUp", R"("email":"none")")),
            "\"smsMessage\":\"2\"");
}

TEST(Resolution, ADenialBeatsGrantsWhereverItStands) {
  for (const std::string_view rules :
       {"on PreSignUp then autoConfirm when userName == \"jane\" then reject(\"no\")",
        "on PreSignUp when userName == \"jane\" then reject(\"no\") then autoConfirm",
        "on PreSignUp then autoConfirm, reject(\"no\")"})
    EXPECT_EQ(signs_up(rules), denied) << rules;
  EXPECT_EQ(signs_up("on PreSignUp when userName == \"joe\" then reject(\"no\") then autoConfirm"),
            confirmed);
}

TEST(Resolution, TheFirstDenialIsTheOne) {
  EXPECT_EQ(signs_up("on PreSignUp then reject(\"no\") then reject(\"never\")"), denied);
}

TEST(Resolution, ADenialFailsClosed) {
  const std::string rules =
      "on PreSignUp when has(attr.email) && email.domain == \"a.b\" then reject(\"no\")";
  EXPECT_EQ(signs_up(rules, R"("email":"x@a.b")"), denied);
  EXPECT_EQ(signs_up(rules, R"("email":"none")"), denied);
  EXPECT_EQ(signs_up(rules, R"("email":"x@c.d")"), "");
  EXPECT_EQ(signs_up(rules), "");
}

TEST(Sources, NamedOrOfTheWholeTrigger) {
  const std::string rules =
      "on PreSignUp_SignUp then autoConfirm on PreSignUp then autoVerifyEmail";
  const std::string_view whole = "\"autoVerifyEmail\":true";
  EXPECT_EQ(response(rules, event("PreSignUp_SignUp")),
            "\"autoConfirmUser\":true,\"autoVerifyEmail\":true");
  EXPECT_EQ(response(rules, event("PreSignUp_AdminCreateUser")), whole);
  EXPECT_EQ(response(rules, event("PreSignUp_ExternalProvider")), whole);
  EXPECT_EQ(response(rules, event("PreSignUp_OfTomorrow")), whole);
}

TEST(Sources, WithoutASectionGoBackUnchanged) {
  const std::string rules = "on PreSignUp_SignUp then autoConfirm";
  for (const std::string_view source : {"PreSignUp_AdminCreateUser", "PreSignUp_OfTomorrow"})
    EXPECT_EQ(answer(rules, event(source)), event(source));
}

TEST(Sources, OfAnotherTriggerAreAFault) {
  for (const std::string_view source :
       {"CustomMessage_SignUp", "PostConfirmation_ConfirmSignUp", "PreSignUp", ""})
    EXPECT_NE(
        answer("on PreSignUp then autoConfirm", event(source)).find("\"errorType\":\"Fault\""),
        std::string::npos)
        << source;
}

TEST(Sources, Missing) {
  const std::string_view bare = R"({"response":{}})";
  const std::string_view fault = "\"errorType\":\"Fault\"";
  EXPECT_EQ(response("on PreSignUp then autoConfirm", bare), confirmed);
  EXPECT_EQ(response("on PreSignUp_SignUp then autoConfirm", bare), confirmed);
  EXPECT_EQ(response("on PreSignUp_SignUp then autoConfirm on PreSignUp_SignUp then "
                     "autoVerifyEmail",
                     bare),
            "\"autoConfirmUser\":true,\"autoVerifyEmail\":true");
  EXPECT_EQ(
      response("on PreSignUp then autoConfirm on PreSignUp_SignUp then autoVerifyEmail", bare),
      confirmed);
  EXPECT_NE(
      answer("on PreSignUp_SignUp, PreSignUp_AdminCreateUser then autoConfirm", bare).find(fault),
      std::string::npos);
  EXPECT_NE(answer("on PreSignUp then autoConfirm on CustomMessage then smsMessage(\"a\")", bare)
                .find(fault),
            std::string::npos);
}

TEST(Escaping, OfTheBodyOfAnEmail) {
  const std::string_view name = R"("name":"<b> & \"x\"")";
  EXPECT_EQ(sends("emailMessage(\"<p>${attr.name ?? \"\"}</p>\")", name),
            R"("emailMessage":"<p>&lt;b&gt; &amp; &quot;x&quot;</p>")");
  EXPECT_EQ(sends("emailMessage(html(attr.name ?? \"\"))", name),
            R"("emailMessage":"<b> & \"x\"")");
  EXPECT_EQ(sends("emailMessage(\"<b>\" + (attr.none ?? \"<i>\"))", name),
            R"("emailMessage":"<b><i>")");
  EXPECT_EQ(sends("smsMessage(attr.name ?? \"\")", name), R"("smsMessage":"<b> & \"x\"")");
}

TEST(Escaping, TheSubjectIsOneLine) {
  for (const std::string_view line_end : {R"(\r\n)", R"(\n)", R"(\r)"}) {
    const auto name = "\"name\":\"b" + std::string(line_end) + "Bcc: c\"";
    EXPECT_EQ(sends("emailSubject(\"a \" + (attr.name ?? \"\"))", name),
              R"("emailSubject":"a b Bcc: c")")
        << line_end;
  }
}

TEST(Templates, TakeTextsIntsAndBools) {
  EXPECT_EQ(sends("smsMessage(\"${userName} ${userName.size()} ${userName == \"jane\"} \\${x}\")"),
            R"("smsMessage":"jane 4 true ${x}")");
  EXPECT_EQ(sends("smsMessage(r\"${userName}\")"), R"("smsMessage":"${userName}")");
  EXPECT_EQ(sends("smsMessage(\"Code ${codeParameter}\")"), R"("smsMessage":"Code {####}")");
  EXPECT_TRUE(holds("\"${userName}\".size() == 11"));
}

TEST(Email, DomainsAreComparedWithoutLetterCase) {
  const std::string_view address = R"("email":"Jane@EXAMPLE.com")";
  EXPECT_TRUE(holds("email.domain == \"example.com\"", address));
  EXPECT_TRUE(holds("email.domain == \"Example.COM\"", address));
  EXPECT_TRUE(holds("email.domain in [\"Example.COM\"]", address));
  EXPECT_FALSE(holds("email.domain != \"Example.COM\"", address));
  EXPECT_FALSE(holds("email.domain == \"example.org\"", address));
  EXPECT_TRUE(holds("email.local == \"Jane\"", address));
  EXPECT_FALSE(holds("email.local == \"jane\"", address));
  EXPECT_TRUE(holds("email == \"Jane@EXAMPLE.com\"", address));
  EXPECT_FALSE(holds("email == \"jane@example.com\"", address));
}

TEST(Attributes, AreTakenAsText) {
  EXPECT_TRUE(holds("attr.a == \"true\"", R"("a":true)"));
  EXPECT_TRUE(holds("int(attr.a) == 12", R"("a":12)"));
  EXPECT_TRUE(holds("attr.a == \"1.50\"", R"("a":1.50)"));
  EXPECT_TRUE(holds("!has(attr.a)", R"("a":null)"));
  EXPECT_TRUE(holds("has(attr.a) && attr.a == \"\"", R"("a":"")"));
  EXPECT_NE(signs_up("on PreSignUp when has(attr.a) then autoConfirm", R"("a":{})").find("Fault"),
            std::string::npos);
}

TEST(Attributes, FlagsAreTextsInAnyLetterCase) {
  for (const std::string_view text : {R"("true")", R"("True")", R"("TRUE")", "true"})
    EXPECT_TRUE(holds("attr.email_verified", "\"email_verified\":" + std::string(text))) << text;
  for (const std::string_view text : {R"("false")", R"("FALSE")", "false"}) {
    EXPECT_TRUE(holds("!attr.email_verified", "\"email_verified\":" + std::string(text))) << text;
    EXPECT_FALSE(holds("attr.email_verified", "\"email_verified\":" + std::string(text))) << text;
  }
  for (const std::string_view text : {R"("yes")", R"("")", "1", "null"}) {
    const auto attribute = "\"email_verified\":" + std::string(text);
    EXPECT_FALSE(holds("has(attr.email_verified)", attribute)) << text;
    EXPECT_TRUE(holds("attr.email_verified ?? true", attribute)) << text;
  }
}

TEST(Absence, OnEvents) {
  EXPECT_FALSE(holds("attr.a != \"x\""));
  EXPECT_FALSE(holds("!(attr.a == \"x\")"));
  EXPECT_TRUE(holds("attr.a == \"x\" || true"));
  EXPECT_FALSE(holds("attr.a == \"x\" && false"));
  EXPECT_TRUE(holds("(attr.a ?? \"x\") == \"x\""));
  EXPECT_FALSE(holds("attr.a == \"x\" ? true : true"));
  EXPECT_FALSE(holds("\"k\" in clientMetadata"));
  EXPECT_TRUE(holds("!(\"k\" in clientMetadata) && size(clientMetadata) == 0"));
}

TEST(Functions, OnEachOfTheirTypes) {
  const std::string_view text =
      "\"a\":\" \xC3\x84"
      "b \",\"n\":\"-7\"";
  for (const std::string_view condition : {"size(attr.a) == 4",
                                           "attr.a.size() == 4",
                                           "size(attr) == 2",
                                           "[1, size(attr)].size() == 2",
                                           "{\"k\": userName}.size() == 1",
                                           "attr.a.trim() == \"\\u00C4b\"",
                                           "attr.a.upperAscii() == \" \\u00C4B \"",
                                           "attr.a.trim().lowerAscii() == \"\\u00C4b\"",
                                           "attr.a.trim().equalsIgnoreCase(\"\\u00C4B\")",
                                           "!attr.a.trim().equalsIgnoreCase(\"\\u00E4b\")",
                                           "attr.a.endsWith(\"b \")",
                                           "attr.a.startsWith(\" \\u00C4\")",
                                           "attr.a.contains(\"\")",
                                           "int(attr.n) == -7",
                                           "int(int(attr.n)) % 4 == -3",
                                           "int(attr.n) / 2 == -3",
                                           "!has(int(attr.a))",
                                           "string(int(attr.n)) == \"-7\"",
                                           "string(has(attr.n)) == \"true\"",
                                           "string(attr.n) == attr.n",
                                           "html(attr.n) == \"-7\"",
                                           "[attr.n][0] == \"-7\"",
                                           "!has([attr.n][size(attr)])",
                                           "{\"jane\": 1}[userName] == 1",
                                           "userName in {\"jane\": 1}",
                                           "userName in [\"a\"] + [\"jane\"]",
                                           "[userName, \"x\"] == [\"jane\", \"x\"]",
                                           "[userName] != [\"jane\", \"x\"]",
                                           "int(attr.n) in [1, -7]",
                                           "has(attr.n) in [true]",
                                           "\"a\" < attr.n + \"a\" == false",
                                           "attr[\"n\"] == attr.n",
                                           "\"n\" in attr",
                                           "has(attr.n) == true",
                                           "has(attr.x) < has(attr.n)",
                                           "!(has(attr.n) < has(attr.x))",
                                           "has(attr.a) <= has(attr.n)",
                                           "has(attr.n) > has(attr.x)",
                                           "!(has(attr.a) > has(attr.n))",
                                           "has(attr.x) >= has(attr.y)",
                                           "!has(attr.email_verified < true)"})
    EXPECT_TRUE(holds(condition, text)) << condition;
}

}  // namespace
}  // namespace lintel::testing
