// SPDX-License-Identifier: Apache-2.0
#include "runtime/lambda/runtime_api.h"

#include <array>

#include "runtime/limits.h"
#include "runtime/text.h"

namespace lintel::lambda {
namespace {

constexpr std::string_view base_path = "/2018-06-01/runtime/";

// An event and the head before it.
constexpr std::size_t max_event_message = limits::max_event_bytes + std::size_t{64} * 1024;
constexpr std::size_t max_receipt = std::size_t{64} * 1024;
constexpr std::size_t max_request_head = 4096;

// Identifiers go into a path: what could end it does not. No header holds other control characters.
bool is_identifier(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) <= ' ' || c == '/' || c == '?' || c == '#') return false;
  }
  return !text.empty();
}

}  // namespace

std::string_view describe(ApiStatus status) {
  switch (status) {
    case ApiStatus::done: return "done";
    case ApiStatus::refused: return "the Runtime API did not accept what was posted";
    case ApiStatus::unreachable: return "the Runtime API cannot be reached";
    case ApiStatus::stalled: return "the Runtime API stopped in the middle of a message";
    case ApiStatus::nonsense: return "the Runtime API sent what is no message of its protocol";
    case ApiStatus::too_large: return "the Runtime API sent more than an event can have";
    case ApiStatus::shut_down: return "the Runtime API refuses this runtime";
  }
  return {};
}

RuntimeApi::RuntimeApi(const SocketAddress& address, std::string_view host, std::int64_t patience)
    : address_(address),
      host_(host),
      patience_(patience),
      request_(max_request_head),
      event_(MessageKind::response, max_event_message),
      receipt_(MessageKind::response, max_receipt) {}

ApiStatus RuntimeApi::next(Invocation& invocation) {
  invocation = {};
  request_.clear();
  if (!request_.append({"GET ", base_path, "invocation/next HTTP/1.1\r\nHost: ", host_,
                        "\r\nUser-Agent: lintel\r\n\r\n"}))
    return ApiStatus::nonsense;
  const ApiStatus status = exchange({}, event_, Deadline::never());
  if (status != ApiStatus::done) return status;
  if (event_.status() != 200) return ApiStatus::shut_down;
  invocation.request_id = event_.header("lambda-runtime-aws-request-id");
  if (!is_identifier(invocation.request_id)) {
    socket_.close();
    return ApiStatus::nonsense;
  }
  invocation.event = event_.body();
  invocation.trace_id = event_.header("lambda-runtime-trace-id");
  invocation.deadline_milliseconds =
      runtime::parse_integer(event_.header("lambda-runtime-deadline-ms")).value_or(0);
  return ApiStatus::done;
}

ApiStatus RuntimeApi::respond(const Invocation& invocation, std::string_view answer) {
  return post("invocation/", invocation.request_id, "/response", answer, {});
}

ApiStatus RuntimeApi::fail(const Invocation& invocation, std::string_view error,
                           std::string_view type) {
  return post("invocation/", invocation.request_id, "/error", error, type);
}

ApiStatus RuntimeApi::fail_to_start(std::string_view error, std::string_view type) {
  return post("init/error", {}, {}, error, type);
}

ApiStatus RuntimeApi::post(std::string_view path, std::string_view request_id,
                           std::string_view resource, std::string_view body,
                           std::string_view error_type) {
  std::array<char, runtime::max_integer_digits> digits{};
  request_.clear();
  const std::string_view type_header =
      error_type.empty() ? "" : "\r\nLambda-Runtime-Function-Error-Type: ";
  if (!request_.append({"POST ", base_path, path, request_id, resource, " HTTP/1.1\r\nHost: ",
                        host_, "\r\nContent-Type: application/json\r\nContent-Length: ",
                        runtime::write_integer(static_cast<std::int64_t>(body.size()), digits),
                        type_header, error_type, "\r\n\r\n"}))
    return ApiStatus::nonsense;
  const ApiStatus status = exchange(body, receipt_, Deadline::in_milliseconds(patience_));
  if (status != ApiStatus::done) return status;
  if (receipt_.status() >= 500) return ApiStatus::shut_down;
  return receipt_.status() < 300 ? ApiStatus::done : ApiStatus::refused;
}

// One request and its answer. On a connection that was open before, the peer may have closed it at
// the moment of the request: that is tried again on a new one, once.
ApiStatus RuntimeApi::exchange(std::string_view body, MessageReader& reader, Deadline first_byte) {
  const bool was_open = socket_.is_open();
  reader.reset();
  ApiStatus status = send(body);
  if (status == ApiStatus::done) status = receive(reader, first_byte);
  if (status == ApiStatus::unreachable && was_open && reader.is_idle()) {
    socket_.close();
    status = send(body);
    if (status == ApiStatus::done) status = receive(reader, first_byte);
  }
  if (status != ApiStatus::done || !reader.keeps_open()) socket_.close();
  return status;
}

ApiStatus RuntimeApi::send(std::string_view body) {
  const Deadline deadline = Deadline::in_milliseconds(patience_);
  if (!socket_.is_open() && socket_.connect(address_, deadline) != IoStatus::done)
    return ApiStatus::unreachable;
  // A peer that answers before it has read all, such as that the body is too large, and closes:
  // what it said may be there to be read.
  const IoStatus status = socket_.write(request_.text(), body, deadline);
  return status == IoStatus::done || status == IoStatus::closed ? ApiStatus::done
                                                                : ApiStatus::unreachable;
}

ApiStatus RuntimeApi::receive(MessageReader& reader, Deadline first_byte) {
  Deadline deadline = first_byte;
  Progress progress = Progress::more;
  while (progress == Progress::more) {
    const std::span<char> room = reader.room();
    if (room.empty()) return ApiStatus::too_large;
    const bool is_first = reader.is_idle();
    const IoResult result = socket_.read(room, deadline);
    switch (result.status) {
      case IoStatus::done: progress = reader.received(result.count); break;
      case IoStatus::closed:
        if (is_first) return ApiStatus::unreachable;
        progress = reader.closed();
        break;
      case IoStatus::timed_out: return ApiStatus::stalled;
      case IoStatus::failed: return ApiStatus::unreachable;
    }
    // Once an answer has begun, the rest of it comes soon.
    if (is_first) deadline = Deadline::in_milliseconds(patience_);
  }
  if (progress == Progress::done) return ApiStatus::done;
  return progress == Progress::too_large ? ApiStatus::too_large : ApiStatus::nonsense;
}

}  // namespace lintel::lambda
