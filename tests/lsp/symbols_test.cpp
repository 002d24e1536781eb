// SPDX-License-Identifier: Apache-2.0
// The outline of a document.
#include <gtest/gtest.h>

#include <string>

#include "tests/lsp/editor.h"

namespace lintel::testing {
namespace {

Json outline(const std::string& text) {
  Editor editor;
  editor.start();
  editor.open("x.rules", text);
  return editor.ask("textDocument/documentSymbol",
                    {{"textDocument", {{"uri", uri("x.rules")}}}})["result"];
}

std::string names(const Json& symbols) {
  std::string all;
  for (const Json& symbol : symbols) {
    all.append(all.empty() ? "" : ", ").append(symbol["name"]);
    if (symbol.contains("children")) all.append(" [").append(names(symbol["children"])).append("]");
  }
  return all;
}

TEST(Symbols, AreSectionsWithWhatStandsInThem) {
  const Json found = outline(
      "pool { verifyBy: \"code\" }\nlet a = 1\n"
      "on PreSignUp\nlet f(x) = x\nrule \"r\" when f(a) == 1 then autoConfirm\n"
      "when a ==\n  1 then reject(\"no\")\n"
      "on CustomMessage_SignUp, CustomMessage_ResendCode\n"
      "test \"t\" given {} expect nothing\n");
  EXPECT_EQ(names(found),
            "pool, a, on PreSignUp [f, r, when a == 1 then reject(\"no\")], "
            "on CustomMessage_SignUp, CustomMessage_ResendCode [test t]");
  EXPECT_EQ(found[2]["range"], range(2, 0, 7, 0));
  EXPECT_EQ(found[2]["selectionRange"], range(2, 0, 2, 12));
  EXPECT_EQ(found[2]["children"][0]["kind"], 12);
  EXPECT_EQ(found[2]["children"][0]["selectionRange"], range(3, 4, 3, 5));
  EXPECT_EQ(found[3]["range"]["end"], range(9, 0, 9, 0)["end"]);
}

TEST(Symbols, HaveNamesThatFitAList) {
  const std::string word(80, 'x');
  EXPECT_EQ(names(outline("on PreSignUp\nwhen userName == \"" + word + "\" then autoConfirm\n")),
            "on PreSignUp [when userName == \"" + word.substr(0, 42) + "...]");
  EXPECT_EQ(names(outline("on PreSignUp\nrule \"\" then reject(\"" + std::string(60, 'a') +
                          "\xc3\xa9\")")),
            "on PreSignUp [rule \"\" then reject(\"" + std::string(39, 'a') + "...]");
}

TEST(Symbols, CountCharacters) {
  std::string letters;
  for (int i = 0; i < 60; ++i) letters += "\xc3\xa9";
  EXPECT_EQ(names(outline("on PreSignUp\nthen reject(\"" + letters + "\")")),
            "on PreSignUp [then reject(\"" + letters.substr(0, 2 * 47) + "...]");
}

TEST(Symbols, AreThereInSpiteOfErrors) {
  EXPECT_EQ(names(outline("on PreSignUp\nrule \"a\" when (\nrule \"b\" then autoConfirm\n")),
            "on PreSignUp [b]");
  EXPECT_EQ(outline(""), Json::array());
}

TEST(Symbols, OfNoDocumentAreRefused) {
  Editor editor;
  editor.start();
  EXPECT_EQ(editor.ask("textDocument/documentSymbol")["error"]["code"], -32602);
}

}  // namespace
}  // namespace lintel::testing
