// SPDX-License-Identifier: Apache-2.0
// Actions and effects: their arguments, and what the host is asked to do.
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "compiler/schema.h"
#include "tests/compiler/support.h"

namespace lintel::testing {
namespace {

std::string check(std::string_view section, std::string_view actions) {
  return findings_of_rule("then " + std::string(actions), section);
}

TEST(Actions, BelongToATrigger) {
  for (const std::string_view action : {"autoConfirm", "autoVerifyEmail", "autoVerifyPhone"}) {
    EXPECT_EQ(check("PreSignUp", action), "");
    EXPECT_EQ(check("PostConfirmation", action), "E0502 " + std::string(action));
    EXPECT_EQ(check("CustomMessage", action), "E0502 " + std::string(action));
  }
  for (const std::string action : {"smsMessage", "emailMessage", "emailSubject"}) {
    EXPECT_EQ(check("CustomMessage", action + "(\"a\")"), "");
    EXPECT_EQ(check("PreSignUp", action + "(\"a\")"), "E0502 " + action);
  }
  EXPECT_EQ(check("PostConfirmation", "addToGroup(\"a\")"), "");
  EXPECT_EQ(check("PreSignUp", "addToGroup(\"a\")"), "E0502 addToGroup");
  EXPECT_EQ(check("CustomMessage", "addToGroup(\"a\")"), "E0502 addToGroup");
  for (const auto& trigger : compiler::schema::triggers())
    EXPECT_EQ(check(trigger.name, "log(\"a\")"), "") << trigger.name;
  for (const std::string_view section : {"PreSignUp", "CustomMessage"})
    EXPECT_EQ(check(section, "reject(\"a\")"), "");
  EXPECT_EQ(check("PostConfirmation", "reject(\"a\")"), "W0702 reject");
}

TEST(Actions, TakeWhatTheyTake) {
  EXPECT_EQ(check("PreSignUp", "autoConfirm()"), "E0503 autoConfirm()");
  EXPECT_EQ(check("PreSignUp", "autoConfirm(true)"), "E0503 autoConfirm(true)");
  EXPECT_EQ(check("PreSignUp", "reject"), "E0503 reject");
  EXPECT_EQ(check("PreSignUp", "reject()"), "E0503 reject()");
  EXPECT_EQ(check("PreSignUp", "reject(\"a\", \"b\")"), "E0503 reject(\"a\", \"b\")");
  EXPECT_EQ(check("PreSignUp", "reject(text: \"a\")"), "E0503 reject(text: \"a\")");
  EXPECT_EQ(check("CustomMessage", "smsMessage"), "E0503 smsMessage");
  EXPECT_EQ(check("CustomMessage", "smsMessage(\"a\", \"b\")"), "E0503 smsMessage(\"a\", \"b\")");
  EXPECT_EQ(check("CustomMessage", "smsMessage(1)"), "E0507 1");
  EXPECT_EQ(check("CustomMessage", "smsMessage(string(1))"), "");
  EXPECT_EQ(check("CustomMessage", "smsMessage([\"a\"])"), "E0507 [\"a\"]");
  EXPECT_EQ(check("PreSignUp", "reject(true)"), "E0507 true");
}

TEST(Effects, TakeOneAddressOrSeveral) {
  const auto sends = [&](const std::string& arguments) {
    return check("PostConfirmation",
                 "sendEmail(from: \"a@b.c\", subject: \"c\", text: \"d\", " + arguments + ")");
  };
  for (const std::string address :
       {"\"b@c.d\"", "[\"b@c.d\"]", "[\"b@c.d\", \"c@d.e\"]", "[]",
        "[\"b@c.d\"].filter(x, x != userName)", "\"a b\".split(\" \")"}) {
    EXPECT_EQ(sends("to: " + address), "") << address;
    for (const std::string name : {"cc", "bcc", "replyTo"})
      EXPECT_EQ(sends("to: \"b@c.d\", " + name + ": " + address), "") << name << address;
  }
  EXPECT_EQ(sends("to: [1]"), "E0523 [1]");
  EXPECT_EQ(sends("to: 1"), "E0523 1");
  EXPECT_EQ(sends("to: {\"a\": \"b\"}"), "E0523 {\"a\": \"b\"}");
  EXPECT_EQ(sends("to: [attr.email]"), "E0402 attr.email");
  EXPECT_EQ(sends("cc: \"b@c.d\""), "E0505 sendEmail");
  EXPECT_EQ(check("PostConfirmation",
                  "sendEmail(from: [\"a\"], to: \"b@c.d\", subject: \"c\", text: \"d\")"),
            "E0507 [\"a\"]");
}

TEST(Effects, TakeNamedArguments) {
  const std::string start = "sendEmail(from: \"a@b.c\", to: \"b@c.d\", subject: \"c\"";
  const auto sends = [&](const std::string& rest) {
    return check("PostConfirmation", start + rest + ")");
  };
  EXPECT_EQ(sends(", text: \"d\""), "");
  EXPECT_EQ(sends(", html: \"d\""), "");
  EXPECT_EQ(sends(", text: \"d\", html: \"e\""), "");
  EXPECT_EQ(sends(""), "E0505 sendEmail");
  EXPECT_EQ(sends(", text: \"d\", text: \"e\""), "E0506 text");
  EXPECT_EQ(sends(", text: \"d\", copy: \"e\""), "E0504 copy");
  EXPECT_EQ(sends(", text: 1"), "E0507 1");
  EXPECT_EQ(sends(", text: \"d\", onFailure: \"reject\""), "");
  EXPECT_EQ(sends(", text: \"d\", onFailure: \"continue\""), "");
  EXPECT_EQ(sends(", text: \"d\", onFailure: \"stop\""), "E0508 \"stop\"");
  EXPECT_EQ(sends(", text: \"d\", onFailure: userName"), "E0508 userName");
  EXPECT_EQ(sends(", text: \"d\", onFailure: \"reject\", onFailure: \"reject\""),
            "E0506 onFailure");
  EXPECT_EQ(check("PostConfirmation", "sendEmail(\"a\")"), "E0503 \"a\"");
  EXPECT_EQ(check("PostConfirmation", "sendEmail(to: \"a\", text: \"b\")"), "E0505 sendEmail");
  EXPECT_EQ(check("PostConfirmation", "log"), "E0505 log");
  EXPECT_EQ(check("PostConfirmation", "log(\"a\", text: \"b\")"), "E0506 text");
  EXPECT_EQ(check("PostConfirmation", "log(\"a\", \"b\")"), "E0503 \"b\"");
}

// The effects that the rules ask for, in short: "log(text=a) addToGroup!(name=b)", where ! stands
// for onFailure: "reject"; after them the kind of the outcome if it is not an answer.
std::string effects(std::string_view actions, std::string_view name = "jane") {
  const Source source{"x.rules", "on PostConfirmation " + std::string(actions)};
  const auto compilation = compile({&source, 1});
  const auto loaded = Ruleset::load(compilation.image);
  if (!loaded) return "does not compile";
  Evaluator evaluator(*loaded);
  const std::string event =
      "{\"userName\":\"" + std::string(name) + "\",\"request\":{},\"response\":{}}";
  const auto outcome = evaluator.evaluate(event);
  std::string text;
  for (const auto& effect : outcome.effects()) {
    if (!text.empty()) text += " ";
    text.append(effect.name).append(effect.reject_on_failure ? "!(" : "(");
    for (const auto& argument : effect.arguments) {
      if (&argument != &effect.arguments.front()) text += ",";
      text.append(argument.name).append("=").append(argument.text);
    }
    text += ")";
  }
  if (outcome.kind() == OutcomeKind::rejected) text += " rejected";
  if (outcome.kind() == OutcomeKind::fault) text += " fault";
  return text;
}

TEST(Effects, AreAskedForInOrder) {
  EXPECT_EQ(effects("then log(\"a\"), addToGroup(name: \"b\", onFailure: \"reject\")"),
            "log(text=a) addToGroup!(name=b)");
  EXPECT_EQ(effects("when userName == \"x\" then log(\"a\") then log(\"b\") then log(\"b\")"),
            "log(text=b) log(text=b)");
  EXPECT_EQ(effects("then sendEmail(html: \"d\", subject: \"c\", to: \"b@c.d\", from: \"a@b.c\", "
                    "onFailure: \"continue\")"),
            "sendEmail(from=a@b.c,to=b@c.d,subject=c,html=d)");
}

TEST(Effects, AreEscapedByTheirParameter) {
  EXPECT_EQ(effects("then sendEmail(from: \"a\", to: userName, subject: userName, text: userName, "
                    "html: \"<p>${userName}</p>\")",
                    "<x>\\ny"),
            "sendEmail(from=a,to=<x> y,subject=<x> y,text=<x>\ny,html=<p>&lt;x&gt;\ny</p>)");
}

TEST(Effects, OnlyLogsSurviveADenial) {
  EXPECT_EQ(effects("then log(\"a\"), addToGroup(\"b\") then reject(\"no\") then log(\"c\")"),
            "log(text=a) rejected");
  EXPECT_EQ(effects("then log(\"a\"), reject(\"no\")"), "log(text=a) rejected");
}

TEST(Effects, AreDroppedIfAnArgumentFails) {
  EXPECT_EQ(effects("then log(string(1 / (userName.size() - 4))) then log(\"b\")"), "log(text=b)");
  EXPECT_EQ(effects("then log(string(1 / (userName.size() - 4))) then log(\"b\")", "janet"),
            "log(text=1) log(text=b)");
}

TEST(Contract, SourcesThatCognitoSends) {
  const auto compares = [](std::string_view section, std::string_view condition) {
    return findings_of_rule("when " + std::string(condition) + " then reject(\"no\")", section);
  };
  EXPECT_EQ(compares("PreSignUp", "triggerSource == \"PreSignUp_SignUp\""), "");
  EXPECT_EQ(compares("PreSignUp", "triggerSource == \"CustomMessage_SignUp\""),
            "E0701 \"CustomMessage_SignUp\"");
  EXPECT_EQ(compares("PreSignUp_SignUp", "triggerSource != \"PreSignUp_AdminCreateUser\""),
            "E0701 \"PreSignUp_AdminCreateUser\"");
  EXPECT_EQ(compares("PreSignUp", "triggerSource in [\"PreSignUp_SignUp\", \"x\"]"), "E0701 \"x\"");
  EXPECT_EQ(compares("PreSignUp", "\"x\" == triggerSource"), "E0701 \"x\"");
  EXPECT_EQ(compares("PreSignUp", "triggerSource == userName"), "");
}

}  // namespace
}  // namespace lintel::testing
