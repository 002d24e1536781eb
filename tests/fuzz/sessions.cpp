// SPDX-License-Identifier: Apache-2.0
// Sessions of editors, to start from and made of others.
#include <algorithm>
#include <iterator>

#include "compiler/lsp/framing.h"
#include "compiler/lsp/protocol.h"
#include "tests/fuzz/law.h"
#include "tests/fuzz/mutators.h"
#include "tests/fuzz/seeds.h"

namespace lintel::fuzz {
namespace {

using generator::Dice;
using lsp::Json;

constexpr std::string_view uri = "file:///x.rules";

std::string notice(std::string_view method, Json params) {
  return Json({{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}}).dump();
}

std::string request(const Json& id, std::string_view method, Json params = Json::object()) {
  return Json({{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(params)}})
      .dump();
}

Json place(int line, int character) { return {{"line", line}, {"character", character}}; }
Json range(int line, int begin, int end) {
  return {{"start", place(line, begin)}, {"end", place(line, end)}};
}

std::string opened(std::string_view text) {
  return notice("textDocument/didOpen",
                {{"textDocument", {{"uri", uri}, {"version", 1}, {"text", text}}}});
}

std::string about(const Json& id, std::string_view method, Json more) {
  more["textDocument"] = {{"uri", uri}};
  return request(id, method, std::move(more));
}

std::vector<std::string> whole_session() {
  return {
      request(1, "initialize", {{"capabilities", Json::object()}}),
      notice("initialized", Json::object()),
      opened("on PreSignUp\nlet a = emial.domain\nwhen a == \"x.org\" then autoConfirm\n"),
      about(2, "textDocument/codeAction",
            {{"range", range(1, 8, 13)}, {"context", {{"only", {"quickfix"}}}}}),
      notice("textDocument/didChange",
             {{"textDocument", {{"uri", uri}, {"version", 2}}},
              {"contentChanges", Json::array({{{"range", range(1, 9, 11)}, {"text", "ma"}},
                                              {{"range", range(2, 0, 0)}, {"text", "rule "}}})}}),
      about("c", "textDocument/completion", {{"position", place(1, 14)}}),
      about(3, "textDocument/hover", {{"position", place(2, 11)}}),
      about(4, "textDocument/definition", {{"position", place(2, 10)}}),
      about(5, "textDocument/documentSymbol", Json::object()),
      about(6, "textDocument/formatting", {{"options", {{"tabSize", 2}}}}),
      notice("$/cancelRequest", {{"id", 6}}),
      notice("textDocument/didSave", {{"textDocument", {{"uri", uri}}}}),
      notice("textDocument/didClose", {{"textDocument", {{"uri", uri}}}}),
      request(7, "shutdown"),
      notice("exit", Json::object()),
  };
}

constexpr std::string_view pieces[] = {"null",
                                       "-1",
                                       "4294967296",
                                       "1e3",
                                       "[]",
                                       "{}",
                                       "\"\"",
                                       "\"utf-8\"",
                                       "\"id\":1,",
                                       "\"id\":null,",
                                       "\"text\":\"on \\r\\n\\ud83d\\ude00\",",
                                       "\"version\":9,",
                                       "\"range\":{\"start\":{\"line\":0,\"character\":3}},",
                                       "\"uri\":\"file:///x.test.rules\",",
                                       "\"uri\":\"untitled:1\",",
                                       "file:///%"};

// A token of JSON in the place of another, or beside it.
std::string changed_json(std::string text, Dice& dice) {
  const std::size_t at = text.find_first_of("\",:{}[]0123456789", dice.below(text.size() + 1));
  if (at == std::string::npos) return text;
  const std::size_t end = std::min(text.find_first_of(",:{}[]", at + 1), text.size());
  if (dice.one_in(2)) text.erase(at, end - at);
  return text.insert(at, dice.pick(pieces));
}

}  // namespace

Seeds session_seeds() {
  const std::vector<std::string> session = whole_session();
  std::string framed;
  for (const std::string& content : session) framed += lsp::framed(content);
  Seeds seeds = {join_parts(session), "!" + framed,
                 "!Content-Length: 2\r\nX: y\r\n\r\n[]Content-Length: 1\r\n\r\n"};
  for (const std::string& rules : rules_seeds())
    if (rules.size() < 1200) seeds.push_back("?" + rules);
  return seeds;
}

std::string mutated_sessions(std::string_view input, Dice& dice) {
  if (input.starts_with('!')) return "!" + mutated_messages(input.substr(1), dice);
  if (input.starts_with('?')) {
    std::string rules = mutated_rules(input.substr(1), dice);
    // As if somebody were writing it.
    if (dice.one_in(3)) rules.resize(dice.below(rules.size() + 1));
    return "?" + rules;
  }
  const auto views = parts_of(input);
  std::vector<std::string> parts(views.begin(), views.end());
  for (std::size_t left = 1 + dice.below(3); left > 0; --left) {
    const std::size_t number = dice.below(parts.size());
    switch (dice.below(5)) {
      case 0: parts[number] = mutated_bytes(parts[number], dice); break;
      case 1:
      case 2: parts[number] = changed_json(parts[number], dice); break;
      case 3: {
        std::string copy = dice.pick(parts);
        parts.insert(parts.begin() + static_cast<std::ptrdiff_t>(number), std::move(copy));
        break;
      }
      default:
        if (parts.size() > 1) parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(number));
        break;
    }
  }
  return join_parts(parts);
}

}  // namespace lintel::fuzz
