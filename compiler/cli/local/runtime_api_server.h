// SPDX-License-Identifier: Apache-2.0
// The server's side of Lambda's Runtime API, for one process of a function.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "compiler/cli/local/http_server.h"

namespace lintel::cli {

// What a function says. Views end with the call.
class RuntimeApiListener {
 public:
  // It waits for an event: hand_over() gives it one, now or later.
  virtual void wants_event() = 0;

  // Its answer to the event of that request id, or an error. False: it was not given such an event.
  virtual bool answered(std::string_view request_id, std::string_view body) = 0;
  virtual bool failed(std::string_view request_id, std::string_view body,
                      std::string_view error_type) = 0;

  virtual void failed_to_start(std::string_view body, std::string_view error_type) = 0;

  // Something that the protocol does not know; `what` follows on "it".
  virtual void sent_nonsense(std::string_view what) = 0;

 protected:
  ~RuntimeApiListener() = default;  // never owned through this interface
};

// An event as the function gets it.
struct RuntimeEvent {
  std::string_view json;
  std::string_view request_id;
  std::string_view function_arn;
  std::string_view trace_id;
  std::int64_t deadline_milliseconds = 0;  // since 1970
};

class RuntimeApiServer final : private HttpHandler {
 public:
  explicit RuntimeApiServer(RuntimeApiListener& listener);

  HttpServer& server() { return server_; }

  // Of AWS_LAMBDA_RUNTIME_API, once the server listens.
  std::string address() const;

  bool has_waiting_function() const { return waiting_ != 0; }

  // To the function that waits.
  void hand_over(const RuntimeEvent& event);

 private:
  void request(ConnectionNumber from, const lambda::MessageReader& request) override;
  HttpResponse refusal(lambda::Progress why) override;
  HttpResponse posted(const lambda::MessageReader& request, std::string_view path);

  RuntimeApiListener& listener_;
  HttpServer server_;
  ConnectionNumber waiting_ = 0;  // where the next event goes; 0: nowhere
};

}  // namespace lintel::cli
