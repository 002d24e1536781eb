// SPDX-License-Identifier: Apache-2.0
// What is said of words, where they are declared, and that every word of the language is explained.
#include <gtest/gtest.h>

#include <string>

#include "compiler/expressions.h"
#include "compiler/lsp/catalog.h"
#include "compiler/schema.h"
#include "grammar/keywords.h"
#include "tests/lsp/editor.h"

namespace lintel::testing {
namespace {

std::string hover(std::string_view text) {
  Editor editor;
  editor.files.content["/w/names.txt"] = "jo\n";
  editor.start();
  editor.open("x.rules", text);
  const Json result = editor.at_cursor("textDocument/hover");
  return result.is_null() ? "" : result["contents"]["value"].get<std::string>();
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(Hover, ExplainsFields) {
  const std::string user = hover("on PreSignUp when user|Name == \"a\" then autoConfirm");
  EXPECT_EQ(user,
            "userName: string\n\nuser name: chosen, or an id if the pool signs in by e-mail or "
            "phone; always sent");
  EXPECT_EQ(hover("on PreSignUp when |userName"), user);
  EXPECT_EQ(hover("on PreSignUp when userName|"), user);
  EXPECT_TRUE(has(hover("on PreSignUp when client|Metadata"), "may be absent"));
  EXPECT_TRUE(has(hover("on PreSignUp when ema|il.domain"), "attr.email: Email"));
  EXPECT_TRUE(has(hover("on PreSignUp when attr.ema|il"), "attr.email: Email"));
  EXPECT_TRUE(has(hover("on PreSignUp when email.dom|ain"), "x.domain: Domain"));
  EXPECT_TRUE(has(hover("on PreSignUp when request.client|Metadata"), "request.clientMetadata"));
  EXPECT_TRUE(has(hover("on DefineAuthChallenge when session[0].challenge|Name"), "SRP_A"));
  EXPECT_TRUE(has(hover("on PreSignUp when attr.some|thing"), "attr.something: string"));
  EXPECT_TRUE(has(hover("on PreSignUp when clientMetadata.some|thing"), "may be absent"));
  EXPECT_EQ(hover("on PreSignUp when userName.some|thing"), "");
}

TEST(Hover, ExplainsActionsTriggersFunctionsAndWords) {
  EXPECT_TRUE(has(hover("on PreSignUp then auto|Confirm"), "confirmed without a code"));
  EXPECT_TRUE(has(hover("on PreSignUp then re|ject(\"a\")"), "the user sees the text"));
  EXPECT_TRUE(has(hover("on PreTokenGeneration then re|ject(\"a\")"), "fails"));
  EXPECT_TRUE(has(hover("on PostConfirmation then send|Email(to: email)"), "subject"));
  EXPECT_TRUE(
      has(hover("on PostConfirmation then sendEmail(t|o: email)"), "argument of sendEmail"));
  EXPECT_TRUE(has(hover("on Pre|SignUp then autoConfirm"), "PreSignUp_AdminCreateUser"));
  EXPECT_TRUE(has(hover("on PreSignUp_Sign|Up then autoConfirm"), "a source of PreSignUp"));
  EXPECT_EQ(hover("on PreSignUp when userName.con|tains(\"a\")"),
            "x.contains(y: string): bool\n\ny occurs in x");
  EXPECT_TRUE(has(hover("on PreSignUp when si|ze(userName) == 1"), "size(x: string): int\nsize("));
  EXPECT_TRUE(has(hover("on PreSignUp when h|as(email)"), "true if the event has the field"));
  EXPECT_TRUE(has(hover("on PreSignUp wh|en true then autoConfirm"), "the condition of a rule"));
  EXPECT_TRUE(has(hover("on PreSignUp when true th|en autoConfirm"), "if the condition is true"));
  EXPECT_TRUE(has(hover("on PreSignUp test \"a\" giv|en {} expect nothing"), "event of the test"));
  EXPECT_TRUE(has(hover("on PreSignUp when userName i|n [\"a\"]"), "has the element"));
  EXPECT_TRUE(
      has(hover("on PreSignUp when userName == \"a\" &&\nrule \"b\" wh|en true"), "condition"));
  EXPECT_TRUE(has(hover("on PreSignUp when ru|le"), "a name for a rule"));
  EXPECT_EQ(hover("on PreSignUp when fo|r"), "");  // kept free, and of no meaning
  EXPECT_EQ(hover("on PreSignUp when nobo|dy"), "");
  EXPECT_EQ(hover("on PreSignUp |\n"), "");
  EXPECT_EQ(hover("on PreSignUp when 1|2 == 3"), "");
  EXPECT_EQ(hover("on PreSignUp then reject(\"userNa|me\")"), "");
}

TEST(Hover, ExplainsCodesOfFindings) {
  EXPECT_TRUE(has(hover("// lintel-ignore W07|12: reason"), "W0712\n\n"));
  EXPECT_EQ(hover("// lintel-ign|ore W0712: reason"), "");
}

TEST(Hover, ShowsLetsWithTheirTypes) {
  const std::string text =
      "on PreSignUp\nlet names = lines(\"names.txt\")\nlet f(a) = a + 1\nlet where = "
      "email.domain\n";
  EXPECT_EQ(hover(text + "when where in nam|es then autoConfirm"),
            "let names = lines(\"names.txt\")\n\nof the type list(string)");
  EXPECT_TRUE(has(hover(text + "when whe|re in names then autoConfirm"), "of the type Domain"));
  EXPECT_EQ(hover(text + "when f|(1) == 2 then autoConfirm"), "let f(a) = a + 1");
  EXPECT_EQ(hover(text + "let last = nobody\nwhen la|st then autoConfirm"), "let last = nobody");
  // Where it is declared.
  EXPECT_TRUE(has(hover("on PreSignUp\nlet na|me = 1.5"), "of the type double"));
  EXPECT_TRUE(has(hover("on PreSignUp let x = attr.exists(key, ke|y == \"a\")"), "each element"));
  EXPECT_TRUE(has(hover("on PreSignUp let f(own) = ow|n"), "a parameter"));
}

TEST(Hover, IsInMarkdownIfTheEditorShowsThat) {
  Editor editor;
  editor.start({{"textDocument", {{"hover", {{"contentFormat", {"markdown", "plaintext"}}}}}}});
  editor.open("x.rules", "on PreSignUp then auto|Confirm");
  const Json result = editor.at_cursor("textDocument/hover");
  EXPECT_EQ(result["contents"]["kind"], "markdown");
  EXPECT_TRUE(result["contents"]["value"].get<std::string>().starts_with(
      "```lintel\nautoConfirm\n```\n\n"));
  EXPECT_EQ(result["range"], range(0, 18, 0, 29));
  for (const Json& formats : {Json::array({"plaintext"}), Json("markdown")}) {
    Editor other;
    other.start({{"textDocument", {{"hover", {{"contentFormat", formats}}}}}});
    other.open("x.rules", "on PreSignUp then auto|Confirm");
    EXPECT_EQ(other.at_cursor("textDocument/hover")["contents"]["kind"], "plaintext") << formats;
  }
}

// The line and column of the definition, or why there is none.
std::string definition(std::string_view text) {
  Editor editor;
  editor.start();
  editor.open("x.rules", text);
  const Json result = editor.at_cursor("textDocument/definition");
  if (result.is_null()) return "";
  const Json start = result["range"]["start"];
  const std::string place = std::to_string(start["line"].get<int>()) + ":" +
                            std::to_string(start["character"].get<int>());
  return result["uri"] == uri("x.rules") ? place : result["uri"].get<std::string>();
}

TEST(Definition, OfLets) {
  const std::string text =
      "let a = 1\non PostConfirmation\nlet b = 0\non PreSignUp\nlet b = 2\nlet f(p) = p + b\n";
  EXPECT_EQ(definition(text + "when a| == 1 then autoConfirm"), "0:4");
  EXPECT_EQ(definition(text + "when |b == 1 then autoConfirm"), "4:4");
  EXPECT_EQ(definition(text + "when f(|b) == 1 then autoConfirm"), "4:4");
  EXPECT_EQ(definition(text + "when f|(b) == 1 then autoConfirm"), "5:4");
  EXPECT_EQ(definition(text + "then reject(\"a ${b|}\")"), "4:4");
  EXPECT_EQ(definition("on PreSignUp\nlet f(p) = |p"), "1:6");
  EXPECT_EQ(definition("on PreSignUp\nlet f(p, q) = |q"), "1:9");
  EXPECT_EQ(definition("on PreSignUp\nlet a|bc = 1"), "1:4");
  EXPECT_EQ(definition("let a = a|"), "0:4");  // itself, which is what the finding says
  EXPECT_EQ(definition("on PreSignUp\nwhen attr.exists(k, k| == \"a\")"), "1:17");
  EXPECT_EQ(definition("on PreSignUp\nwhen attr.exists(k, attr.all(k, k|"), "1:29");
  EXPECT_EQ(definition("on PreSignUp\nlet b = 1\nwhen attr.exists(k, b|"), "1:4");
  EXPECT_EQ(definition("on PreSignUp\nwhen user|Name"), "");
  EXPECT_EQ(definition("on PreSignUp\nlet a = 1\nwhen attr.a| == \"\""), "");
  EXPECT_EQ(definition("on PreSignUp |"), "");
}

TEST(Definition, OfImports) {
  EXPECT_EQ(definition("let a = lines(\"na|mes.txt\")"), uri("names.txt"));
  EXPECT_EQ(definition("let a = csv('b/a c.c|sv')"), "file:///w/b/a%20c.csv");
  EXPECT_EQ(definition("let a = lines(\"./b/../na|mes.txt\")"), uri("names.txt"));
  EXPECT_EQ(definition("let a = json(|\"x.json\")"), "");
  EXPECT_EQ(definition("on PreSignUp test \"a\" given \"e|.json\""), uri("e.json"));
  EXPECT_EQ(definition("on PreSignUp test \"a\" given {\"e|.json\""), "");
  EXPECT_EQ(definition("on PreSignUp let a = (\"e|.json\")"), "");
  EXPECT_EQ(definition("on PreSignUp test \"a|\" given \"e.json\""), "");
  EXPECT_EQ(definition("let a = lines(\"a|\\n\")"), "");
  EXPECT_EQ(definition("let a = lines(\"a|"), "");
  EXPECT_EQ(definition("let a = lines(\"|\")"), "");
  EXPECT_EQ(definition("let a = lines(r\"a|\")"), "");
  EXPECT_EQ(definition("let a = upper(\"a|\")"), "");
  Editor editor;
  editor.start();
  editor.tell(
      "textDocument/didOpen",
      {{"textDocument",
        {{"uri", "untitled:1"}, {"version", 1}, {"text", "let a = lines(\"names.txt\")"}}}});
  EXPECT_EQ(editor.ask("textDocument/definition",
                       {{"textDocument", {{"uri", "untitled:1"}}},
                        {"position", {{"line", 0}, {"character", 17}}}})["result"],
            Json());
}

TEST(Words, AreAllExplained) {
  for (const grammar::Keyword& keyword : grammar::keywords)
    EXPECT_EQ(lsp::keyword(keyword.spelling).empty(),
              keyword.kind == grammar::KeywordKind::reserved)
        << keyword.spelling;
  for (const lsp::Entry& entry : lsp::functions())
    EXPECT_EQ(compiler::taken_by(entry.word, {}), "function") << entry.word;
  for (const auto& row : compiler::schema::triggers()) {
    for (const lsp::Entry& entry : lsp::names_of(row.trigger)) {
      const compiler::schema::Trigger triggers[] = {compiler::schema::Trigger::envelope,
                                                    row.trigger};
      EXPECT_EQ(compiler::taken_by(entry.word, triggers), "field") << entry.word;
    }
    for (const lsp::Entry& entry : lsp::actions_of(row.trigger))
      EXPECT_FALSE(entry.form.empty() || entry.meaning.empty()) << entry.word;
  }
}

}  // namespace
}  // namespace lintel::testing
