// SPDX-License-Identifier: Apache-2.0
// The reference evaluator against examples worked out by hand from grammar/language.md.
#include "tests/support/reference_eval.h"

#include <array>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace lintel::reference {
namespace {

constexpr std::string_view sign_up =
    R"({"triggerSource":"PreSignUp_SignUp","userName":"jo","request":{)"
    R"("userAttributes":{"email":"Jo@Example.COM","n":"12","x":null,)"
    R"("email_verified":"TRUE","e":"","num":1.0}},"response":{}})";

// The value of an expression on `event`, as text; `absent` if it has none.
std::string value_of(std::string_view expression, std::string_view event = sign_up) {
  const std::string rules =
      "on PreSignUp when true then reject(string(" + std::string(expression) + "))";
  const Answer answer = Rules({rules}).evaluate(event);
  EXPECT_EQ(answer.kind, Kind::rejected) << expression;
  return answer.message == neutral_rejection ? "absent" : answer.message;
}

// The same with its absence told apart from false by `has`.
constexpr std::array<std::string_view, 3> truths = {"true", "false", "absent"};

std::string operand(std::string_view truth) {
  return truth == "absent" ? "(attr.x == \"\")" : std::string(truth);
}

std::string truth_of(std::string_view left, std::string_view op, std::string_view right) {
  return value_of("(" + operand(left) + " " + std::string(op) + " " + operand(right) + ")");
}

TEST(Absence, AndIsFalseIfOneSideIsAndAbsentIfOneIsElse) {
  const std::string expected[3][3] = {
      {"true", "false", "absent"}, {"false", "false", "false"}, {"absent", "false", "absent"}};
  for (std::size_t left = 0; left < 3; ++left)
    for (std::size_t right = 0; right < 3; ++right)
      EXPECT_EQ(truth_of(truths[left], "&&", truths[right]), expected[left][right])
          << truths[left] << " && " << truths[right];
}

TEST(Absence, OrIsTrueIfOneSideIsAndAbsentIfOneIsElse) {
  const std::string expected[3][3] = {
      {"true", "true", "true"}, {"true", "false", "absent"}, {"true", "absent", "absent"}};
  for (std::size_t left = 0; left < 3; ++left)
    for (std::size_t right = 0; right < 3; ++right)
      EXPECT_EQ(truth_of(truths[left], "||", truths[right]), expected[left][right])
          << truths[left] << " || " << truths[right];
}

TEST(Absence, NotOfAbsentIsAbsent) {
  EXPECT_EQ(value_of("!true"), "false");
  EXPECT_EQ(value_of("!false"), "true");
  EXPECT_EQ(value_of("!" + operand("absent")), "absent");
}

TEST(Absence, ChainsOfMoreThanTwo) {
  EXPECT_EQ(value_of("true && (attr.x == \"\") && false"), "false");
  EXPECT_EQ(value_of("false || (attr.x == \"\") || true"), "true");
  EXPECT_EQ(value_of("false || (attr.x == \"\") || false"), "absent");
}

TEST(Absence, OperatorsAreStrict) {
  EXPECT_EQ(value_of("attr.x != \"a\""), "absent");
  EXPECT_EQ(value_of("attr.none != \"a\""), "absent");
  EXPECT_EQ(value_of("attr.e != \"a\""), "true");
  EXPECT_EQ(value_of("\"a\" in [\"a\", attr.x]"), "absent");
  EXPECT_EQ(value_of("size({\"k\": attr.x})"), "absent");
  EXPECT_EQ(value_of("\"a\" + attr.x"), "absent");
}

TEST(Absence, ConditionalCoalesceAndHas) {
  EXPECT_EQ(value_of("attr.x == \"\" ? 1 : 2"), "absent");
  EXPECT_EQ(value_of("true ? attr.n : \"b\""), "12");
  EXPECT_EQ(value_of("false ? attr.n : \"b\""), "b");
  EXPECT_EQ(value_of("attr.x ?? \"d\""), "d");
  EXPECT_EQ(value_of("attr.e ?? \"d\""), "");
  EXPECT_EQ(value_of("attr.x ?? attr.none"), "absent");
  EXPECT_EQ(value_of("has(attr.x)"), "false");
  EXPECT_EQ(value_of("has(attr.none)"), "false");
  EXPECT_EQ(value_of("has(attr.e)"), "true");
  EXPECT_EQ(value_of("has(attr.x == attr.e)"), "false");
  EXPECT_EQ(value_of("has(clientMetadata.k)"), "false");
}

TEST(Integers, OverflowAndDivisionByZeroAreAbsent) {
  const std::string greatest = "9223372036854775807";
  const std::string least = "(-" + greatest + " - 1)";
  EXPECT_EQ(value_of(greatest + " + 1"), "absent");
  EXPECT_EQ(value_of(least + " - 1"), "absent");
  EXPECT_EQ(value_of(least), "-9223372036854775808");
  EXPECT_EQ(value_of("-" + least), "absent");
  EXPECT_EQ(value_of(greatest + " * 2"), "absent");
  EXPECT_EQ(value_of(least + " / -1"), "absent");
  EXPECT_EQ(value_of(least + " % -1"), "absent");
  EXPECT_EQ(value_of("1 / 0"), "absent");
  EXPECT_EQ(value_of("1 % 0"), "absent");
  EXPECT_EQ(value_of("-7 / 2"), "-3");
  EXPECT_EQ(value_of("-7 % 2"), "-1");
  EXPECT_EQ(value_of("7 % -2"), "1");
}

TEST(Integers, AreReadFromDecimalTextOnly) {
  EXPECT_EQ(value_of("int(\"+12\")"), "12");
  EXPECT_EQ(value_of("int(\"-007\")"), "-7");
  EXPECT_EQ(value_of("int(\"-9223372036854775808\")"), "-9223372036854775808");
  EXPECT_EQ(value_of("int(\"9223372036854775808\")"), "absent");
  EXPECT_EQ(value_of("int(\"-9223372036854775809\")"), "absent");
  for (const char* text : {"", "+", "-", " 1", "1 ", "1.0", "0x1", "+-1"})
    EXPECT_EQ(value_of("int(\"" + std::string(text) + "\")"), "absent") << text;
}

TEST(Texts, FunctionsAndComparisons) {
  EXPECT_EQ(value_of("size(\"\u00e9\U0001F600\")"), "2");
  EXPECT_EQ(value_of("\" \u00a0a b\u3000\\n\".trim()"), "a b");
  EXPECT_EQ(value_of("\"\u00c9A\".lowerAscii()"), "\u00c9a");
  EXPECT_EQ(value_of("\"Ab\".equalsIgnoreCase(\"aB\")"), "true");
  EXPECT_EQ(value_of("\"\u00c9\".equalsIgnoreCase(\"\u00e9\")"), "false");
  EXPECT_EQ(value_of("\"\U0001F600\" > \"\uffff\""), "true");
  EXPECT_EQ(value_of("\"abc\".startsWith(\"\")"), "true");
  EXPECT_EQ(value_of("\"abc\".endsWith(\"bc\")"), "true");
  EXPECT_EQ(value_of("\"abc\".contains(\"ac\")"), "false");
}

TEST(Lists, IndexMembershipAndEquality) {
  EXPECT_EQ(value_of("[1, 2][size(userName) - 1]"), "2");
  EXPECT_EQ(value_of("[1, 2][size(userName)]"), "absent");
  EXPECT_EQ(value_of("[1, 2][-1 * size(userName)]"), "absent");
  EXPECT_EQ(value_of("2 in [1] + [2]"), "true");
  EXPECT_EQ(value_of("[1, 2] == [1, 2]"), "true");
  EXPECT_EQ(value_of("[1, 2] != [2, 1]"), "true");
  EXPECT_EQ(value_of("[1, 2] == [1]"), "false");
}

TEST(Maps, KeysOfTheEventCountIfTheyAreNotNull) {
  EXPECT_EQ(value_of("\"e\" in attr"), "true");
  EXPECT_EQ(value_of("\"x\" in attr"), "false");
  EXPECT_EQ(value_of("\"none\" in attr"), "false");
  EXPECT_EQ(value_of("size(attr)"), "5");
  EXPECT_EQ(value_of("size(clientMetadata)"), "0");
  EXPECT_EQ(value_of("\"k\" in clientMetadata"), "false");
  EXPECT_EQ(value_of("attr.x in clientMetadata"), "absent");
  EXPECT_EQ(value_of("has(clientMetadata)"), "false");
  EXPECT_EQ(value_of("attr[\"\" + \"n\"]"), "12");
  EXPECT_EQ(value_of("{\"a\": 1}.a"), "1");
  EXPECT_EQ(value_of("{\"a\": 1}[userName]"), "absent");
  EXPECT_EQ(value_of("\"a\" in {\"a\": 1}"), "true");
}

TEST(Fields, ScalarsAreTakenAsTheirJsonText) {
  EXPECT_EQ(value_of("attr.num"), "1.0");
  EXPECT_EQ(value_of("attr.email_verified"), "true");
  EXPECT_EQ(value_of("attr[\"email_\" + \"verified\"]"), "true");
  EXPECT_EQ(value_of("attr[\"email_verified\" + attr.e]"), "TRUE");
  EXPECT_EQ(value_of("request.userAttributes.n"), "12");
}

TEST(Fields, OfARepeatedNameTheLastCounts) {
  constexpr std::string_view event =
      R"({"triggerSource":"PreSignUp_SignUp","request":{"userAttributes":{"a":"1","b":"2"}},)"
      R"("request":{"userAttributes":{"a":"3","\u0061":"4"}}})";
  EXPECT_EQ(value_of("attr.a", event), "4");
  EXPECT_EQ(value_of("attr.b", event), "absent");
  EXPECT_EQ(value_of("size(attr)", event), "1");
}

TEST(Email, PartsOfAnAddress) {
  const auto parts = [](std::string_view json) {
    const std::string event =
        R"({"triggerSource":"PreSignUp_SignUp","request":{"userAttributes":{"email":)" +
        std::string(json) + "}}}";
    return value_of("(email.local ?? \"-\") + \" \" + (email.domain ?? \"-\")", event);
  };
  EXPECT_EQ(parts(R"("Jo@Example.COM")"), "Jo example.com");
  EXPECT_EQ(parts(R"("a@b")"), "a b");
  EXPECT_EQ(parts(R"("\"a@b\"@x.y")"), "\"a@b\" x.y");
  EXPECT_EQ(parts(R"("\"a\\\"@b\"@x.y")"), "\"a\\\"@b\" x.y");
  EXPECT_EQ(parts(R"("a@\u00e9.org")"), "a \u00e9.org");
  for (const char* none :
       {R"("")", R"("a")", R"("@")", R"("@b")", R"("a@")", R"("a@b@c")", R"("a@@b")", R"("a b@c")",
        R"("a@b\tc")", R"("a@b\u00a0c")", R"("a@b\u0000")", R"("a@b\u007f")", R"("\"a\"@\"b\"@c")",
        R"("\"a@b@c")", R"("x\"a@b\"@c")"})
    EXPECT_EQ(parts(none), "- -") << none;
}

TEST(Email, ADomainIsComparedWithoutLetterCase) {
  EXPECT_EQ(value_of("email.domain"), "example.com");
  EXPECT_EQ(value_of("email.domain == \"EXAMPLE.com\""), "true");
  EXPECT_EQ(value_of("\"EXAMPLE.com\" != email.domain"), "false");
  EXPECT_EQ(value_of("email.domain in [\"a\", \"EXAMPLE.com\"]"), "true");
  EXPECT_EQ(value_of("email.domain in {\"EXAMPLE.com\": 1}"), "false");
  EXPECT_EQ(value_of("(true ? email.domain : \"\") == \"EXAMPLE.com\""), "true");
  EXPECT_EQ(value_of("(false ? email.domain : \"example.COM\") == \"EXAMPLE.com\""), "true");
  EXPECT_EQ(value_of("(email.domain + \"\") == \"EXAMPLE.com\""), "false");
  EXPECT_EQ(value_of("email == \"jo@example.com\""), "false");
}

TEST(Lets, AreSubstituted) {
  const auto message = [](std::string_view rules) {
    return Rules({std::string(rules)}).evaluate(sign_up).message;
  };
  EXPECT_EQ(message("let g(a, b) = a + b let f(a) = g(a, \"!\") on PreSignUp let n = f(userName) "
                    "then reject(f(n))"),
            "jo!!");
  EXPECT_EQ(message("let hello = \"${userName} \\${x}\" on PreSignUp then reject(hello)"),
            "jo ${x}");
  EXPECT_EQ(message("let mail = email on PreSignUp then reject(mail.domain)"), "example.com");
}

TEST(Lets, LinesOfAFile) {
  const Rules rules(
      {"on PreSignUp let all = lines(\"w.txt\") then reject(\"${all[0]}|${all[1]}|${size(all)}\")"},
      {{"w.txt", "# no\n a \r\n\n  # no\nb"}});
  EXPECT_EQ(rules.evaluate(sign_up).message, "a|b|2");
}

// The answer of a CustomMessage rule's action for a user of the name `<jo>` with two lines.
std::string response_of(std::string_view action) {
  constexpr std::string_view event =
      R"({"triggerSource":"CustomMessage_SignUp","userName":"<jo>\r\n'&\"","response":{}})";
  const std::string body =
      Rules({"on CustomMessage then " + std::string(action)}).evaluate(event).body;
  return body.substr(body.rfind('{'));
}

TEST(Escaping, ValuesOfTheEventInHtml) {
  EXPECT_EQ(response_of("emailMessage(\"<p>${userName}</p>\")"),
            R"({"emailMessage":"<p>&lt;jo&gt;\r\n&#39;&amp;&quot;</p>"}})");
  EXPECT_EQ(response_of("emailMessage(\"<p>\" + html(userName))"),
            R"({"emailMessage":"<p><jo>\r\n'&\""}})");
  EXPECT_EQ(response_of("emailMessage({\"a\": \"<b>\"}[\"${\"a\"}\"] ?? userName)"),
            R"({"emailMessage":"<b>"}})");
  EXPECT_EQ(response_of("emailMessage(\"<B>\".lowerAscii())"), R"({"emailMessage":"<b>"}})");
  EXPECT_EQ(response_of("emailMessage((\"<\" + userName).lowerAscii().trim())"),
            R"({"emailMessage":"&lt;&lt;jo&gt;\r\n&#39;&amp;&quot;"}})");
  EXPECT_EQ(response_of("emailMessage((true ? \"<B>\" : userName).lowerAscii())"),
            R"({"emailMessage":"<b>"}})");
  EXPECT_EQ(response_of("emailMessage((userName == \"\" ? \"\" : \"<B>\").lowerAscii())"),
            R"({"emailMessage":"&lt;b&gt;"}})");
  EXPECT_EQ(response_of("smsMessage(userName)"), R"({"smsMessage":"<jo>\r\n'&\""}})");
}

TEST(Escaping, SubjectsAreOneLine) {
  EXPECT_EQ(response_of("emailSubject(userName + \"\\r\\r\\n\\n\")"),
            R"({"emailSubject":"<jo> '&\"   "}})");
}

TEST(Rules, TheFirstThatFiresWins) {
  const Rules rules(
      {"on CustomMessage when false then smsMessage(\"a\") when true then smsMessage(\"b\") "
       "then smsMessage(\"c\"), emailSubject(string(1 / 0)) then emailSubject(\"d\")"});
  const Answer answer = rules.evaluate(R"({"triggerSource":"CustomMessage_SignUp","response":{}})");
  EXPECT_EQ(
      answer.body,
      R"({"triggerSource":"CustomMessage_SignUp","response":{"smsMessage":"b","emailSubject":"d"}})");
  EXPECT_EQ(answer.fired, (std::vector<std::uint32_t>{1, 2, 3}));
}

TEST(Rules, ADenialBeatsEveryGrantAndKeepsOnlyLogs) {
  const Rules rules(
      {"on PostConfirmation then log(\"a\"), addToGroup(\"g\") when 1 / 0 == 1 then "
       "reject(\"no\\n\") "
       "then reject(\"later\")"});
  const Answer answer = rules.evaluate(R"({"triggerSource":"PostConfirmation_ConfirmSignUp"})");
  EXPECT_EQ(answer.kind, Kind::rejected);
  EXPECT_EQ(answer.body, R"({"errorMessage":"no\n","errorType":"Rejected"})");
  ASSERT_EQ(answer.effects.size(), 1u);
  EXPECT_EQ(answer.effects[0].arguments[0].second, "a");
}

TEST(Rules, AGrantDoesNotFireIfItsConditionFails) {
  const Answer answer = Rules({"on PreSignUp when 1 / 0 == 1 then autoConfirm"}).evaluate(sign_up);
  EXPECT_TRUE(answer.body.ends_with(R"("response":{"autoConfirmUser":false}})"));
  EXPECT_TRUE(answer.fired.empty());
}

TEST(Rules, EffectsHaveTheirArgumentsInTheOrderOfTheirParameters) {
  const Rules rules(
      {"on PostConfirmation then sendEmail(to: userName, html: \"<p>${userName}\", from: \"f\", "
       "subject: \"s\", onFailure: \"reject\") then log(attr.x ?? string(1 / 0))"});
  const Answer answer =
      rules.evaluate(R"({"triggerSource":"PostConfirmation_ConfirmSignUp","userName":"a\n<"})");
  ASSERT_EQ(answer.effects.size(), 1u);
  EXPECT_EQ(
      answer.effects[0],
      (RequestedEffect{"sendEmail",
                       {{"from", "f"}, {"to", "a <"}, {"subject", "s"}, {"html", "<p>a\n&lt;"}},
                       {},
                       true,
                       0}));
}

// What `rules` answer to an event of this source, which may be JSON null.
std::string outcome(std::string_view rules, std::string_view source) {
  const std::string event = R"({"triggerSource":)" + std::string(source) + "}";
  const Answer answer = Rules({std::string(rules)}).evaluate(event);
  if (answer.kind == Kind::answered) return answer.body == event ? "unchanged" : "changed";
  return answer.message;
}

TEST(Sources, ChooseTheSections) {
  constexpr std::string_view all = "on PreSignUp then reject(\"all\")";
  constexpr std::string_view one = "on PreSignUp_SignUp then reject(\"one\")";
  constexpr std::string_view both =
      "on PreSignUp_SignUp then reject(\"one\") on PreSignUp then reject(\"all\")";
  constexpr std::string_view other =
      "on PreSignUp then reject(\"all\") on CustomMessage then reject(\"message\")";
  EXPECT_EQ(outcome(all, R"("PreSignUp_SignUp")"), "all");
  EXPECT_EQ(outcome(one, R"("PreSignUp_SignUp")"), "one");
  EXPECT_EQ(outcome(both, R"("PreSignUp_SignUp")"), "one");
  EXPECT_EQ(outcome(both, R"("PreSignUp_AdminCreateUser")"), "all");
  EXPECT_EQ(outcome(one, R"("PreSignUp_AdminCreateUser")"), "unchanged");
  EXPECT_EQ(outcome(one, R"("PreSignUp_Later")"), "unchanged");
  EXPECT_EQ(outcome(both, R"("PreSignUp_Later")"), "all");
  EXPECT_EQ(outcome(all, R"("CustomMessage_SignUp")"), "source_unknown");
  EXPECT_EQ(outcome(all, R"("PreSignUp")"), "source_unknown");
  EXPECT_EQ(outcome(all, "null"), "all");
  EXPECT_EQ(outcome(one, "null"), "one");
  EXPECT_EQ(outcome(both, "null"), "all");
  EXPECT_EQ(outcome(other, "null"), "source_missing");
  EXPECT_EQ(outcome("on PreSignUp_SignUp, PreSignUp_AdminCreateUser then autoConfirm", "null"),
            "source_missing");
}

// The event after `autoConfirm` and `autoVerifyEmail`.
std::string confirmed(std::string_view event) {
  return Rules({"on PreSignUp when false then autoVerifyEmail then autoConfirm"})
      .evaluate(event)
      .body;
}

TEST(Response, IsWrittenIntoTheBytesOfTheEvent) {
  EXPECT_EQ(
      confirmed(
          R"({ "a" : 1 , "response" : { "autoVerifyEmail" : [ {"autoConfirmUser":1} ] , "x":1 } })"),
      R"({ "a" : 1 , "response" : { "autoVerifyEmail" : false , "x":1,"autoConfirmUser":true } })");
  EXPECT_EQ(
      confirmed(
          R"({"response":{"autoConfirmUser":0,"autoVerifyEmail":1,"\u0061utoConfirmUser":"x"}})"),
      R"({"response":{"autoConfirmUser":true,"autoVerifyEmail":false,"\u0061utoConfirmUser":true}})");
  EXPECT_EQ(confirmed(R"({"response":{"a":1},"response":{ }})"),
            R"({"response":{"a":1},"response":{"autoConfirmUser":true,"autoVerifyEmail":false }})");
  EXPECT_EQ(confirmed(R"({"response": null ,"a":1})"),
            R"({"response": {"autoConfirmUser":true,"autoVerifyEmail":false} ,"a":1})");
  EXPECT_EQ(confirmed(R"({"response":{"autoConfirmUser":0}})"),
            R"({"response":{"autoConfirmUser":true,"autoVerifyEmail":false}})");
  EXPECT_EQ(confirmed("{}"), R"({"response":{"autoConfirmUser":true,"autoVerifyEmail":false}})");
  EXPECT_EQ(confirmed(R"( {"a":{}} )"),
            R"( {"a":{},"response":{"autoConfirmUser":true,"autoVerifyEmail":false}} )");
}

TEST(Faults, OfAnEvent) {
  const auto fault = [](std::string_view event) {
    const Answer answer =
        Rules({"on PreSignUp when attr.a == \"\" then autoConfirm"}).evaluate(event);
    return answer.kind == Kind::fault ? answer.message : "none";
  };
  EXPECT_EQ(fault("{}"), "none");
  EXPECT_EQ(fault("{"), "event_malformed");
  EXPECT_EQ(fault("[]"), "event_malformed");
  EXPECT_EQ(fault(R"({"response":1})"), "wrong_type");
  EXPECT_EQ(fault(R"({"request":{"userAttributes":{"a":{}}}})"), "wrong_type");
  EXPECT_EQ(fault(R"({"request":{"userAttributes":{"a":[]}}})"), "wrong_type");
  EXPECT_EQ(fault(R"({"request":{"userAttributes":1}})"), "wrong_type");
  EXPECT_EQ(fault(R"({"request":{"userAttributes":{"a":[],"a":"","b":[]}}})"), "none");
  EXPECT_EQ(fault(std::string("{\"a\":") + std::string(127, '[') + std::string(127, ']') + "}"),
            "none");
  EXPECT_EQ(fault(std::string("{\"a\":") + std::string(128, '[') + std::string(128, ']') + "}"),
            "event_malformed");
}

}  // namespace
}  // namespace lintel::reference
