// SPDX-License-Identifier: Apache-2.0
// The order of a session, and what is answered to messages that are wrong.
#include <gtest/gtest.h>

#include <string>

#include "compiler/lsp/framing.h"
#include "tests/lsp/editor.h"

namespace lintel::testing {
namespace {

// The code of an error, or 0.
int code(const Json& answer) {
  return answer.contains("error") ? answer["error"]["code"].get<int>() : 0;
}

TEST(Session, GoesFromInitializeToExit) {
  Editor editor;
  const Json answer = editor.ask("initialize", {{"capabilities", Json::object()}});
  EXPECT_EQ(answer["result"]["serverInfo"]["name"], "lintel");
  EXPECT_EQ(answer["result"]["capabilities"]["positionEncoding"], "utf-16");
  EXPECT_EQ(answer["result"]["capabilities"]["textDocumentSync"]["change"], 2);
  editor.tell("initialized");
  EXPECT_EQ(editor.ask("shutdown")["result"], Json());
  EXPECT_FALSE(editor.server.has_ended());
  EXPECT_TRUE(editor.server.was_shut_down());
  editor.tell("exit");
  EXPECT_TRUE(editor.server.has_ended());
  EXPECT_TRUE(editor.send(request(9, "shutdown")).empty());
}

TEST(Session, EndsWithoutShutdownToo) {
  Editor editor;
  editor.tell("exit");
  EXPECT_TRUE(editor.server.has_ended());
  EXPECT_FALSE(editor.server.was_shut_down());
}

TEST(Session, KeepsTheOrder) {
  Editor editor;
  EXPECT_EQ(code(editor.ask("shutdown")), -32002);
  EXPECT_EQ(code(editor.ask("what/ever")), -32002);
  // A notification that comes too early does nothing.
  editor.open("x.rules", "on PreSignUp");
  EXPECT_FALSE(editor.server.has_work());
  editor.start();
  EXPECT_EQ(code(editor.ask("initialize")), -32600);
  editor.open("x.rules", "on PreSignUp");
  EXPECT_TRUE(editor.server.has_work());
  editor.ask("shutdown");
  EXPECT_FALSE(editor.server.has_work());
  EXPECT_EQ(code(editor.ask("shutdown")), -32600);
  EXPECT_EQ(code(editor.ask("initialize")), -32600);
  EXPECT_EQ(editor.diagnostics("x.rules"), Json());
}

TEST(Session, TakesTheEncodingThatTheEditorLikesBest) {
  const auto agreed = [](Json wishes) {
    Editor editor;
    return editor.start(
        {{"general", {{"positionEncodings", std::move(wishes)}}}})["positionEncoding"];
  };
  EXPECT_EQ(agreed({"utf-32", "utf-8", "utf-16"}), "utf-8");
  EXPECT_EQ(agreed({"utf-16", "utf-8"}), "utf-16");
  EXPECT_EQ(agreed({"utf-32", 8}), "utf-16");
  EXPECT_EQ(agreed("utf-8"), "utf-16");
  Editor editor;
  EXPECT_EQ(editor.start({{"general", 1}})["positionEncoding"], "utf-16");
  EXPECT_EQ(Editor().ask("initialize")["result"]["capabilities"]["positionEncoding"], "utf-16");
}

TEST(Messages, ThatAreUnknownAreRefusedOrIgnored) {
  Editor editor;
  editor.start();
  EXPECT_EQ(code(editor.ask("textDocument/unheardOf")), -32601);
  EXPECT_EQ(code(editor.ask("textDocument/didOpen")), -32600);
  EXPECT_TRUE(editor.send(request(nullptr, "$/cancelRequest", {{"id", 1}})).empty());
  EXPECT_TRUE(editor.send(request(nullptr, "$/setTrace", {{"value", "off"}})).empty());
  EXPECT_TRUE(editor.send(request(nullptr, "workspace/unheardOf")).empty());
  // A request that has no id is a notification, which nobody may answer.
  EXPECT_TRUE(editor.send(request(nullptr, "shutdown")).empty());
  EXPECT_FALSE(editor.server.was_shut_down());
}

TEST(Messages, ThatAreWrongAreAnsweredAndLeftBehind) {
  const auto answered = [](std::string_view content) {
    Editor editor;
    editor.start();
    const auto answers = editor.send(lsp::framed(content));
    EXPECT_EQ(answers.size(), 1u) << content;
    EXPECT_EQ(code(editor.ask("textDocument/unheardOf")), -32601);
    return answers.empty() ? Json() : answers.front();
  };
  for (const char* content : {"", "{", "nonsense", "{\"a\":\"\xff\"}", "{}{}"}) {
    EXPECT_EQ(code(answered(content)), -32700) << content;
    EXPECT_EQ(answered(content)["id"], Json());
  }
  for (const char* content :
       {"{}", "[]", "7", "null", R"({"jsonrpc":"2.0"})",
        R"({"jsonrpc":"1.0","id":null,"method":"x"})",
        R"({"jsonrpc":"2.0","id":null,"method":"x"})", R"({"jsonrpc":"2.0","id":1.5,"method":"x"})",
        R"({"jsonrpc":"2.0","id":{},"method":"x"})", R"({"jsonrpc":"2.0","method":7})",
        R"([{"jsonrpc":"2.0","id":1,"method":"x"}])", R"({"method":"exit"})"}) {
    EXPECT_EQ(code(answered(content)), -32600) << content;
    EXPECT_EQ(answered(content)["id"], Json()) << content;
  }
  EXPECT_EQ(answered(R"({"id":"a","method":"x"})")["id"], "a");
  EXPECT_EQ(answered(R"({"jsonrpc":"2.0","id":-7})")["id"], -7);
  EXPECT_EQ(code(answered(R"({"jsonrpc":"2.0","id":3,"method":"x","params":1})")), -32601);
  EXPECT_EQ(code(answered(R"({"jsonrpc":"2.0","id":3,"method":"textDocument/hover"})")), -32602);
}

TEST(Messages, ThatAnswerNothingAreIgnored) {
  Editor editor;
  editor.start();
  EXPECT_TRUE(editor.send(lsp::framed(R"({"jsonrpc":"2.0","id":1,"result":null})")).empty());
  EXPECT_TRUE(editor.send(lsp::framed(R"({"jsonrpc":"2.0","id":1,"error":{}})")).empty());
}

TEST(Messages, CanBeAsDeepAsTheyLike) {
  Editor editor;
  editor.start();
  const std::string deep = std::string(300'000, '[') + std::string(300'000, ']');
  const auto answers = editor.send(lsp::framed(
      R"({"jsonrpc":"2.0","id":1,"method":"textDocument/codeAction","params":)" + deep + "}"));
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(code(answers.front()), -32602);
}

TEST(Frames, MayComeInParts) {
  Editor editor;
  const std::string message = request(1, "initialize");
  EXPECT_TRUE(editor.send(message.substr(0, message.size() - 1)).empty());
  EXPECT_TRUE(editor.server.is_inside_message());
  EXPECT_EQ(editor.send(message.substr(message.size() - 1)).size(), 1u);
  EXPECT_FALSE(editor.server.is_inside_message());
}

TEST(Frames, ThatAreBrokenEndTheSession) {
  Editor editor;
  editor.start();
  EXPECT_TRUE(editor.send("Content-Length: x\r\n\r\n" + request(1, "shutdown")).empty());
  EXPECT_TRUE(editor.server.has_ended());
  EXPECT_FALSE(editor.server.error().empty());
}

}  // namespace
}  // namespace lintel::testing
