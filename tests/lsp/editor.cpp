// SPDX-License-Identifier: Apache-2.0
#include "tests/lsp/editor.h"

#include <utility>

#include <gtest/gtest.h>

#include "compiler/lsp/framing.h"

namespace lintel::testing {

std::vector<Json> messages_in(std::string_view bytes) {
  lsp::FrameReader reader;
  reader.add(bytes);
  std::vector<Json> messages;
  while (const auto content = reader.next()) {
    messages.push_back(Json::parse(*content, nullptr, false));
    EXPECT_TRUE(messages.back().is_object()) << *content;
    EXPECT_EQ(messages.back()["jsonrpc"], "2.0");
  }
  EXPECT_EQ(reader.error(), "");
  EXPECT_FALSE(reader.is_inside());
  return messages;
}

void Editor::take() {
  for (Json& message : messages_in(server.take_output()))
    (message.contains("method") ? told : answers_).push_back(std::move(message));
}

Json Editor::ask(std::string_view method, Json params) {
  answers_.clear();
  const Json id = ++last_id_;
  server.receive(request(id, method, std::move(params)));
  take();
  EXPECT_EQ(answers_.size(), 1u) << method;
  if (answers_.empty()) return {};
  EXPECT_EQ(answers_.front()["id"], id);
  return answers_.front();
}

void Editor::tell(std::string_view method, Json params) {
  server.receive(request(nullptr, method, std::move(params)));
  take();
}

Json Editor::start(Json capabilities) {
  Json answer = ask(
      "initialize",
      {{"processId", nullptr}, {"rootUri", nullptr}, {"capabilities", std::move(capabilities)}});
  tell("initialized");
  return answer["result"]["capabilities"];
}

void Editor::open(std::string_view name, std::string_view text) {
  std::string content(text);
  if (const std::size_t mark = content.find('|'); mark != std::string::npos) {
    content.erase(mark, 1);
    here_ = name;
    cursor_ = lsp::Text(content, lsp::Encoding::utf16).position(mark);
  }
  tell("textDocument/didOpen", {{"textDocument",
                                 {{"uri", uri(name)},
                                  {"languageId", "lintel"},
                                  {"version", ++versions_[std::string(name)]},
                                  {"text", content}}}});
}

void Editor::change(std::string_view name, Json changes) {
  tell("textDocument/didChange",
       {{"textDocument", {{"uri", uri(name)}, {"version", ++versions_[std::string(name)]}}},
        {"contentChanges", std::move(changes)}});
}

Json Editor::at_cursor(std::string_view method) {
  return ask(method, {{"textDocument", {{"uri", uri(here_)}}},
                      {"position", {{"line", cursor_.line}, {"character", cursor_.character}}}})
      .value("result", Json("no result"));
}

Json Editor::diagnostics(std::string_view name) {
  while (server.has_work()) server.work();
  take();
  for (auto message = told.rbegin(); message != told.rend(); ++message)
    if ((*message)["method"] == "textDocument/publishDiagnostics" &&
        (*message)["params"]["uri"] == uri(name))
      return (*message)["params"]["diagnostics"];
  return {};
}

std::vector<Json> Editor::send(std::string_view bytes) {
  server.receive(bytes);
  return messages_in(server.take_output());
}

std::string uri(std::string_view name) { return std::string("file:///w/").append(name); }

Json range(std::uint32_t line, std::uint32_t begin, std::uint32_t end_line, std::uint32_t end) {
  return {{"start", {{"line", line}, {"character", begin}}},
          {"end", {{"line", end_line}, {"character", end}}}};
}

std::string request(const Json& id, std::string_view method, Json params) {
  Json message = {{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}};
  if (!id.is_null()) message["id"] = id;
  return lsp::framed(message.dump());
}

}  // namespace lintel::testing
