// SPDX-License-Identifier: Apache-2.0
#include "compiler/lsp/server.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "compiler/lsp/diagnostics.h"
#include "compiler/lsp/places.h"

namespace lintel::lsp {
namespace {

// The first encoding that the editor names and we know: it names the one that it likes best first.
std::optional<Encoding> wished_encoding(const Json& capabilities) {
  const Json* general = member(capabilities, "general");
  const Json* wishes = general == nullptr ? nullptr : member(*general, "positionEncodings");
  if (wishes == nullptr || !wishes->is_array()) return {};
  for (const Json& wish : *wishes) {
    if (wish == "utf-16") return Encoding::utf16;
    if (wish == "utf-8") return Encoding::utf8;
  }
  return {};
}

bool wants_related(const Json& capabilities) {
  const Json* documents = member(capabilities, "textDocument");
  const Json* diagnostics =
      documents == nullptr ? nullptr : member(*documents, "publishDiagnostics");
  return diagnostics != nullptr && is_true(*diagnostics, "relatedInformation");
}

bool wants_markdown(const Json& capabilities) {
  const Json* documents = member(capabilities, "textDocument");
  const Json* hover = documents == nullptr ? nullptr : member(*documents, "hover");
  const Json* formats = hover == nullptr ? nullptr : member(*hover, "contentFormat");
  return formats != nullptr && formats->is_array() &&
         std::find(formats->begin(), formats->end(), "markdown") != formats->end();
}

// What the server can do.
Json server_capabilities(Encoding encoding) {
  return {{"positionEncoding", encoding == Encoding::utf8 ? "utf-8" : "utf-16"},
          // 2: changes come as edits.
          {"textDocumentSync", {{"openClose", true}, {"change", 2}, {"save", true}}},
          {"codeActionProvider", {{"codeActionKinds", {"quickfix"}}}},
          {"completionProvider", {{"triggerCharacters", {"."}}}},
          {"hoverProvider", true},
          {"definitionProvider", true},
          {"documentSymbolProvider", true},
          {"documentFormattingProvider", true}};
}

}  // namespace

std::span<const Server::Method> Server::methods() {
  static constexpr Method table[] = {
      {"initialize", &Server::initialize, nullptr},
      {"shutdown", &Server::shutdown, nullptr},
      {"exit", nullptr, &Server::exit},
      {"textDocument/didOpen", nullptr, &Server::opened},
      {"textDocument/didChange", nullptr, &Server::changed},
      {"textDocument/didClose", nullptr, &Server::closed},
      {"textDocument/didSave", nullptr, &Server::saved},
      {"workspace/didChangeWatchedFiles", nullptr, &Server::saved},
      {"textDocument/codeAction", &Server::code_action, nullptr},
      {"textDocument/completion", &Server::completion, nullptr},
      {"textDocument/definition", &Server::definition, nullptr},
      {"textDocument/hover", &Server::hover, nullptr},
      {"textDocument/documentSymbol", &Server::symbols, nullptr},
      {"textDocument/formatting", &Server::formatting, nullptr},
  };
  return table;
}

void Server::receive(std::string_view bytes) {
  if (has_ended()) return;
  reader_.add(bytes);
  while (state_ != State::ended) {
    const std::optional<std::string> content = reader_.next();
    if (!content) return;
    take(*content);
  }
}

void Server::take(std::string_view content) {
  const Json message = Json::parse(content, nullptr, false);
  if (message.is_discarded()) {
    output_ += response(nullptr, Failure{ErrorCode::parse_error, "the content is no JSON"});
    return;
  }
  const Json* id = member(message, "id");
  const bool has_id = id != nullptr && is_id(*id);
  const std::string* name = text(message, "method");
  const std::string* version = text(message, "jsonrpc");
  // An answer; nothing was asked.
  if (name == nullptr && (member(message, "result") || member(message, "error"))) return;
  if (name == nullptr || version == nullptr || *version != "2.0" || (id != nullptr && !has_id)) {
    output_ += response(has_id ? *id : Json(),
                        Failure{ErrorCode::invalid_request, "this is no JSON-RPC 2.0 request"});
    return;
  }
  const auto table = methods();
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const Method& method) { return method.name == *name; });
  const Method* method = found == table.end() ? nullptr : &*found;
  const Json none;
  const Json* given = member(message, "params");
  const Json& params = given == nullptr ? none : *given;
  if (has_id) {
    output_ += response(*id, answer(*name, method, params));
  } else if (method != nullptr && method->notice != nullptr) {
    const bool counts = state_ == State::running || method->notice == &Server::exit;
    if (counts) (this->*method->notice)(params);
  }
}

Answer Server::answer(std::string_view name, const Method* method, const Json& params) {
  if (state_ == State::fresh && name != "initialize")
    return Failure{ErrorCode::not_initialized, "`initialize` has to come first"};
  if (state_ == State::shut_down)
    return Failure{ErrorCode::invalid_request, "nothing but `exit` comes after `shutdown`"};
  if (method == nullptr)
    return Failure{ErrorCode::method_not_found,
                   std::string("there is no request `").append(name).append("`")};
  if (method->request == nullptr)
    return Failure{ErrorCode::invalid_request,
                   std::string("`").append(name).append("` is a notification: it has no id")};
  return (this->*method->request)(params);
}

Answer Server::initialize(const Json& params) {
  if (state_ != State::fresh)
    return Failure{ErrorCode::invalid_request, "`initialize` has come before"};
  if (const Json* capabilities = member(params, "capabilities")) {
    encoding_ = wished_encoding(*capabilities).value_or(Encoding::utf16);
    shows_related_ = wants_related(*capabilities);
    shows_markdown_ = wants_markdown(*capabilities);
  }
  state_ = State::running;
  return Json{{"capabilities", server_capabilities(encoding_)},
              {"serverInfo", {{"name", "lintel"}, {"version", version()}}}};
}

Answer Server::shutdown(const Json&) {
  state_ = State::shut_down;
  was_shut_down_ = true;
  return Json();
}

void Server::exit(const Json&) { state_ = State::ended; }

void Server::opened(const Json& params) {
  const Json* document = member(params, "textDocument");
  if (document == nullptr) return;
  const std::string* uri = text(*document, "uri");
  const std::string* content = text(*document, "text");
  if (uri == nullptr || content == nullptr) return;
  documents_.open(*uri, integer(*document, "version").value_or(0), Text(*content, encoding_));
}

void Server::changed(const Json& params) {
  Document* document = named(params);
  const Json* changes = member(params, "contentChanges");
  if (document == nullptr || changes == nullptr || !changes->is_array()) return;
  for (const Json& change : *changes) {
    const std::string* replacement = text(change, "text");
    if (replacement == nullptr) continue;
    const Json* place = member(change, "range");
    if (place == nullptr) {
      document->replace(*replacement);
    } else if (const auto bytes = bytes_of(*place, document->text())) {
      document->replace(bytes->begin, bytes->end, *replacement);
    }
  }
  if (const auto version = integer(*member(params, "textDocument"), "version"))
    document->set_version(*version);
  documents_.text_changed(*document);
}

void Server::closed(const Json& params) {
  const Document* document = named(params);
  if (document == nullptr) return;
  const std::string uri = document->uri();
  documents_.close(uri);
  output_ += notification("textDocument/publishDiagnostics",
                          {{"uri", uri}, {"diagnostics", Json::array()}});
}

// What was saved, or has changed on the disk otherwise, may be read by documents.
void Server::saved(const Json&) { documents_.files_changed(); }

void Server::work() {
  Document* document = state_ == State::running ? documents_.take_due() : nullptr;
  if (document == nullptr) return;
  output_ += notification("textDocument/publishDiagnostics",
                          published(*document, documents_.check(*document), shows_related_));
}

std::string Server::take_output() { return std::exchange(output_, {}); }

}  // namespace lintel::lsp
