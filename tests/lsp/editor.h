// SPDX-License-Identifier: Apache-2.0
// An editor that speaks with a server in this process.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/lsp/protocol.h"
#include "compiler/lsp/server.h"

namespace lintel::testing {

using lsp::Json;

// Files in memory.
class MemoryFiles final : public Files {
 public:
  std::optional<std::string> read(const std::string& path) override {
    const auto found = content.find(path);
    return found == content.end() ? std::nullopt : std::optional(found->second);
  }
  Imported read_below(const std::string& folder, const std::string& path) override {
    if (links_lead_out) return {std::nullopt, true};
    return Files::read_below(folder, path);
  }

  std::map<std::string, std::string> content;
  bool links_lead_out = false;
};

// The messages in what a server has written; a failure of the test if they are not well made.
std::vector<Json> messages_in(std::string_view bytes);

class Editor {
 public:
  explicit Editor(bool outside_imports = false) : server(files, outside_imports) {}

  // Sends a request and gives its answer, a whole message. Notifications are kept in `told`.
  Json ask(std::string_view method, Json params = Json::object());
  void tell(std::string_view method, Json params = Json::object());

  // Both of initialize and initialized; gives what the server can do.
  Json start(Json capabilities = Json::object());

  // Opens a document as file:///w/NAME; `text` may have a | where the cursor is, see `here`.
  void open(std::string_view name, std::string_view text);
  void change(std::string_view name, Json changes);

  // The result of a request at the place that open() has marked.
  Json at_cursor(std::string_view method);

  // The last diagnostics of a document, after all work was done; null if there were none.
  Json diagnostics(std::string_view name);

  // Whatever bytes, and the messages that come back.
  std::vector<Json> send(std::string_view bytes);

  MemoryFiles files;
  lsp::Server server;
  std::vector<Json> told;

 private:
  void take();

  std::map<std::string, std::int64_t> versions_;
  std::string here_;  // the document with the cursor
  lsp::Position cursor_;
  std::vector<Json> answers_;
  int last_id_ = 0;
};

std::string uri(std::string_view name);
Json range(std::uint32_t line, std::uint32_t begin, std::uint32_t end_line, std::uint32_t end);

// A message of an editor as bytes.
std::string request(const Json& id, std::string_view method, Json params = Json::object());

}  // namespace lintel::testing
