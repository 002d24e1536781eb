// SPDX-License-Identifier: Apache-2.0
#include "compiler/cli/local/invoke_api.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/cli/local/request_id.h"
#include "runtime/encodings.h"

namespace lintel::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view path_begin = "/2015-03-31/functions/";
constexpr std::string_view path_end = "/invocations";
// What Lambda takes, and gives of a log.
constexpr std::size_t most_event_bytes = std::size_t{6} * 1024 * 1024;
constexpr std::size_t most_log_bytes = 4096;

bool is_invocation_path(std::string_view target) {
  const std::string_view path = target.substr(0, target.find('?'));
  if (!path.starts_with(path_begin) || !path.ends_with(path_end)) return false;
  if (path.size() <= path_begin.size() + path_end.size()) return false;
  const std::string_view name =
      path.substr(path_begin.size(), path.size() - path_begin.size() - path_end.size());
  return name.find('/') == std::string_view::npos;
}

std::string base64(std::string_view text) {
  std::string result(runtime::base64_encode(text, nullptr), '\0');
  runtime::base64_encode(text, result.data());
  return result;
}

}  // namespace

InvokeApi::InvokeApi(Invocable& function, Host* host)
    : function_(function), host_(host), server_(*this, {.most_body_bytes = most_event_bytes}) {}

HttpResponse InvokeApi::error(unsigned status, std::string_view type, std::string_view message) {
  const Json body = {{"Type", "User"}, {"Message", message}};
  return {status,
          {{"Content-Type", "application/json"},
           {"x-amzn-ErrorType", std::string(type)},
           {"x-amzn-RequestId", new_request_id(host_)}},
          body.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

HttpResponse InvokeApi::refusal(lambda::Progress why) {
  if (why == lambda::Progress::too_large)
    return error(
        413, "RequestEntityTooLargeException",
        fmt::format("Request must be smaller than {} bytes for the InvokeFunction operation",
                    most_event_bytes));
  return error(400, "InvalidRequestContentException", "this is no HTTP/1.1 request");
}

void InvokeApi::request(ConnectionNumber from, const lambda::MessageReader& request) {
  // Nobody but a browser sends it. A web page is not to sign up users, or send mails, through a
  // server that listens on the same machine.
  if (request.header("origin").data())
    return server_.respond(from, error(403, "AccessDeniedException",
                                       "requests of web pages, which have an Origin, are refused"));
  if (!is_invocation_path(request.target()))
    return server_.respond(
        from, error(404, "ResourceNotFoundException",
                    fmt::format("there is nothing at {}; functions are invoked with POST "
                                "/2015-03-31/functions/NAME/invocations",
                                request.target())));
  if (request.method() != "POST") {
    HttpResponse response =
        error(405, "MethodNotAllowedException", "functions are invoked with POST");
    response.headers.emplace_back("Allow", "POST");
    return server_.respond(from, response);
  }
  if (request.body().size() > most_event_bytes)
    return server_.respond(from, refusal(lambda::Progress::too_large));
  invoke(from, request);
}

void InvokeApi::invoke(ConnectionNumber from, const lambda::MessageReader& request) {
  const std::string_view type = request.header("x-amz-invocation-type");
  constexpr std::array<std::string_view, 4> types = {"", "RequestResponse", "Event", "DryRun"};
  if (std::find(types.begin(), types.end(), type) == types.end())
    return server_.respond(
        from, error(400, "InvalidParameterValueException",
                    fmt::format("X-Amz-Invocation-Type is RequestResponse, Event or DryRun, not {}",
                                type)));
  // Lambda, too, takes no body for an empty object.
  const std::string_view event = request.body().empty() ? "{}" : request.body();
  if (!Json::accept(event))
    return server_.respond(from, error(400, "InvalidRequestContentException",
                                       "Could not parse request body into json"));

  const std::string id = new_request_id(host_);
  HttpResponse response;
  response.headers = {{"x-amzn-RequestId", id}};
  if (type == "DryRun") {
    response.status = 204;
    return server_.respond(from, response);
  }
  if (type == "Event") {
    response.status = 202;
    server_.respond(from, response);
    return function_.invoke(event, id, [](const Answer&) {});
  }
  const bool wants_log = request.header("x-amz-log-type") == "Tail";
  response.headers.emplace_back("Content-Type", "application/json");
  response.headers.emplace_back("X-Amz-Executed-Version", "$LATEST");
  function_.invoke(event, id, [this, from, response, wants_log](const Answer& answer) mutable {
    response.body = answer.body;
    if (answer.is_error) response.headers.emplace_back("X-Amz-Function-Error", "Unhandled");
    if (wants_log) {
      std::string_view log = answer.log;
      log.remove_prefix(log.size() - std::min(log.size(), most_log_bytes));
      response.headers.emplace_back("X-Amz-Log-Result", base64(log));
    }
    server_.respond(from, response);
  });
}

}  // namespace lintel::cli
