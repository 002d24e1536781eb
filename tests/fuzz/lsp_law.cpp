// SPDX-License-Identifier: Apache-2.0
// An input is, by its first byte: ! bytes as they come; ? rules, and perhaps the file that they
// import, about which an editor asks everything; any other, parts that are the contents of
// messages.
#include <algorithm>
#include <optional>

#include "compiler/lsp/framing.h"
#include "compiler/lsp/places.h"
#include "compiler/lsp/server.h"
#include "grammar/formatter.h"
#include "grammar/parser.h"
#include "tests/fuzz/findings.h"
#include "tests/fuzz/law.h"
#include "tests/fuzz/rig.h"
#include "tests/fuzz/targets.h"

namespace lintel::fuzz {
namespace {

using lsp::Json;

constexpr std::string_view uri = "file:///x.rules";

std::vector<std::string> contents_of(std::string_view bytes) {
  lsp::FrameReader reader;
  reader.add(bytes);
  std::vector<std::string> contents;
  while (auto content = reader.next()) contents.push_back(std::move(*content));
  return contents;
}

// What the server has written, taken apart.
std::vector<Json> written(std::string_view bytes) {
  lsp::FrameReader reader;
  reader.add(bytes);
  std::vector<Json> messages;
  while (const auto content = reader.next()) {
    const Json message = Json::parse(*content, nullptr, false);
    require(message.is_object() && message.value("jsonrpc", "") == "2.0", "no JSON-RPC", *content);
    const bool is_notice = message.contains("method") && message.contains("params");
    const bool is_answer =
        message.contains("id") && message.contains("result") != message.contains("error");
    require(is_notice != is_answer && message.size() == 3, "neither answer nor notice", *content);
    messages.push_back(message);
  }
  require(reader.error().empty() && !reader.is_inside(), "not framed", bytes);
  return messages;
}

// All that comes for the bytes; as many at a time as `cuts` says, in turn. `eager`: what can be
// done is done after each piece, not at the end.
std::string talk(std::string_view bytes, const std::vector<std::size_t>& cuts, bool eager) {
  OneFile files("jo\n");
  lsp::Server server(files);
  std::string out;
  std::size_t turn = 0;
  while (!bytes.empty()) {
    const Alone piece(bytes.substr(0, cuts[turn++ % cuts.size()]));
    bytes.remove_prefix(piece.text().size());
    server.receive(piece.text());
    while (eager && server.has_work()) server.work();
    out += server.take_output();
  }
  while (!server.has_ended() && server.has_work()) server.work();
  return out + server.take_output();
}

std::string answers(std::string_view bytes) {
  std::string all;
  for (const Json& message : written(bytes))
    if (message.contains("id")) all.append(message.dump()).append("\n");
  return all;
}

// The ids that have to be answered, by JSON-RPC; null where a message is none.
std::vector<Json> asked(const std::vector<std::string>& contents) {
  std::vector<Json> ids;
  for (const std::string& content : contents) {
    const Json message = Json::parse(content, nullptr, false);
    const bool is_object = message.is_object();
    const bool has_id = is_object && message.contains("id");
    const bool is_id = has_id && (message["id"].is_string() || message["id"].is_number_integer());
    const bool has_method =
        is_object && message.contains("method") && message["method"].is_string();
    const bool is_answer =
        is_object && !has_method && (message.contains("result") || message.contains("error"));
    if (is_answer) continue;
    const bool is_good = has_method && message.contains("jsonrpc") && message["jsonrpc"] == "2.0" &&
                         (is_id || !has_id);
    if (!is_good || has_id) ids.push_back(is_id ? message["id"] : Json());
    if (is_good && !has_id && message["method"] == "exit") break;
  }
  return ids;
}

void check_session(std::string_view bytes) {
  const std::string whole = talk(bytes, {bytes.size()}, false);
  require_same(whole, talk(bytes, {1}, false), "other answers, byte by byte");
  require_same(whole, talk(bytes, {3, 17, 1, 90}, false), "other answers, in pieces");
  require_same(answers(whole), answers(talk(bytes, {40}, true)), "other answers when it works");
  std::vector<Json> ids;
  for (const Json& message : written(whole))
    if (message.contains("id")) ids.push_back(message["id"]);
  require_same(Json(asked(contents_of(bytes))).dump(), Json(ids).dump(), "answered otherwise");
}

// Every place that is named has to be one of the text, and no range ends before it begins.
void check_places(const Json& value, const lsp::Text& text) {
  if (value.is_object() && value.contains("line")) {
    const auto offset = lsp::byte_of(value, text);
    require(offset.has_value(), "no place", value.dump());
    const lsp::Position position = text.position(*offset);
    require(value["line"] == position.line && value["character"] == position.character,
            "no place of the text", value.dump());
  }
  if (value.is_object() && value.contains("start"))
    require(lsp::bytes_of(value, text).has_value(), "no range", value.dump());
  for (const Json& part : value)
    if (part.is_structured()) check_places(part, text);
}

// An editor with one document.
class Editor {
 public:
  Editor(std::string_view imported, const std::string& text, lsp::Encoding encoding)
      : files_(imported), server_(files_), text_(text, encoding) {
    const char* wish = encoding == lsp::Encoding::utf8 ? "utf-8" : "utf-16";
    ask("initialize",
        {{"capabilities", {{"general", {{"positionEncodings", Json::array({wish})}}}}}});
  }

  void open(std::string_view text) {
    tell("textDocument/didOpen",
         {{"textDocument", {{"uri", uri}, {"version", 1}, {"text", text}}}});
  }
  void change(Json place, std::string_view text) {
    tell("textDocument/didChange",
         {{"textDocument", {{"uri", uri}, {"version", 2}}},
          {"contentChanges", Json::array({{{"range", std::move(place)}, {"text", text}}})}});
  }

  // The findings, as they are sent.
  Json findings() {
    while (server_.has_work()) server_.work();
    const auto messages = written(server_.take_output());
    require(messages.size() == 1, "not told once");
    check_places(messages[0]["params"]["diagnostics"], text_);
    return messages[0]["params"]["diagnostics"];
  }

  Json ask(std::string_view method, Json params) {
    const auto messages =
        send({{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", params}});
    require(messages.size() == 1 && messages[0].contains("result"), "no result", method);
    check_places(messages[0]["result"], text_);
    return messages[0]["result"];
  }

  // About the document, or a place of it.
  Json ask_about(std::string_view method, std::optional<std::size_t> offset = {}) {
    Json params = {{"textDocument", {{"uri", uri}}}};
    if (offset) params["position"] = lsp::range(text_, {*offset, *offset})["start"];
    return ask(method, std::move(params));
  }

  const lsp::Text& text() const { return text_; }

 private:
  void tell(std::string_view method, Json params) {
    require(send({{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}}).empty(),
            "a notification was answered", method);
  }
  std::vector<Json> send(const Json& message) {
    server_.receive(lsp::framed(message.dump()));
    return written(server_.take_output());
  }

  OneFile files_;
  lsp::Server server_;
  lsp::Text text_;
};

void check_formatting(Editor& editor) {
  lsp::Text text = editor.text();
  const Json edits = editor.ask_about("textDocument/formatting");
  require(edits.is_array() && edits.size() <= 1, "not one edit", edits.dump());
  for (const Json& edit : edits) {
    const auto bytes = lsp::bytes_of(edit["range"], text);
    text.replace(bytes->begin, bytes->end, edit["newText"].get_ref<const std::string&>());
  }
  std::vector<Finding> findings;
  const std::string& before = editor.text().bytes();
  const grammar::File file = grammar::parse(before, 0, findings);
  const bool is_wrong = std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.severity == Severity::error;
  });
  require_same(text.bytes(), is_wrong ? before : grammar::format(before, file), "other layout");
}

void check_document(std::string_view input) {
  const auto parts = parts_of(input);
  const std::string_view imported = parts.size() > 2 ? parts[2] : std::string_view();
  // What is no UTF-8 cannot be sent.
  const std::string sent = Json(parts[0]).dump(-1, ' ', false, Json::error_handler_t::replace);
  const std::string text = Json::parse(sent).get<std::string>();
  const auto encoding = text.size() % 2 == 0 ? lsp::Encoding::utf16 : lsp::Encoding::utf8;

  Editor editor(imported, text, encoding);
  editor.open(text);
  const Json findings = editor.findings();
  constexpr std::size_t places = 6;
  const std::size_t step = text.size() / places + 1;
  for (std::size_t at = text.size() % step; at <= text.size(); at += step)
    for (const char* method :
         {"textDocument/completion", "textDocument/hover", "textDocument/definition"})
      editor.ask_about(method, at);
  editor.ask_about("textDocument/documentSymbol");
  check_formatting(editor);
  editor.ask("textDocument/codeAction", {{"textDocument", {{"uri", uri}}},
                                         {"range", lsp::range(editor.text(), {0, text.size()})}});

  // The same text, the second half of it as an edit.
  Editor other(imported, text, encoding);
  const std::size_t half =
      lsp::Text(text, encoding).offset(editor.text().position(text.size() / 2));
  other.open(text.substr(0, half));
  const lsp::Text first(text.substr(0, half), encoding);
  other.change(lsp::range(first, {half, half}), text.substr(half));
  require_same(findings.dump(), other.findings().dump(), "other findings after an edit");
}

}  // namespace

void lsp_law(std::string_view input) {
  if (input.starts_with('?')) return check_document(input.substr(1));
  if (input.starts_with('!')) return check_session(input.substr(1));
  std::string bytes;
  for (const std::string_view part : parts_of(input)) bytes += lsp::framed(part);
  check_session(bytes);
}

}  // namespace lintel::fuzz
