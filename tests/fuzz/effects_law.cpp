// SPDX-License-Identifier: Apache-2.0
// An input is an effect, with an argument a line (`name=text`, `name[]=JSON list`; \n and \r stand
// for line ends, \\ for itself), then an event, then what the service answers to each request.
#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "runtime/json_text.h"
#include "runtime/lambda/effects/carrier.h"
#include "runtime/lambda/http.h"
#include "runtime/utf8.h"
#include "tests/fuzz/law.h"
#include "tests/fuzz/targets.h"
#include "tests/lambda/effect_sketch.h"
#include "tests/lambda/scripted_world.h"

namespace lintel::fuzz {
namespace {

using lambda::testing::EffectSketch;
using lambda::testing::Peer;
using lambda::testing::ScriptedWorld;
using Json = nlohmann::json;

std::string unescaped(std::string_view written) {
  std::string text;
  for (std::size_t at = 0; at < written.size(); ++at) {
    const bool is_escape = written[at] == '\\' && at + 1 < written.size();
    const char next = is_escape ? written[at + 1] : '\0';
    if (next == 'n' || next == 'r')
      text += next == 'n' ? '\n' : '\r';
    else if (next == '\\')
      text += '\\';
    else
      text += written[at];
    if (next == 'n' || next == 'r' || next == '\\') ++at;
  }
  return text;
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

EffectSketch effect_of(std::string_view part) {
  EffectSketch effect{std::string(take_line(part))};
  while (!part.empty()) {
    const std::string_view line = take_line(part);
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view name = line.substr(0, equals);
    const std::string value = unescaped(line.substr(equals + 1));
    if (name.ends_with("[]"))
      effect.with_list(std::string(name.substr(0, name.size() - 2)), value);
    else
      effect.with(std::string(name), value);
  }
  return effect;
}

bool is_utf8(const Effect& effect) {
  return std::all_of(effect.arguments.begin(), effect.arguments.end(),
                     [](const EffectArgument& a) { return runtime::is_valid_utf8(a.text); });
}

std::string_view argument(const Effect& effect, std::string_view name) {
  for (const EffectArgument& one : effect.arguments)
    if (one.name == name && !one.is_list) return one.text;
  return {};
}

// The head: a line that asks, and headers that we write, each once.
void check_head(std::string_view head) {
  static const std::set<std::string_view> known = {
      "Host",       "Content-Type",    "X-Amz-Date",     "X-Amz-Target",        "Authorization",
      "User-Agent", "X-Amzn-Trace-Id", "Content-Length", "X-Amz-Security-Token"};
  require(head.starts_with("POST "), "no POST", head);
  head.remove_prefix(head.find("\r\n") + 2);
  std::set<std::string_view> seen;
  while (!head.empty()) {
    const std::string_view line = head.substr(0, head.find("\r\n"));
    const std::string_view name = line.substr(0, line.find(": "));
    require(line.find_first_of("\r\n") == std::string_view::npos, "a bare line end", line);
    require(known.contains(name) && seen.insert(name).second, "a header too many", line);
    head.remove_prefix(std::min(line.size() + 2, head.size()));
  }
}

// What a mail holds, whatever was written: one sender, recipients that are one mailbox each.
void check_mail(const Json& mail, const Effect& effect) {
  const auto check_mailbox = [](const Json& box) {
    const std::string& text = box.get_ref<const std::string&>();
    require(text.find_first_of("\r\n") == std::string::npos, "a mailbox of two lines", text);
    const std::string_view last =
        std::string_view(text).substr(std::min(text.rfind('<'), text.size()));
    require(std::count(last.begin(), last.end(), '@') <= 1, "two addresses in one", text);
  };
  check_mailbox(mail.at("FromEmailAddress"));
  for (const auto& [kind, boxes] : mail.at("Destination").items())
    for (const Json& box : boxes) check_mailbox(box);
  const Json& simple = mail.at("Content").at("Simple");
  const auto& subject = simple.at("Subject").at("Data").get_ref<const std::string&>();
  require(subject.find_first_of("\r\n") == std::string::npos, "a subject of two lines", subject);
  for (const auto& [kind, name] : {std::pair{"Text", "text"}, std::pair{"Html", "html"}})
    if (simple.at("Body").contains(kind))
      require_same(argument(effect, name),
                   simple.at("Body").at(kind).at("Data").get_ref<const std::string&>(),
                   "another text than was given");
}

void check_request(std::string_view request, const Effect& effect) {
  lambda::MessageReader reader(lambda::MessageKind::request, request.size() + 1);
  std::copy(request.begin(), request.end(), reader.room().begin());
  require(reader.received(request.size()) == lambda::Progress::done, "no request", request);
  check_head(request.substr(0, request.find("\r\n\r\n") + 2));
  const Json body = Json::parse(reader.body(), nullptr, false);
  require(body.is_object(), "a body that is no JSON object", reader.body());
  if (effect.name == "sendEmail") check_mail(body, effect);
  if (effect.name == "addToGroup")
    require_same(argument(effect, "name"), body.at("GroupName").get<std::string>(),
                 "another group than was given");
  require(reader.next() == lambda::Progress::more && reader.is_idle(), "two requests", request);
}

bool is_name(std::string_view text) {
  return text.size() <= 64 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return std::isalnum(c) != 0 || c == '.' || c == '_' || c == '-';
         });
}

Peer peer_of(std::string_view answer) {
  Peer peer;
  peer.end = Peer::End::closes;
  // In pieces, so that what has come is looked at before the rest is there.
  std::vector<std::string> pieces;
  const std::size_t piece = answer.size() / 2 + 1;
  for (std::size_t at = 0; at < answer.size(); at += piece)
    pieces.emplace_back(answer.substr(at, piece));
  peer.answers.push_back(std::move(pieces));
  return peer;
}

}  // namespace

void effects_law(std::string_view input) {
  const auto parts = parts_of(input);
  EffectSketch sketch = effect_of(parts[0]);
  const Effect effect = sketch.effect();
  // What a program gives is text, and an event that was answered is JSON.
  const auto event = runtime::parse_document(parts.size() > 1 ? parts[1] : "", '{');
  if (!is_utf8(effect) || !event) return;

  ScriptedWorld world;
  for (std::size_t i = 2; i < parts.size(); ++i) world.peers.push_back(peer_of(parts[i]));
  lambda::EffectCarrier carrier(world);
  const auto begin = world.clock;
  const lambda::ReceivedEvent received{*event, begin, std::chrono::milliseconds(0), "Root=1-2"};
  for (std::uint32_t i = 0; i < 2; ++i) {
    const lambda::EffectResult result = carrier.carry_out(effect, i, received);
    require(is_name(result.error_code) && is_name(result.request_id), "a name that is none",
            result.error_code + " " + result.request_id);
    require(result.attempts <= 2, "tried more than twice");
    const bool is_done = result.status == lambda::EffectStatus::done;
    require(!is_done || (result.http_status >= 200 && result.http_status < 300),
            "done, though the service has not said so");
    require(is_done == (result.failure == lambda::EffectFailure::none) ||
                result.status == lambda::EffectStatus::dropped,
            "failed for no reason", text_of(result.failure));
  }
  require(world.clock - begin <= std::chrono::milliseconds(4000), "took too long");
  require(world.requests.size() <= 4, "asked too often");
  for (const std::string& request : world.requests) check_request(request, effect);
}

}  // namespace lintel::fuzz
