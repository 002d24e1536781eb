// SPDX-License-Identifier: Apache-2.0
// What is offered where, in texts that are still being written.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <string>

#include "tests/lsp/editor.h"

namespace lintel::testing {
namespace {

using Words = std::set<std::string>;

const Words at_item = {"on", "let", "rule", "when", "then", "test", "pool"};

Words with(Words words, const Words& more) {
  words.insert(more.begin(), more.end());
  return words;
}

// What is offered at the | of the text.
Words offered(std::string_view text) {
  Editor editor;
  editor.files.content["/w/names.txt"] = "jo\n";
  editor.start();
  editor.open("x.rules", text);
  const Json items = editor.at_cursor("textDocument/completion");
  EXPECT_TRUE(items.is_array()) << items;
  Words words;
  for (const Json& item : items) {
    EXPECT_TRUE(item["kind"].is_number()) << item;
    EXPECT_FALSE(item["detail"].get<std::string>().empty()) << item;
    // The argument of an effect and the function.
    EXPECT_TRUE(words.insert(item["label"]).second || item["label"] == "html") << item;
  }
  return words;
}

bool all_in(const Words& some, const Words& all) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

TEST(Completion, OfItems) {
  EXPECT_EQ(offered("|"), at_item);
  EXPECT_EQ(offered("wh|"), at_item);
  EXPECT_EQ(offered("// comment\n\nr|ule"), at_item);
  EXPECT_EQ(offered("on PreSignUp |"), at_item);
  EXPECT_EQ(offered("on PreSignUp then autoConfirm |"), at_item);
  EXPECT_EQ(offered("on PreSignUp then reject(\"a\")\n|"), at_item);
  EXPECT_EQ(offered("language 1\n|"), at_item);
  EXPECT_EQ(offered("pool { verifyBy: \"code\" }\n|"), at_item);
  EXPECT_EQ(offered("on PreSignUp let a = 1\n|"), with(at_item, {"in"}));
  EXPECT_EQ(offered("on PreSignUp rule |"), (Words{"when", "then"}));
  EXPECT_EQ(offered("on PreSignUp rule \"a\" |"), (Words{"when", "then"}));
  EXPECT_EQ(offered("on PreSignUp when userName == \"a\" |"), (Words{"then", "in"}));
  EXPECT_EQ(offered("on PreSignUp when (userName |"), (Words{"in"}));
  EXPECT_EQ(offered("on PreSignUp when attr.when |"), (Words{"then", "in"}));
  EXPECT_EQ(offered("on PreSignUp when given |"), (Words{"then", "in"}));
}

TEST(Completion, IsSilentWhereTheWriterIsFree) {
  for (const char* text : {"// o|",
                           "let |",
                           "let a|",
                           "let f(|",
                           "language |",
                           "pool { |",
                           "on PreSignUp rule \"o|\"",
                           "on PreSignUp test |",
                           "on PreSignUp test \"a\" given { |",
                           "let a = 1|2",
                           "let a = 1.|",
                           "on PreSignUp test \"a\" given {} with |",
                           "on PreSignUp when .|",
                           "x |",
                           "x .|",
                           "on PreSignUp when userName == 'a|",
                           "on PreSignUp when ).|",
                           "let a = r\"\\|",
                           "on PreSignUp when == .|",
                           "let a = \"\"\" \" |",
                           "let a = \"x\\\"|",
                           "pool |{",
                           "let a = \"${b} c\".|",
                           "let f(a = |",
                           "let a = br\"\\|",
                           "pool {} pool |",
                           "on PreSignUp test \"a\" given {} with { |",
                           "let a = \"\"\"x\n|",
                           "let a = \"\"\"x\"\" |",
                           "let a = \"x\\|",
                           "let a = \"$1|",
                           "[1].exists(x, |",
                           ".a.exists(x, |"})
    EXPECT_EQ(offered(text), Words()) << text;
}

TEST(Completion, OfTriggersAndSources) {
  const Words found = offered("on |");
  EXPECT_TRUE(all_in({"PreSignUp", "PreSignUp_SignUp", "PreTokenGenerationV2"}, found));
  EXPECT_EQ(found.count("on"), 0u);
  EXPECT_EQ(offered("on PreSignUp_SignUp, Pre|"), found);
}

TEST(Completion, OfActions) {
  const Words sign_up = {"autoConfirm", "autoVerifyEmail", "autoVerifyPhone", "log", "reject"};
  EXPECT_EQ(offered("on PreSignUp then |"), sign_up);
  EXPECT_EQ(offered("on PreSignUp_SignUp\nwhen true\nthen autoConfirm, auto|"), sign_up);
  EXPECT_EQ(offered("on PreSignUp test \"a\" given {} expect not |"), with(sign_up, {"not"}));
  EXPECT_EQ(offered("on PreSignUp test \"a\" given {} expect exactly |"), with(sign_up, {"not"}));
  EXPECT_EQ(offered("on PreSignUp test \"a\" given {} expect exactly autoConfirm, |"),
            with(sign_up, {"not"}));
  EXPECT_EQ(offered("on PreSignUp test \"a\" given {} expect |"),
            with(sign_up, {"not", "exactly", "nothing"}));
  EXPECT_EQ(offered("on PostConfirmation then |").count("autoConfirm"), 0u);
  EXPECT_EQ(offered("then |"), Words());
}

TEST(Completion, OfTests) {
  EXPECT_EQ(offered("on PreSignUp test \"a\" |"), (Words{"given"}));
  EXPECT_EQ(offered("on PreSignUp test \"a\" given |"),
            (Words{"PreSignUp_SignUp", "PreSignUp_AdminCreateUser", "PreSignUp_ExternalProvider"}));
  EXPECT_EQ(offered("test \"a\" given |"), Words());
  EXPECT_EQ(offered("on PreSignUp test \"a\" given {} |"), (Words{"with", "expect"}));
  EXPECT_EQ(offered("on PreSignUp test \"a\" given {} with {} |"), (Words{"expect"}));
  EXPECT_EQ(offered("on PreSignUp test \"a\" given {} expect nothing |"), at_item);
}

TEST(Completion, OfValues) {
  const Words some = {"attr",  "email", "phone", "userName", "clientMetadata", "size",   "has",
                      "lines", "now",   "env",   "true",     "request",        "string", "json"};
  for (const char* text :
       {"on PreSignUp when |", "on PreSignUp when email == |", "on PreSignUp when (|",
        "on PreSignUp then reject(|", "on PreSignUp let a = f(x, |", "on PreSignUp let a = !|",
        "on PreSignUp when true && |\nrule \"b\" then autoConfirm",
        "on PreSignUp then reject(\"a ${|", "let a = |\non PreSignUp", "on PreSignUp when 1 < |",
        "on PreSignUp then reject(\"${{'a': 'b'}['a'] + |",
        "on PreSignUp let a = \"${\"\nlet b = |", "on PreSignUp then reject(\"\"\"${|",
        "on PreSignUp let a = \"x\nlet b = |", "on PreSignUp let a = \"\"\"x\"\"\"\nlet b = |",
        "on PreSignUp when attr.all(|"})
    EXPECT_TRUE(all_in(some, offered(text))) << text;
  EXPECT_EQ(offered("on DefineAuthChallenge when |").count("session"), 1u);
  EXPECT_EQ(offered("on DefineAuthChallenge, PreSignUp when |").count("session"), 1u);
  EXPECT_EQ(offered("on Elsewhere, DefineAuthChallenge when |").count("session"), 1u);
  EXPECT_EQ(offered("on PreSignUp when |").count("session"), 0u);
  EXPECT_EQ(offered("on PreSignUp when |").count("contains"), 0u);
  // Above all sections, those of the first.
  EXPECT_EQ(offered("let a = |\non DefineAuthChallenge_Authentication").count("session"), 1u);
  EXPECT_EQ(offered("let a = |\non Elsewhere").count("userName"), 0u);
}

TEST(Completion, OfArgumentsOfEffects) {
  const Words words = {"to", "subject", "onFailure"};
  EXPECT_TRUE(all_in(words, offered("on PostConfirmation then sendEmail(|")));
  EXPECT_TRUE(all_in(words, offered("on PostConfirmation then log, sendEmail(to: email, |")));
  EXPECT_TRUE(all_in(words, offered("on PostConfirmation test \"a\" given {} expect sendEmail(|")));
  EXPECT_EQ(offered("on PreSignUp then reject(|").count("onFailure"), 0u);
}

TEST(Completion, OfNamesOfTheDocument) {
  const std::string text =
      "let all_of_it = 1\n"
      "on PostConfirmation let other = 2\n"
      "on PreSignUp\nlet own = 3\nlet f(p, q) = ";
  EXPECT_TRUE(all_in({"all_of_it", "own", "p", "q"}, offered(text + "|")));
  EXPECT_EQ(offered(text + "|").count("other"), 0u);
  EXPECT_EQ(offered(text + "|\nlet later = 4").count("later"), 0u);
  EXPECT_EQ(offered(text + "1\nwhen |").count("p"), 0u);
  EXPECT_TRUE(
      all_in({"x", "y"}, offered("on PreSignUp when attr.exists(x, clientMetadata.all(y, |")));
  for (const char* loop : {"all(x, |", "attr.all(x |", "attr.all(\"x\", |"})
    EXPECT_EQ(offered(std::string("on PreSignUp when ") + loop).count("x"), 0u) << loop;
}

TEST(Completion, ShowsHowLetsAreWrittenUnlessThatIsLong) {
  Editor editor;
  editor.start();
  const std::string ours = "let ours = \"" + std::string(180, 'a') + "\"";
  editor.open("x.rules", ours + "\nlet others = \"" + std::string(190, 'b') + "\"\nlet last = |");
  std::map<std::string, std::string> details;
  for (const Json& item : editor.at_cursor("textDocument/completion"))
    details[item["label"]] = item["detail"];
  EXPECT_EQ(details["ours"], ours);
  EXPECT_EQ(details["others"], "let others");
}

TEST(Completion, BehindADot) {
  const Words of_text = {"contains", "startsWith", "size", "matches", "lowerAscii"};
  const Words of_list = {"size", "exists", "all", "filter", "map", "join", "distinct"};
  const auto behind = [](const std::string& expression) {
    return offered("on PreSignUp\nlet names = lines(\"names.txt\")\nlet ours = [\"a\"]\nwhen " +
                   expression + ".|");
  };
  for (const char* text :
       {"userName", "\"a\"", "attr.custom_x", "attr[\"a.b\"]", "(userName + \"a\")",
        "userName.lowerAscii()", "string(1)", "ours[0]", "email.domain",
        "request . userAttributes.x", "!userName", "1 == userName", "1 == (userName)",
        "\"a\".replace(\"b\", string(1))", "\"\"", "{\"a\": \"b\"}[\"a\"]"})
    EXPECT_TRUE(all_in(of_text, behind(text))) << text;
  EXPECT_TRUE(all_in({"domain", "local", "size"}, behind("email")));
  EXPECT_TRUE(all_in({"domain", "local"}, behind("attr.email")));
  EXPECT_EQ(behind("userName").count("domain"), 0u);
  EXPECT_EQ(behind("userName").count("exists"), 0u);
  for (const char* text :
       {"names", "ours", "[1, 2]", "\"a b\".split(\" \")", "ours.filter(x, true)"})
    EXPECT_TRUE(all_in(of_list, behind(text))) << text;
  EXPECT_EQ(behind("ours").count("contains"), 0u);
  EXPECT_TRUE(all_in({"email", "phone_number", "email_verified", "size"}, behind("attr")));
  EXPECT_TRUE(all_in({"email"}, behind("request.userAttributes")));
  EXPECT_TRUE(all_in({"email"}, behind("request\t.\r\nuserAttributes")));
  EXPECT_EQ(behind("request"), (Words{"userAttributes", "validationData", "clientMetadata"}));
  EXPECT_EQ(behind("callerContext"), (Words{"awsSdkVersion", "clientId"}));
  EXPECT_EQ(offered("on PreTokenGeneration when request.|").count("groupConfiguration"), 1u);
  EXPECT_EQ(offered("on PreTokenGeneration when request.groupConfiguration.|"),
            (Words{"groupsToOverride", "iamRolesToOverride", "preferredRole"}));
  EXPECT_TRUE(all_in({"getFullYear"}, behind("now")));
  EXPECT_TRUE(all_in({"size", "exists", "all"}, behind("{\"a\": 1}")));
  EXPECT_EQ(behind("{\"a\": 1}").count("matches"), 0u);
  // Of what nobody knows, everything.
  for (const char* text : {"unknown", "(1 +)"})
    EXPECT_TRUE(all_in(with(of_text, of_list), behind(text))) << text;
  EXPECT_TRUE(all_in(with(of_text, of_list), offered("on PreSignUp let f(p) = p.|")));
}

TEST(Completion, BehindADotInLoops) {
  const auto behind = [](const std::string& expression) {
    return offered("on DefineAuthChallenge\nwhen " + expression + ".|");
  };
  const Words members = {"challengeName", "challengeResult", "challengeMetadata"};
  EXPECT_TRUE(all_in(members, behind("session.exists(s, s")));
  EXPECT_TRUE(all_in(members, behind("session[0]")));
  EXPECT_TRUE(all_in({"startsWith"}, behind("session.exists(s, s.challengeName")));
  EXPECT_TRUE(all_in(members, behind("attr.all(a, session.exists(s, a == \"x\" && s")));
  EXPECT_TRUE(all_in({"startsWith"}, behind("attr.all(a, session.exists(s, a")));
  EXPECT_TRUE(all_in({"startsWith"}, behind("session.map(s, s.challengeName).exists(n, n")));
  EXPECT_TRUE(all_in({"startsWith"}, behind("1.exists(n, n")));
  EXPECT_TRUE(all_in({"startsWith"}, behind("{\"a\": 1}.exists(k, k")));
  EXPECT_EQ(behind("{\"a\": 1}.exists(k, k").count("exists"), 0u);
  // What cannot be gone through has elements that nobody knows.
  EXPECT_TRUE(all_in({"startsWith", "exists"}, behind("userName.exists(n, n")));
}

TEST(Completion, BehindADotAboveAllSections) {
  EXPECT_EQ(offered("let a = email.|\non PreSignUp").count("domain"), 1u);
  EXPECT_EQ(offered("let a = email.|").count("domain"), 1u);  // of unknown type
}

TEST(Completion, OfARequestThatIsWrongIsRefused) {
  Editor editor;
  editor.start();
  for (const char* method :
       {"textDocument/completion", "textDocument/hover", "textDocument/definition"}) {
    EXPECT_EQ(editor.ask(method)["error"]["code"], -32602);
    editor.open("x.rules", "on PreSignUp");
    Json params = {{"textDocument", {{"uri", uri("x.rules")}}}};
    EXPECT_EQ(editor.ask(method, params)["error"]["code"], -32602);
    for (const Json& place : {Json{{"line", 0}}, Json{{"line", "0"}, {"character", 0}}}) {
      params["position"] = place;
      EXPECT_EQ(editor.ask(method, params)["error"]["code"], -32602) << place;
    }
  }
}

TEST(Completion, PastTheEndIsAtTheEnd) {
  Editor editor;
  editor.start();
  editor.open("x.rules", "on PreSignUp\nwhen true ");
  for (const std::uint64_t large :
       {std::uint64_t{5}, std::uint64_t{1} << 32, std::numeric_limits<std::uint64_t>::max()}) {
    const Json items = editor.ask("textDocument/completion",
                                  {{"textDocument", {{"uri", uri("x.rules")}}},
                                   {"position", {{"line", large}, {"character", 0}}}})["result"];
    ASSERT_EQ(items.size(), 2u) << large;
    EXPECT_EQ(items[0]["label"], "then");
  }
}

}  // namespace
}  // namespace lintel::testing
