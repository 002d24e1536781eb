// SPDX-License-Identifier: Apache-2.0
// Each finding of the checker, at both sides of its line: rules that cause it, with the text that
// it marks, and their twin that passes.
#include <gtest/gtest.h>

#include "tests/compiler/support.h"

namespace lintel::testing {
namespace {

struct Case {
  std::string_view rules;
  std::string_view findings;
  std::string_view twin;  // has none
};

constexpr Case cases[] = {
    // names and sections
    {"on PreSignUp when usrName == \"a\" then autoConfirm", "E0201 usrName",
     "on PreSignUp when userName == \"a\" then autoConfirm"},
    {"on PreSignUp when codeParameter == \"a\" then autoConfirm", "E0202 codeParameter",
     "on CustomMessage when codeParameter == \"a\" then smsMessage(\"a\")"},
    {"on PreSignup then autoConfirm", "E0203 PreSignup", "on PreSignUp then autoConfirm"},
    {"on PreSignUp, CustomMessage_SignUp then autoConfirm", "E0204 CustomMessage_SignUp",
     "on PreSignUp_SignUp, PreSignUp_AdminCreateUser then autoConfirm"},
    {"then autoConfirm", "E0205 then autoConfirm", "on PreSignUp then autoConfirm"},
    {"on PreSignUp let a = 1 let a = 2 when a == 1 then autoConfirm", "E0206 a",
     "on PreSignUp let a = 1 when a == 1 then autoConfirm on PreSignUp let a = 2 "
     "when a == 2 then autoConfirm"},
    {"on PreSignUp let attr = 1 then autoConfirm", "E0207 attr",
     "on PreSignUp let attrs = 1 when attrs == 1 then autoConfirm"},
    {"on PreSignUp let size = 1 then autoConfirm", "E0207 size",
     "on PreSignUp let sizes = 1 when sizes == 1 then autoConfirm"},
    {"on PreSignUp let a = 1 then autoConfirm", "W0208 a",
     "on PreSignUp let a = 1 when a == 1 then autoConfirm"},
    {"on PreSignUp rule \"a\" then autoConfirm rule \"a\" then autoVerifyEmail", "W0209 \"a\"",
     "on PreSignUp rule \"a\" then autoConfirm rule \"b\" then autoVerifyEmail"},
    {"", "E0210", "on PreSignUp then autoConfirm"},
    {"on PreSignUp let f(x) = x when f(1, 2) == 1 then autoConfirm", "E0211 f",
     "on PreSignUp let f(x) = x when f(1) == 1 then autoConfirm"},
    {"on PreSignUp let f(x) = x when f == 1 || f(1) == 1 then autoConfirm", "E0211 f",
     "on PreSignUp let f() = 1 when f() == 1 then autoConfirm"},
    {"on PreSignUp when email.domian == \"a\" then autoConfirm", "E0212 domian",
     "on PreSignUp when email.domain == \"a\" then autoConfirm"},
    {"on PreSignUp when request.codeParameters == \"a\" then autoConfirm", "E0212 codeParameters",
     "on CustomMessage when request.codeParameter == \"a\" then smsMessage(\"a\")"},
    {"on PreSignUp when userName.trimm() == \"a\" then autoConfirm", "E0213 trimm",
     "on PreSignUp when userName.trim() == \"a\" then autoConfirm"},
    {"on PreSignUp when trim(userName) == \"a\" then autoConfirm", "E0213 trim",
     "on PreSignUp when size(userName) == 1 then autoConfirm"},
    {"on PreSignUp, PreSignUp_SignUp then autoConfirm", "W0214 PreSignUp_SignUp",
     "on PreSignUp_SignUp then autoConfirm"},
    {"on PreSignUp on CustomMessage then smsMessage(\"a\")", "W0215 on PreSignUp",
     "on CustomMessage then smsMessage(\"a\")"},
    {"on PreSignUp when request == \"a\" then autoConfirm", "E0216 request",
     "on PreSignUp when request.userAttributes.a == \"a\" then autoConfirm"},
    // types
    {"on PreSignUp when attr.a == 1 then autoConfirm",
     "E0301 ==", "on PreSignUp when int(attr.a) == 1 then autoConfirm"},
    {"on PreSignUp when attr.a == true then autoConfirm",
     "E0301 ==", "on PreSignUp when attr.email_verified == true then autoConfirm"},
    {"on PreSignUp when 1 in [\"a\"] then autoConfirm", "E0301 in",
     "on PreSignUp when 1 in [1] then autoConfirm"},
    {"on PreSignUp when -userName == 1 then autoConfirm", "E0302 userName",
     "on PreSignUp when -userName.size() == -1 then autoConfirm"},
    {"on PreSignUp when userName && true then autoConfirm", "E0302 userName",
     "on PreSignUp when userName == \"a\" && true then autoConfirm"},
    {"on PreSignUp when userName then autoConfirm", "E0303 userName",
     "on PreSignUp when has(userName) then autoConfirm"},
    {"on PreSignUp when (true ? 1 : \"a\") == 1 then autoConfirm", "E0304 true ? 1 : \"a\"",
     "on PreSignUp when (true ? 1 : 2) == 1 then autoConfirm"},
    {"on PreSignUp when userName in [\"a\", 1] then autoConfirm", "E0305 1",
     "on PreSignUp when userName in [\"a\", \"1\"] then autoConfirm"},
    {"on PreSignUp when {1: true}[\"a\"] then autoConfirm", "E0306 1",
     "on PreSignUp when {\"a\": true}[userName] then autoConfirm"},
    {"on PreSignUp when {\"a\": true, \"a\": false}[userName] then autoConfirm", "E0307 \"a\"",
     "on PreSignUp when {\"a\": true, \"b\": false}[userName] then autoConfirm"},
    {"on PreSignUp when [true][\"a\"] then autoConfirm", "E0308 \"a\"",
     "on PreSignUp when [true][userName.size()] then autoConfirm"},
    {"on PreSignUp when [true][1] then autoConfirm", "E0309 1",
     "on PreSignUp when [true][0] then autoConfirm"},
    {"on PreSignUp when {\"a\": true}.b then autoConfirm", "E0310 b",
     "on PreSignUp when {\"a\": true}.a then autoConfirm"},
    {"on PreSignUp when userName.size() > 1 / 0 then autoConfirm", "E0311 1 / 0",
     "on PreSignUp when userName.size() > 1 / 1 then autoConfirm"},
    {"on PreSignUp when userName.size() > 9223372036854775807 + 1 then autoConfirm",
     "E0311 9223372036854775807 + 1",
     "on PreSignUp when userName.size() > 9223372036854775806 + 1 then autoConfirm"},
    {"on PreSignUp when attr.a == null then autoConfirm", "E0312 attr.a == null",
     "on PreSignUp when !has(attr.a) then autoConfirm"},
    {"on PreSignUp when email.domain == \"A.b\" then autoConfirm", "N0313 \"A.b\"",
     "on PreSignUp when email.domain == \"a.b\" then autoConfirm"},
    {"on PreSignUp when size() == 1 then autoConfirm", "E0314 size",
     "on PreSignUp when size(attr) == 1 then autoConfirm"},
    {"on CustomMessage then smsMessage(\"${[1]}\")", "E0315 [1]",
     "on CustomMessage then smsMessage(\"${[1][0]}\")"},
    {"on CustomMessage then smsMessage(\"a\" ?? \"b\")", "W0316 \"b\"",
     "on CustomMessage then smsMessage(attr.a ?? \"b\")"},
    {"on PreSignUp when [1].all(a, [1].all(b, [1].all(c, a == b && b == c))) then autoConfirm",
     "E0319 [1].all(a, [1].all(b, [1].all(c, a == b && b == c)))",
     "on PreSignUp when [1].all(a, [1].all(b, a == b)) then autoConfirm"},
    {"on PreSignUp when userName.size() > 1 || 1e400 > 1.0 then autoConfirm", "E0320 1e400",
     "on PreSignUp when userName.size() > 1 || 1e300 > 1.0 then autoConfirm"},
    {"on PreSignUp when env.STAGE == \"a\" then autoConfirm", "E0321 env",
     "on PreSignUp when env[\"STAGE\"] == \"a\" then autoConfirm"},
    {"on PreSignUp when [userName].exists(\"v\", true) then autoConfirm", "E0322 \"v\"",
     "on PreSignUp when [userName].exists(v, v == \"a\") then autoConfirm"},
    {"on PreSignUp when userName.exists(v, true) then autoConfirm", "E0323 userName",
     "on PreSignUp when attr.exists(v, v == \"a\") then autoConfirm"},
    // actions
    {"on PreSignUp then autoConfrm", "E0501 autoConfrm", "on PreSignUp then autoConfirm"},
    {"on PreSignUp then smsMessage(\"a\")", "E0502 smsMessage",
     "on CustomMessage then smsMessage(\"a\")"},
    {"on PreSignUp then autoConfirm()", "E0503 autoConfirm()", "on PreSignUp then autoConfirm"},
    {"on PreSignUp then reject", "E0503 reject", "on PreSignUp then reject(\"a\")"},
    {"on PostConfirmation then addToGroup(nam: \"a\")", "E0504 nam",
     "on PostConfirmation then addToGroup(name: \"a\")"},
    {"on PostConfirmation then sendEmail(from: \"a@b.c\", to: \"b@c.d\", subject: \"c\")",
     "E0505 sendEmail",
     "on PostConfirmation then sendEmail(from: \"a@b.c\", to: \"b@c.d\", subject: \"c\", text: "
     "\"d\")"},
    {"on PostConfirmation then log(text: \"a\", text: \"b\")", "E0506 text",
     "on PostConfirmation then log(text: \"a\")"},
    {"on CustomMessage then smsMessage(1)", "E0507 1", "on CustomMessage then smsMessage(\"1\")"},
    {"on PostConfirmation then log(\"a\", onFailure: \"stop\")", "E0508 \"stop\"",
     "on PostConfirmation then log(\"a\", onFailure: \"reject\")"},
    // Cognito
    {"on PreSignUp when triggerSource == \"PreSignUp_Signup\" then autoConfirm",
     "E0701 \"PreSignUp_Signup\"",
     "on PreSignUp when triggerSource == \"PreSignUp_SignUp\" then autoConfirm"},
    {"on PostConfirmation when userName == \"a\" then reject(\"a\")", "W0702 reject",
     "on PreSignUp when userName == \"a\" then reject(\"a\")"},
};

TEST(Codes, EachIsGivenWhereItIsDue) {
  for (const auto& given : cases) {
    EXPECT_EQ(findings_of(given.rules), given.findings) << given.rules;
    EXPECT_EQ(findings_of(given.twin), "") << given.twin;
  }
}

std::string import(std::string_view path, std::optional<std::string> content,
                   bool outside = false) {
  MemoryFiles files;
  if (content) files.contents["rules/d.txt"] = *content;
  CompileOptions options;
  options.files = &files;
  options.outside_imports = outside;
  return findings_of(
      "on PreSignUp when userName in lines(" + std::string(path) + ") then autoConfirm", options);
}

TEST(Codes, OfImports) {
  EXPECT_EQ(import("\"d.txt\"", "a\n"), "");
  EXPECT_EQ(import("\"d.txt\"", std::nullopt), "E0601 \"d.txt\"");
  EXPECT_EQ(import("\"../rules/d.txt\"", "a\n"), "E0602 \"../rules/d.txt\"");
  EXPECT_EQ(import("\"/rules/d.txt\"", "a\n"), "E0602 \"/rules/d.txt\"");
  EXPECT_EQ(import("\"x/../d.txt\"", "a\n"), "E0601 \"x/../d.txt\"");
  EXPECT_EQ(import("userName", "a\n"), "E0603 lines(userName)");
  EXPECT_EQ(import("\"d.txt\"", "\xff\n"), "E0604 \"d.txt\"");
  EXPECT_EQ(import("\"d.txt\"", "# nothing\n\n"), "W0605 \"d.txt\"");
}

TEST(Functions, OnEvents) {
  const auto holds = [](const std::string& condition) {
    const auto body = answer("on PreSignUp when " + condition + " then autoConfirm",
                             R"({"userName":" Jane ","response":{}})");
    return body.find("\"autoConfirmUser\":true") != std::string::npos;
  };
  EXPECT_TRUE(holds("userName.trim().equalsIgnoreCase(\"JANE\")"));
  EXPECT_FALSE(holds("userName.equalsIgnoreCase(\"JANE\")"));
  EXPECT_TRUE(holds("userName.endsWith(\"e \")"));
  EXPECT_FALSE(holds("userName.endsWith(\"e\")"));
  EXPECT_TRUE(holds("userName.lowerAscii() == \" jane \""));
  EXPECT_TRUE(holds("userName.upperAscii() == \" JANE \""));
  EXPECT_TRUE(holds("string(userName.size()) + string(true) == \"6true\""));
}

}  // namespace
}  // namespace lintel::testing
