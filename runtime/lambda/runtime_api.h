// SPDX-License-Identifier: Apache-2.0
// The client's side of the Lambda Runtime API, version 2018-06-01 (AWS Lambda developer guide,
// "Using the Lambda runtime API for custom runtimes").
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/lambda/buffer.h"
#include "runtime/lambda/http.h"
#include "runtime/lambda/socket.h"

namespace lintel::lambda {

// An event to be answered. Views end with the next call of RuntimeApi::next().
struct Invocation {
  std::string_view event;
  std::string_view request_id;
  std::string_view trace_id;               // for AWS X-Ray; may be empty
  std::int64_t deadline_milliseconds = 0;  // since 1970-01-01T00:00:00Z; 0: not told
};

// How an exchange ended.
enum class ApiStatus : std::uint8_t {
  done,
  refused,      // the answer was not accepted, such as one that is too large: go on with the next
  unreachable,  // no connection, or it broke
  stalled,      // the peer stopped in the middle of an answer
  nonsense,     // what came is no HTTP, or lacks what it must have
  too_large,    // likewise, larger than any event
  shut_down,    // the API tells the runtime to exit, or does not know it
};

// For logs: lower case, no full stop.
std::string_view describe(ApiStatus status);

// Keeps its connection between events, and opens another one when the peer has closed it.
class RuntimeApi {
 public:
  // `host` is the value of AWS_LAMBDA_RUNTIME_API, for the Host header; it must outlive this
  // object. `patience`: how many milliseconds everything but the waiting for an event may take; on
  // loopback it takes microseconds.
  RuntimeApi(const SocketAddress& address, std::string_view host, std::int64_t patience = 5000);

  // Waits for an event, as long as it takes.
  ApiStatus next(Invocation& invocation);

  // Posts what became of an invocation that next() has given and that is not answered yet. `error`
  // is
  // {"errorMessage":...,"errorType":...}; `type` is the same type, without special characters.
  ApiStatus respond(const Invocation& invocation, std::string_view answer);
  ApiStatus fail(const Invocation& invocation, std::string_view error, std::string_view type);

  // Instead of the first next(): why there is no runtime.
  ApiStatus fail_to_start(std::string_view error, std::string_view type);

 private:
  ApiStatus post(std::string_view path, std::string_view request_id, std::string_view resource,
                 std::string_view body, std::string_view error_type);
  ApiStatus exchange(std::string_view body, MessageReader& reader, Deadline first_byte);
  ApiStatus send(std::string_view body);
  ApiStatus receive(MessageReader& reader, Deadline first_byte);

  SocketAddress address_;
  std::string_view host_;
  std::int64_t patience_;
  Socket socket_;
  Buffer request_;         // the head of what is sent
  MessageReader event_;    // holds the event until it is answered
  MessageReader receipt_;  // of what was posted
};

}  // namespace lintel::lambda
