// SPDX-License-Identifier: Apache-2.0
// An input is what the Runtime API answers to one request after the other (scripted_socket.h).
#include "runtime/lambda/runtime_api.h"

#include <algorithm>

#include "runtime/limits.h"
#include "tests/fuzz/law.h"
#include "tests/fuzz/scripted_socket.h"
#include "tests/fuzz/targets.h"

namespace lintel::fuzz {
namespace {

using lambda::ApiStatus;

constexpr std::string_view base = "/2018-06-01/runtime/invocation/";
constexpr std::string_view answer = R"({"version":"1","response":{}})";
constexpr std::string_view error = R"({"errorMessage":"no","errorType":"Rejected"})";

// One whole message, and nothing behind it.
void check_request(std::string_view request, std::string_view method, std::string_view target,
                   std::string_view body) {
  lambda::MessageReader reader(lambda::MessageKind::request, request.size() + 1);
  std::copy(request.begin(), request.end(), reader.room().begin());
  require(reader.received(request.size()) == lambda::Progress::done, "no request", request);
  require_same(method, reader.method(), "another method");
  require_same(target, reader.target(), "another target");
  require_same(body, reader.body(), "another body");
  require(reader.next() == lambda::Progress::more && reader.is_idle(), "two requests", request);
}

void check_invocation(const lambda::Invocation& invocation) {
  require(!invocation.request_id.empty(), "an event without a request");
  require(invocation.event.size() <= limits::max_event_bytes + (std::size_t{64} << 10),
          "an event that is too large");
  for (const std::string_view text : {invocation.request_id, invocation.trace_id})
    require(std::none_of(text.begin(), text.end(),
                         [](char c) { return static_cast<unsigned char>(c) < ' ' && c != '\t'; }),
            "an identifier with control characters", text);
}

// A few events, answered and failed in turn, as the function does it. What came of it.
std::string serve(std::string_view input, std::size_t most_at_once) {
  ScriptedPeer peer;
  peer.answers = parts_of(input);
  peer.most_at_once = most_at_once;
  script(peer);
  lambda::RuntimeApi api({}, "127.0.0.1:9001", 1000);
  std::string seen;
  for (int i = 0; i < 4; ++i) {
    lambda::Invocation invocation;
    const std::size_t asked = peer.requests.size();
    const ApiStatus status = api.next(invocation);
    require(peer.requests.size() <= asked + 2, "asked more than twice");
    for (std::size_t number = asked; number < peer.requests.size(); ++number)
      check_request(peer.requests[number], "GET", std::string(base).append("next"), "");
    seen.append("next ").append(describe(status)).append("\n");
    if (status == ApiStatus::shut_down || status == ApiStatus::unreachable) break;
    if (status != ApiStatus::done) continue;
    check_invocation(invocation);
    seen.append(invocation.request_id).append(" ").append(invocation.trace_id).append(" ");
    seen.append(std::to_string(invocation.deadline_milliseconds)).append("\n");
    seen.append(invocation.event).append("\n");

    const std::string target = std::string(base).append(invocation.request_id);
    const std::size_t before = peer.requests.size();
    const bool fails = i % 2 == 1;
    const ApiStatus posted =
        fails ? api.fail(invocation, error, "Rejected") : api.respond(invocation, answer);
    for (std::size_t number = before; number < peer.requests.size(); ++number)
      check_request(peer.requests[number], "POST", target + (fails ? "/error" : "/response"),
                    fails ? error : answer);
    require(peer.requests.size() <= before + 2, "posted more than twice");
    seen.append("posted ").append(describe(posted)).append("\n");
    if (posted == ApiStatus::shut_down) break;
  }
  require(peer.reads <= 2 * input.size() + 64, "more reads than bytes");
  return seen;
}

}  // namespace

void runtime_api_law(std::string_view input) {
  const std::string whole = serve(input, input.size() + 1);
  require_same(whole, serve(input, 1), "another course of events, byte by byte");
  require_same(whole, serve(input, 13), "another course of events, in pieces");
}

}  // namespace lintel::fuzz
