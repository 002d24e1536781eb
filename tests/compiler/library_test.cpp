// SPDX-License-Identifier: Apache-2.0
// The functions on texts, numbers and times as rules use them: on constants, which are folded, and
// on values of the event; and what is refused.
#include <initializer_list>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "tests/compiler/support.h"

namespace lintel::testing {
namespace {

constexpr std::string_view event =
    R"({"triggerSource":"CustomMessage_SignUp","userName":"tacocat","request":{"userAttributes":{)"
    R"("csv":"a,b,c","groups":"[CN=a,OU=x, b]","n":"2","x":"1.5","at":"2009-02-13T23:31:30.5Z",)"
    R"("for":"1h30m","yes":"True","zone":"+02:00","html":"<b>","jwt":"eyJhIjoxfQ","url":"a%20b+c",)"
    R"("none":"?"},"codeParameter":"{####}"},"response":{}})";

// The text that `expression` has in an action, or "absent".
std::string value(std::string_view expression) {
  const std::string rules =
      "on CustomMessage then smsMessage(string(" + std::string(expression) + ") ?? \"absent\")";
  std::string text;
  for (const bool optimise : {true, false}) {
    CompileOptions options = without_proofs();
    options.optimise = optimise;
    const std::string body = answer(rules, event, options);
    constexpr std::string_view start = "\"smsMessage\":\"";
    const std::size_t at = body.find(start);
    if (at == std::string::npos) return body;
    const std::size_t begin = at + start.size();
    const std::string found = body.substr(begin, body.find('"', begin) - begin);
    if (!optimise) {
      EXPECT_EQ(found, text) << expression;
    }
    text = found;
  }
  return text;
}

struct Case {
  std::string_view expression;
  std::string_view expected;
};

void expect_values(std::initializer_list<Case> cases) {
  for (const Case& given : cases)
    EXPECT_EQ(value(given.expression), given.expected) << given.expression;
}

TEST(Library, FunctionsOnTexts) {
  expect_values({
      {"\"tacocat\".charAt(3)", "o"},
      {"userName.charAt(3)", "o"},
      {"userName.charAt(7)", ""},
      {"userName.charAt(8)", "absent"},
      {"userName.indexOf(\"ac\")", "1"},
      {"userName.indexOf(\"a\", 3)", "5"},
      {"userName.indexOf(\"a\", 30)", "absent"},
      {"\"tacocat\".lastIndexOf(\"a\")", "5"},
      {"userName.lastIndexOf(\"a\", 4)", "1"},
      {"userName.lastIndexOf(\"a\", -1)", "absent"},
      {"userName.substring(4)", "cat"},
      {"userName.substring(0, 4)", "taco"},
      {"userName.substring(4, 3)", "absent"},
      {"\"tacocat\".substring(0, 4)", "taco"},
      {"userName.replace(\"a\", \"4\")", "t4coc4t"},
      {"userName.replace(\"a\", \"4\", 1)", "t4cocat"},
      {"\"tacocat\".replace(\"a\", \"4\", 1)", "t4cocat"},
      {"userName.replace(\"\", \"-\", 2)", "-t-acocat"},
      {"userName.substring(0, 4).reverse()", "ocat"},
      {"\"abc\".reverse()", "cba"},
      {"attr.missing.reverse()", "absent"},
  });
}

TEST(Library, Lists) {
  expect_values({
      {"attr.csv.split(\",\").join(\"-\")", "a-b-c"},
      {"attr.csv.split(\",\", 2).join(\"-\")", "a-b,c"},
      {"attr.csv.split(\",\")[1]", "b"},
      {"attr.csv.split(\",\")[3]", "absent"},
      {"size(attr.csv.split(\",\"))", "3"},
      {"\"a,b\".split(\",\").join()", "ab"},
      {"[userName, \"x\"].join(\"+\")", "tacocat+x"},
      {"[\"a\", \"b\"].join(\"+\")", "a+b"},
      {"bracketList(attr.groups).join(\"|\")", "CN=a,OU=x|b"},
      {"bracketList(\"[a, b]\").size()", "2"},
      {"\"b\" in bracketList(attr.groups)", "true"},
      {"attr.csv.split(\",\").exists(x, x == \"b\")", "true"},
      {"attr.csv.split(\",\").filter(x, x != \"b\").join()", "ac"},
      {"userName.split(\"\").map(c, c.upperAscii()).join()", "TACOCAT"},
  });
}

TEST(Library, Encodings) {
  expect_values({
      {"base64Encode(\"f?\")", "Zj8="},
      {"base64Encode(userName)", "dGFjb2NhdA=="},
      {"base64Decode(\"dGFjb2NhdA\")", "tacocat"},
      {"base64UrlEncode(userName)", "dGFjb2NhdA"},
      {"base64UrlDecode(attr.jwt).contains(\"a\")", "true"},
      {"base64Decode(attr.none)", "absent"},
      {"urlEncode(\"a b\")", "a%20b"},
      {"urlDecode(attr.url)", "a b+c"},
      {"formDecode(attr.url)", "a b c"},
      {"urlDecode(\"%41\")", "A"},
      {"urlDecode(attr.n + \"%\")", "absent"},
  });
}

TEST(Library, Conversions) {
  expect_values({
      {"bool(attr.yes)", "true"},
      {"bool(\"f\")", "false"},
      {"bool(attr.none)", "absent"},
      {"bool(true)", "true"},
      {"double(attr.x) + 1.0", "2.5"},
      {"double(attr.none)", "absent"},
      {"double(\"1e3\")", "1000"},
      {"double(int(attr.n)) / 4.0", "0.5"},
      {"double(userName.size())", "7"},
      {"double(1.5)", "1.5"},
      {"int(double(attr.x) * 3.0)", "4"},
      {"int(-7.9)", "-7"},
      {"int(double(userName.size()) / 0.0)", "absent"},
      {"123.456", "123.456"},
      {"-4.5e-3", "-0.0045"},
      {"1.0 / 0.0", "Infinity"},
  });
}

TEST(Library, Times) {
  expect_values({
      {"timestamp(attr.at)", "2009-02-13T23:31:30.5Z"},
      {"timestamp(attr.none)", "absent"},
      {"timestamp(\"2009-02-14T00:31:30+01:00\")", "2009-02-13T23:31:30Z"},
      {"timestamp(1234567890)", "2009-02-13T23:31:30Z"},
      {"timestamp(int(attr.n))", "1970-01-01T00:00:02Z"},
      {"int(timestamp(attr.at))", "1234567890"},
      {"timestamp(timestamp(attr.at)) == timestamp(attr.at)", "true"},
      {"duration(attr.for)", "5400s"},
      {"duration(attr.none)", "absent"},
      {"duration(duration(\"1.5s\"))", "1.5s"},
      {"-duration(attr.for)", "-5400s"},
      {"timestamp(attr.at) + duration(\"1s\")", "2009-02-13T23:31:31.5Z"},
      {"duration(\"1s\") + timestamp(attr.at)", "2009-02-13T23:31:31.5Z"},
      {"timestamp(attr.at) - duration(attr.for)", "2009-02-13T22:01:30.5Z"},
      {"timestamp(attr.at) - timestamp(0)", "1234567890.5s"},
      {"timestamp(\"9999-12-31T23:59:59Z\") - timestamp(int(attr.n))", "absent"},
      {"duration(attr.for) + duration(\"1s\") - duration(\"1ms\")", "5400.999s"},
      {"timestamp(attr.at) < timestamp(\"2010-01-01T00:00:00Z\")", "true"},
      {"duration(attr.for) >= duration(\"90m\")", "true"},
      {"timestamp(attr.at) == timestamp(\"2009-02-13T23:31:30.500Z\")", "true"},
  });
}

TEST(Library, PartsOfTimes) {
  expect_values({
      {"timestamp(attr.at).getFullYear()", "2009"},
      {"timestamp(attr.at).getMonth()", "1"},
      {"timestamp(attr.at).getDate()", "13"},
      {"timestamp(attr.at).getDayOfMonth()", "12"},
      {"timestamp(attr.at).getDayOfWeek()", "5"},
      {"timestamp(attr.at).getDayOfYear()", "43"},
      {"timestamp(attr.at).getHours()", "23"},
      {"timestamp(attr.at).getMinutes()", "31"},
      {"timestamp(attr.at).getSeconds()", "30"},
      {"timestamp(attr.at).getMilliseconds()", "500"},
      {"timestamp(attr.at).getHours(\"+02:00\")", "1"},
      {"timestamp(attr.at).getHours(attr.zone)", "1"},
      {"timestamp(attr.at).getHours(attr.none)", "absent"},
      {"timestamp(attr.at).getDate(\"UTC\")", "13"},
      {"timestamp(\"2009-02-13T23:31:30Z\").getDayOfMonth(\"+11:00\")", "13"},
      {"timestamp(\"2009-02-13T23:31:30Z\").getMonth()", "1"},
      {"duration(attr.for).getHours()", "1"},
      {"duration(attr.for).getMinutes()", "90"},
      {"duration(\"-1.5s\").getSeconds()", "-1"},
      {"duration(\"123.321456789s\").getMilliseconds()", "321"},
  });
}

TEST(Library, TemplatesTakeNumbersAndTimes) {
  EXPECT_EQ(value("\"${1.5} ${timestamp(0)} ${duration('90s')} ${double(attr.x)}\""),
            "1.5 1970-01-01T00:00:00Z 90s 1.5");
}

// What a function makes of a value of the event is escaped; digits and constants need not be.
TEST(Library, TextsOfTheEventAreEscaped) {
  const auto mail = [](std::string_view html) {
    return answer("on CustomMessage then emailMessage(" + std::string(html) + ")", event,
                  without_proofs());
  };
  EXPECT_NE(mail("attr.html.replace(\"b\", \"i\") ?? \"\"").find("&lt;i&gt;"), std::string::npos);
  EXPECT_NE(mail("[attr.html ?? \"\", \"<br>\"].join()").find("&lt;b&gt;&lt;br&gt;"),
            std::string::npos);
  EXPECT_NE(mail("\"<b>\".replace(\"b\", \"i\")").find("<i>"), std::string::npos);
}

std::string of(std::string_view condition) {
  return findings_of_rule("when " + std::string(condition) + " then autoConfirm");
}

TEST(Library, ConstantsThatFailAreRefused) {
  for (const std::string_view condition :
       {"\"abc\".charAt(4) == \"\"", "\"abc\".substring(2, 1) == \"\"",
        "\"abc\".indexOf(\"a\", 9) == 0", "timestamp(\"tomorrow\") < now",
        "duration(\"1 day\") > duration(\"1s\")", "double(\"x\") > 1.0", "int(1e99) == 1",
        "base64Decode(\"?\") == \"\"", "urlDecode(\"%\") == \"\"", "bool(\"TrUe\")",
        "timestamp(\"9999-12-31T23:59:59Z\") + duration(\"1s\") > now",
        "now.getHours(\"Europe/Berlin\") == 3"})
    EXPECT_EQ(of(condition).substr(0, 5), "E0311") << condition;
}

TEST(Library, WrongOperandsAreRefused) {
  EXPECT_EQ(of("userName.charAt(\"1\") == \"\""), "E0301 charAt");
  EXPECT_EQ(of("userName.replace(\"a\", 1) == \"\""), "E0302 1");
  EXPECT_EQ(of("userName.replace(\"a\", \"b\", \"c\") == \"\""), "E0302 \"c\"");
  EXPECT_EQ(of("userName.substring(0, \"b\") == \"\""), "E0302 \"b\"");
  EXPECT_EQ(of("[1, 2].join() == \"\""), "E0302 [1, 2]");
  EXPECT_EQ(of("userName.join() == \"\""), "E0302 userName");
  EXPECT_EQ(of("now + now == now"), "E0301 +");
  EXPECT_EQ(of("duration(\"1s\") - now == duration(\"1s\")"), "E0301 -");
  EXPECT_EQ(of("now - 1 == now"), "E0301 -");
  EXPECT_EQ(of("-now == now"), "E0302 now");
  EXPECT_EQ(of("now == 1"), "E0301 ==");
  EXPECT_EQ(of("1.5 == 1"), "E0301 ==");
  EXPECT_EQ(of("duration(\"1s\").getFullYear() == 1"), "E0302 duration(\"1s\")");
}

TEST(Library, WrongCountsOfArgumentsAreRefused) {
  EXPECT_EQ(of("userName.indexOf() == 0"), "E0314 indexOf");
  EXPECT_EQ(of("userName.replace(\"a\") == \"\""), "E0314 replace");
  EXPECT_EQ(of("double() == 1.0"), "E0314 double");
  EXPECT_EQ(of("reverse(userName) == \"\""), "E0213 reverse");
  const Source source{"x.rules",
                      "on PreSignUp when userName.replace(\"a\") == \"\" then autoConfirm"};
  const auto compilation = compile({&source, 1});
  ASSERT_EQ(compilation.findings.size(), 1u);
  EXPECT_EQ(compilation.findings[0].message,
            "wrong number of arguments for `replace`: 2 or 3 wanted, 1 given");
}

std::string denies(std::string_view condition) {
  return findings_of_rule("when " + std::string(condition) + " then reject(\"no\")");
}

// What depends on the value of an operand is T?; what fails only in rare cases is decided.
TEST(Library, WhatMayBeAbsent) {
  EXPECT_EQ(denies("userName.indexOf(\"a\") == 1"), "");
  EXPECT_EQ(denies("userName.replace(\"a\", \"b\") == \"\""), "");
  EXPECT_EQ(denies("userName.split(\",\").size() > 1"), "");
  EXPECT_EQ(denies("double(userName.size()) > 1.5"), "");
  EXPECT_EQ(denies("int(double(userName.size())) > 1"), "");
  EXPECT_EQ(denies("now - timestamp(userName.size()) > duration(\"1h\")"), "");
  EXPECT_EQ(denies("now.getHours(\"+02:00\") > 20"), "");
  EXPECT_EQ(denies("timestamp(\"2030-01-01T00:00:00Z\") < now"), "");
  EXPECT_EQ(denies("userName.substring(1) == \"\""), "E0401 userName.substring(1)");
  EXPECT_EQ(denies("userName.charAt(0) == \"a\""), "E0401 userName.charAt(0)");
  EXPECT_EQ(denies("userName.indexOf(\"a\", 1) == 1"), "E0401 userName.indexOf(\"a\", 1)");
  EXPECT_EQ(denies("timestamp(userName) < now"), "E0401 timestamp(userName)");
  EXPECT_EQ(denies("duration(userName) > duration(\"1s\")"), "E0401 duration(userName)");
  EXPECT_EQ(denies("now.getHours(userName) > 20"), "E0401 now.getHours(userName)");
  EXPECT_EQ(denies("base64Decode(userName) == \"\""), "E0401 base64Decode(userName)");
}

}  // namespace
}  // namespace lintel::testing
