// SPDX-License-Identifier: Apache-2.0
#include "compiler/cli/local/runtime_api_server.h"

#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace lintel::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view base_path = "/2018-06-01/runtime/";
// What Lambda takes of an answer.
constexpr std::size_t most_answer_bytes = 6'291'556;

HttpResponse json_response(unsigned status, const Json& body) {
  return {status,
          {{"Content-Type", "application/json"}},
          body.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

HttpResponse error(unsigned status, std::string_view type, std::string_view message) {
  return json_response(status, {{"errorMessage", message}, {"errorType", type}});
}

HttpResponse accepted() { return json_response(202, {{"status", "OK"}}); }

// A path as nonsense is told: not all of it, if it is long.
std::string_view shown(std::string_view target) { return target.substr(0, 200); }

}  // namespace

RuntimeApiServer::RuntimeApiServer(RuntimeApiListener& listener)
    : listener_(listener),
      // Between two of its messages a function works on an event, whose own deadline is watched,
      // or waits for one.
      server_(*this, {.most_body_bytes = most_answer_bytes, .idle_milliseconds = 0}) {}

std::string RuntimeApiServer::address() const {
  return fmt::format("127.0.0.1:{}", server_.port());
}

void RuntimeApiServer::hand_over(const RuntimeEvent& event) {
  HttpResponse response;
  response.headers = {
      {"Content-Type", "application/json"},
      {"Lambda-Runtime-Aws-Request-Id", std::string(event.request_id)},
      {"Lambda-Runtime-Deadline-Ms", fmt::format("{}", event.deadline_milliseconds)},
      {"Lambda-Runtime-Invoked-Function-Arn", std::string(event.function_arn)},
      {"Lambda-Runtime-Trace-Id", std::string(event.trace_id)}};
  response.body = event.json;
  server_.respond(std::exchange(waiting_, 0), response);
}

HttpResponse RuntimeApiServer::refusal(lambda::Progress why) {
  // Not the end: a function may report an error instead of an answer that is too large.
  if (why == lambda::Progress::too_large)
    return error(413, "RequestEntityTooLarge",
                 fmt::format("an answer has at most {} bytes", most_answer_bytes));
  listener_.sent_nonsense("sent what is no HTTP/1.1 request to the Runtime API");
  return error(400, "InvalidRequest", "this is no HTTP/1.1 request");
}

void RuntimeApiServer::request(ConnectionNumber from, const lambda::MessageReader& request) {
  const std::string_view path = request.target();
  if (!path.starts_with(base_path)) {
    listener_.sent_nonsense(
        fmt::format("asked the Runtime API for {} {}", request.method(), shown(request.target())));
    return server_.respond(from, error(404, "NotFound", "the Runtime API has no such path"));
  }
  const std::string_view resource = path.substr(base_path.size());
  if (resource == "invocation/next" && request.method() == "GET") {
    // Whoever asks anew has given up the old connection.
    if (waiting_ != 0) server_.drop(waiting_);
    waiting_ = from;
    return listener_.wants_event();
  }
  server_.respond(from, posted(request, resource));
}

HttpResponse RuntimeApiServer::posted(const lambda::MessageReader& request,
                                      std::string_view resource) {
  constexpr std::string_view invocation = "invocation/";
  const std::string_view type = request.header("lambda-runtime-function-error-type");
  const std::size_t end = resource.rfind('/');
  const std::string_view last = resource.substr(end == std::string_view::npos ? 0 : end + 1);
  const bool is_init_error = resource == "init/error";
  const bool is_answer = resource.starts_with(invocation) && end > invocation.size() &&
                         (last == "response" || last == "error");
  if (request.method() != "POST" || (!is_init_error && !is_answer)) {
    listener_.sent_nonsense(
        fmt::format("asked the Runtime API for {} {}", request.method(), shown(request.target())));
    return error(404, "NotFound", "the Runtime API has no such path");
  }
  if (is_init_error) {
    listener_.failed_to_start(request.body(), type);
    return accepted();
  }
  const std::string_view id = resource.substr(invocation.size(), end - invocation.size());
  const bool is_known = last == "response" ? listener_.answered(id, request.body())
                                           : listener_.failed(id, request.body(), type);
  return is_known ? accepted() : error(400, "InvalidRequestID", "there is no such event");
}

}  // namespace lintel::cli
