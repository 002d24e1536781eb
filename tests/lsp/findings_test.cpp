// SPDX-License-Identifier: Apache-2.0
// Documents, their findings, and the fixes for these.
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "tests/lsp/editor.h"

namespace lintel::testing {
namespace {

constexpr std::string_view wrong =
    "on PreSignUp\nwhen emial.domain == \"x.org\"\nthen autoConfirm\n";

// The codes of diagnostics, with a blank between them.
std::string codes(const Json& diagnostics) {
  std::string all;
  for (const Json& one : diagnostics) all.append(all.empty() ? "" : " ").append(one["code"]);
  return all;
}

TEST(Findings, AreSentWhenADocumentIsOpened) {
  Editor editor;
  editor.start();
  editor.open("x.rules", wrong);
  const Json found = editor.diagnostics("x.rules");
  ASSERT_EQ(codes(found), "E0201");
  EXPECT_EQ(found[0]["severity"], 1);
  EXPECT_EQ(found[0]["source"], "lintel");
  EXPECT_EQ(found[0]["range"], range(1, 5, 1, 10));
  EXPECT_FALSE(found[0].contains("relatedInformation"));
  EXPECT_EQ(editor.told.back()["params"]["version"], 1);
}

TEST(Findings, FollowTheChanges) {
  Editor editor;
  editor.start();
  editor.open("x.rules", wrong);
  EXPECT_EQ(codes(editor.diagnostics("x.rules")), "E0201");
  // Two edits, the second in the text that the first has made.
  editor.change("x.rules", Json::array({{{"range", range(1, 6, 1, 8)}, {"text", "ma"}},
                                        {{"range", range(1, 8, 1, 9)}, {"text", "i"}}}));
  EXPECT_EQ(codes(editor.diagnostics("x.rules")), "");
  EXPECT_EQ(editor.told.back()["params"]["version"], 2);
  // The whole text.
  editor.change("x.rules", Json::array({{{"text", "on PreSignUp\nthen nothing\n"}}}));
  EXPECT_EQ(codes(editor.diagnostics("x.rules")), "E0501");
  // What is no change is left out.
  editor.change("x.rules", Json::array({1,
                                        Json::object(),
                                        {{"text", "x"}, {"range", 7}},
                                        {{"text", "x"}, {"range", range(1, 1, 0, 0)}}}));
  EXPECT_EQ(codes(editor.diagnostics("x.rules")), "E0501");
  editor.change("y.rules", Json::array({{{"text", ""}}}));
  EXPECT_EQ(editor.diagnostics("y.rules"), Json());
}

TEST(Findings, AreErrorsWarningsAndNotes) {
  Editor editor;
  editor.start();
  editor.open("x.rules",
              "on PreSignUp\nwhen email.domain == \"A.org\" then autoConfirm, autoConfirm, no\n");
  std::map<std::string, int> severities;
  for (const Json& one : editor.diagnostics("x.rules")) severities[one["code"]] = one["severity"];
  EXPECT_EQ(severities, (std::map<std::string, int>{{"E0501", 1}, {"W0721", 2}, {"N0313", 3}}));
}

TEST(Findings, WaitUntilThereIsNothingElseToDo) {
  Editor editor;
  editor.start();
  editor.open("x.rules", wrong);
  editor.change("x.rules", Json::array({{{"text", wrong}}}));
  EXPECT_TRUE(editor.told.empty());
  editor.diagnostics("x.rules");
  EXPECT_EQ(editor.told.size(), 1u);
  EXPECT_FALSE(editor.server.has_work());
  editor.server.work();
  EXPECT_EQ(editor.server.take_output(), "");
}

TEST(Findings, AreOfNoUseAfterShutdown) {
  Editor editor;
  editor.start();
  editor.open("x.rules", wrong);
  editor.ask("shutdown");
  editor.server.work();
  EXPECT_EQ(editor.server.take_output(), "");
}

TEST(Findings, AreNotOfWhatIsNoDocument) {
  Editor editor;
  editor.start();
  for (const Json& document : {Json(7), Json{{"uri", uri("x.rules")}}, Json{{"text", wrong}},
                               Json{{"uri", 1}, {"text", wrong}}})
    editor.tell("textDocument/didOpen", {{"textDocument", document}});
  editor.tell("textDocument/didOpen");
  EXPECT_FALSE(editor.server.has_work());
}

TEST(Findings, StayAfterWhatIsNoChange) {
  Editor editor;
  editor.start();
  editor.open("x.rules", wrong);
  const Json before = editor.diagnostics("x.rules");
  const Json document = {{"uri", uri("x.rules")}, {"version", 7}};
  editor.tell("textDocument/didChange", {{"textDocument", document}});
  editor.tell("textDocument/didChange",
              {{"textDocument", document}, {"contentChanges", {{"text", ""}}}});
  EXPECT_FALSE(editor.server.has_work());
  // A change without a version leaves the last one.
  editor.tell("textDocument/didChange",
              {{"textDocument", {{"uri", uri("x.rules")}}}, {"contentChanges", Json::array()}});
  EXPECT_EQ(editor.diagnostics("x.rules"), before);
  EXPECT_EQ(editor.told.back()["params"]["version"], 1);
}

TEST(Findings, GoAwayWithTheirDocument) {
  Editor editor;
  editor.start();
  editor.open("x.rules", wrong);
  editor.diagnostics("x.rules");
  editor.tell("textDocument/didClose", {{"textDocument", {{"uri", uri("x.rules")}}}});
  EXPECT_EQ(editor.diagnostics("x.rules"), Json::array());
  editor.tell("textDocument/didClose", {{"textDocument", {{"uri", uri("x.rules")}}}});
  EXPECT_EQ(editor.told.size(), 2u);
}

TEST(Findings, NameOtherPlacesIfTheEditorShowsThem) {
  Editor editor;
  editor.start({{"textDocument", {{"publishDiagnostics", {{"relatedInformation", true}}}}}});
  editor.open("x.rules", "on PreSignUp\nlet a = 1\nlet a = 2\nwhen a == 1 then autoConfirm\n");
  Json related;
  for (const Json& one : editor.diagnostics("x.rules"))
    if (one.contains("relatedInformation")) related = one["relatedInformation"];
  ASSERT_EQ(related.size(), 1u);
  EXPECT_EQ(related[0]["location"]["uri"], uri("x.rules"));
  EXPECT_EQ(related[0]["location"]["range"], range(1, 4, 1, 5));
  EXPECT_FALSE(related[0]["message"].get<std::string>().empty());
  for (const Json& shows :
       {Json::object(), Json{{"relatedInformation", false}}, Json{{"relatedInformation", "yes"}}}) {
    Editor other;
    other.start({{"textDocument", {{"publishDiagnostics", shows}}}});
    other.open("x.rules", "on PreSignUp\nlet a = 1\nlet a = 2\nwhen a == 1 then autoConfirm\n");
    const Json found = other.diagnostics("x.rules");
    EXPECT_FALSE(found.empty());
    for (const Json& one : found) EXPECT_FALSE(one.contains("relatedInformation")) << shows;
  }
}

TEST(Findings, CountInTheEncodingThatWasAgreedOn) {
  const std::string text =
      "on PreSignUp\nwhen userName == \"\xf0\x9f\x98\x80\" && x then autoConfirm\n";
  Editor wide;
  wide.start();
  wide.open("x.rules", text);
  EXPECT_EQ(wide.diagnostics("x.rules")[0]["range"], range(1, 25, 1, 26));
  Editor narrow;
  narrow.start({{"general", {{"positionEncodings", {"utf-8"}}}}});
  narrow.open("x.rules", text);
  EXPECT_EQ(narrow.diagnostics("x.rules")[0]["range"], range(1, 27, 1, 28));
}

TEST(Imports, LieBesideTheDocument) {
  Editor editor;
  editor.start();
  const std::string text =
      "on PreSignUp\nlet names = lines(\"names.txt\")\nwhen userName in names then autoConfirm\n";
  editor.open("x.rules", text);
  EXPECT_EQ(codes(editor.diagnostics("x.rules")), "E0601");
  editor.files.content["/w/names.txt"] = "jo\n";
  editor.tell("textDocument/didSave", {{"textDocument", {{"uri", uri("x.rules")}}}});
  EXPECT_EQ(codes(editor.diagnostics("x.rules")), "");
  // An open file counts as it is shown.
  editor.open("names.txt", "# nobody\n");
  EXPECT_EQ(codes(editor.diagnostics("x.rules")), "W0605");
  // Of a document that is no file, nothing lies beside it.
  editor.tell("textDocument/didOpen",
              {{"textDocument", {{"uri", "untitled:1"}, {"version", 1}, {"text", text}}}});
  while (editor.server.has_work()) editor.server.work();
  const auto told = messages_in(editor.server.take_output());
  ASSERT_FALSE(told.empty());
  EXPECT_EQ(codes(told.back()["params"]["diagnostics"]), "E0601");
  // Nobody shows it any more, so it counts as it was saved.
  editor.tell("textDocument/didClose", {{"textDocument", {{"uri", uri("names.txt")}}}});
  EXPECT_EQ(codes(editor.diagnostics("x.rules")), "");
}

TEST(Imports, OfOpenFilesCountHoweverTheirPathsAreWritten) {
  for (const char* path : {"./names.txt", "a/../names.txt", "../w/names.txt", "/w/names.txt"}) {
    Editor editor(true);
    editor.start();
    editor.open("names.txt", "jo\n");
    editor.open("x.rules", std::string("on PreSignUp\nlet names = lines(\"") + path +
                               "\")\nwhen userName in names then autoConfirm\n");
    EXPECT_EQ(codes(editor.diagnostics("x.rules")), "") << path;
  }
  Editor editor;
  editor.start();
  editor.open("names.txt", "jo\n");
  editor.open("x.rules",
              "on PreSignUp\nlet names = lines(\"./names.txt\")\nwhen userName in names then "
              "autoConfirm\n");
  EXPECT_EQ(codes(editor.diagnostics("x.rules")), "");
}

TEST(Imports, LeaveTheFolderOnlyIfTheyMay) {
  const std::string text =
      "on PreSignUp\nlet names = lines(\"../names.txt\")\nwhen userName in names then "
      "autoConfirm\n";
  for (const bool outside : {false, true}) {
    Editor editor(outside);
    editor.files.content["/w/../names.txt"] = "jo\n";
    editor.start();
    editor.open("x.rules", text);
    EXPECT_EQ(codes(editor.diagnostics("x.rules")), outside ? "" : "E0602");
  }
}

constexpr std::string_view rules = "on PreSignUp\nwhen userName == \"jo\" then autoConfirm\n";
constexpr std::string_view tests =
    "on PreSignUp\ntest \"jo\" given {\"userName\": \"jo\"} expect autoConfirm\n";

TEST(TestFiles, AreCheckedWithTheirRules) {
  for (const bool links_lead_out : {false, true}) {
    Editor editor;
    editor.files.content["/w/x.rules"] = rules;
    editor.files.links_lead_out = links_lead_out;
    editor.start();
    editor.open("x.test.rules", tests);
    EXPECT_EQ(codes(editor.diagnostics("x.test.rules")), "");
  }
}

TEST(TestFiles, FollowTheRulesThatAreOpen) {
  Editor editor;
  editor.start();
  editor.open("x.test.rules", tests);
  const std::string alone = codes(editor.diagnostics("x.test.rules"));
  EXPECT_NE(alone, "");
  editor.open("y.rules", rules);
  editor.open("x.rules", rules);
  EXPECT_EQ(codes(editor.diagnostics("x.test.rules")), "");
  EXPECT_EQ(codes(editor.diagnostics("x.rules")), "");
  // A finding in the rules stands there alone.
  editor.change("x.rules", Json::array({{{"text", wrong}}}));
  EXPECT_EQ(codes(editor.diagnostics("x.test.rules")), "");
  EXPECT_EQ(codes(editor.diagnostics("x.rules")), "E0201");
  editor.tell("textDocument/didClose", {{"textDocument", {{"uri", uri("x.rules")}}}});
  EXPECT_EQ(codes(editor.diagnostics("x.test.rules")), alone);
}

Json actions(Editor& editor, const Json& place, const Json& context = Json::object()) {
  return editor.ask(
      "textDocument/codeAction",
      {{"textDocument", {{"uri", uri("x.rules")}}}, {"range", place}, {"context", context}});
}

TEST(Fixes, AreOfferedWhereTheFindingIs) {
  Editor editor;
  editor.start();
  editor.open("x.rules", wrong);
  const Json found = actions(editor, range(1, 7, 1, 7))["result"];
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0]["kind"], "quickfix");
  EXPECT_EQ(found[0]["isPreferred"], true);
  EXPECT_EQ(found[0]["title"], "write `email`");
  EXPECT_EQ(found[0]["diagnostics"], editor.diagnostics("x.rules"));
  const Json edits = found[0]["edit"]["changes"][uri("x.rules")];
  EXPECT_EQ(edits, Json::array({{{"range", range(1, 5, 1, 10)}, {"newText", "email"}}}));
  EXPECT_EQ(actions(editor, range(0, 0, 1, 4))["result"], Json::array());
  EXPECT_EQ(actions(editor, range(1, 11, 9, 9))["result"], Json::array());
  EXPECT_EQ(actions(editor, range(0, 0, 9, 0), {{"only", {"refactor"}}})["result"], Json::array());
  EXPECT_EQ(actions(editor, range(0, 0, 9, 0), {{"only", {"source", "quickfix"}}})["result"].size(),
            1u);
  EXPECT_EQ(actions(editor, range(0, 0, 9, 0), {{"only", {""}}})["result"].size(), 1u);
  EXPECT_EQ(actions(editor, range(0, 0, 9, 0), {{"only", {7}}})["result"], Json::array());
  // What is no list of kinds leaves none out.
  EXPECT_EQ(actions(editor, range(0, 0, 9, 0), {{"only", "refactor"}})["result"].size(), 1u);
}

TEST(Fixes, ThatAreGuessesOrOneOfManyAreNotPreferred) {
  Editor editor;
  editor.start();
  editor.open("x.rules", "on PreSignUp\nwhen email.endsWith(\"a.org\") then autoConfirm\n");
  const Json everywhere = range(0, 0, 9, 0);
  const Json guess = actions(editor, everywhere)["result"];
  ASSERT_EQ(guess.size(), 1u);
  EXPECT_FALSE(guess[0].contains("isPreferred"));
  editor.open("x.rules", "on PreSignUp\nwhen attr.locale == \"x\" then reject(\"no\")\n");
  const Json two = actions(editor, everywhere)["result"];
  ASSERT_EQ(two.size(), 2u);
  for (const Json& one : two) EXPECT_FALSE(one.contains("isPreferred")) << one;
  // The context may be left out.
  EXPECT_EQ(editor.ask("textDocument/codeAction", {{"textDocument", {{"uri", uri("x.rules")}}},
                                                   {"range", everywhere}})["result"],
            two);
}

TEST(Fixes, OfRulesAreNotOfferedInTheirTests) {
  Editor editor;
  editor.start();
  editor.open("x.rules", "on PreSignUp\nwhen userName = \"jo\" then autoConfirm\n");
  editor.open("x.test.rules", tests);
  EXPECT_EQ(actions(editor, range(0, 0, 9, 0))["result"].size(), 1u);
  EXPECT_EQ(editor.ask("textDocument/codeAction", {{"textDocument", {{"uri", uri("x.test.rules")}}},
                                                   {"range", range(0, 0, 9, 0)},
                                                   {"context", Json::object()}})["result"],
            Json::array());
}

TEST(Fixes, OfARequestThatIsWrongAreRefused) {
  Editor editor;
  editor.start();
  editor.open("x.rules", wrong);
  EXPECT_EQ(actions(editor, 7)["error"]["code"], -32602);
  EXPECT_EQ(actions(editor, range(1, 0, 0, 0))["error"]["code"], -32602);
  const Json start = {{"line", 0}, {"character", 0}};
  EXPECT_EQ(actions(editor, {{"start", start}})["error"]["code"], -32602);
  EXPECT_EQ(actions(editor, {{"start", start}, {"end", 1}})["error"]["code"], -32602);
  EXPECT_EQ(editor.ask("textDocument/codeAction",
                       {{"textDocument", {{"uri", uri("x.rules")}}}})["error"]["code"],
            -32602);
  EXPECT_EQ(
      actions(editor, {{"start", {{"line", -1}, {"character", 0}}}, {"end", 1}})["error"]["code"],
      -32602);
  EXPECT_EQ(editor.ask("textDocument/codeAction")["error"]["code"], -32602);
}

}  // namespace
}  // namespace lintel::testing
