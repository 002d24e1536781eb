// SPDX-License-Identifier: Apache-2.0
// Formatting, as edits.
#include <gtest/gtest.h>

#include <string>

#include "tests/lsp/editor.h"

namespace lintel::testing {
namespace {

Json edits(const std::string& text) {
  Editor editor;
  editor.start();
  editor.open("x.rules", text);
  return editor.ask("textDocument/formatting", {{"textDocument", {{"uri", uri("x.rules")}}},
                                                {"options", {{"tabSize", 4}}}})["result"];
}

Json one(Json place, std::string_view text) {
  return Json::array({{{"range", std::move(place)}, {"newText", text}}});
}

TEST(Formatting, ReplacesTheLinesThatDiffer) {
  EXPECT_EQ(edits("on PreSignUp\nthen   autoConfirm\n"),
            one(range(1, 0, 2, 0), "then autoConfirm\n"));
  EXPECT_EQ(edits("on PreSignUp\n\n\n\nthen autoConfirm\n"), one(range(2, 0, 4, 0), ""));
  EXPECT_EQ(edits("on  PreSignUp\nlet a = 1\n"), one(range(0, 0, 1, 0), "on PreSignUp\n"));
  EXPECT_EQ(edits("on PreSignUp\nlet a = 1"), one(range(1, 0, 1, 9), "let a = 1\n"));
  EXPECT_EQ(edits(" on PreSignUp\n"), one(range(0, 0, 1, 0), "on PreSignUp\n"));
  EXPECT_EQ(edits("when true &&\ntrue\nthen f\n"), one(range(1, 0, 2, 0), "  true\n"));
  EXPECT_EQ(edits("on PreSignUp\r\nlet a = 1\r\n"),
            one(range(0, 0, 2, 0), "on PreSignUp\nlet a = 1\n"));
}

TEST(Formatting, LeavesWhatIsFormattedAndWhatIsWrong) {
  EXPECT_EQ(edits("on PreSignUp\nthen autoConfirm\n"), Json::array());
  EXPECT_EQ(edits("on   PreSignUp\nthen then\n"), Json::array());
}

TEST(Formatting, OfNoDocumentIsRefused) {
  Editor editor;
  editor.start();
  EXPECT_EQ(editor.ask("textDocument/formatting")["error"]["code"], -32602);
}

}  // namespace
}  // namespace lintel::testing
