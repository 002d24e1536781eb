// SPDX-License-Identifier: Apache-2.0
// What Lambda does with a function: starts its process for the first event, gives it one event
// after the other, and ends it when it misbehaves.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/cli/environment.h"
#include "compiler/cli/local/function_process.h"
#include "compiler/cli/local/poll_loop.h"
#include "compiler/cli/local/runtime_api_server.h"

namespace lintel::cli {

struct FunctionResult {
  enum class Kind : std::uint8_t {
    answered,
    error,   // the function reported an error: body is {"errorMessage":TEXT,"errorType":TEXT}
    broken,  // it did not answer; body as Lambda would say it
  };
  Kind kind = Kind::broken;
  std::string body;
  std::string error_type;        // of an error
  std::string why;               // broken: what it did, for people
  std::string log;               // what it wrote meanwhile, the last of it
  bool has_started = true;       // broken: false if it never asked for an event
  std::int64_t nanoseconds = 0;  // from handing the event over to the answer
  std::optional<std::int64_t> cold_start_nanoseconds;  // from the start of the process, if the
                                                       // answer is its first
};

using FunctionDone = std::function<void(const FunctionResult&)>;

class FunctionHost final : private PollTarget, private RuntimeApiListener {
 public:
  // A function has so long for an event, its start included. What it logs goes to
  // environment.err, which must outlive the host.
  FunctionHost(FunctionCommand command, std::int64_t timeout_milliseconds,
               Environment& environment);

  // Queues an event. `done` is called once, from poll_once() or at once.
  void submit(std::string_view event, std::string request_id, FunctionDone done);

  // What poll_once() has to wait for. Holds until the next call of poll_once().
  std::vector<PollTarget*> targets();

  // With the next event a new process begins, from this command.
  void replace(FunctionCommand command);

  // Of all processes so far, as far as it is known.
  std::optional<std::int64_t> peak_memory_bytes();

 private:
  struct Event {
    std::string json;
    std::string request_id;
    FunctionDone done;
  };
  struct Current {
    Event event;
    lambda::Deadline deadline;
    std::int64_t handed_over = 0;  // when; 0: not yet
    std::optional<FunctionResult> result;
    std::string log;
  };
  struct Running {
    explicit Running(RuntimeApiListener& listener) : api(listener) {}
    RuntimeApiServer api;
    FunctionProcess process;
    bool has_asked = false;     // for an event
    bool has_answered = false;  // one
    bool has_to_end = false;
  };

  void add_to(std::vector<pollfd>& entries) override;
  void ready(std::span<const pollfd> entries) override;
  lambda::Deadline deadline() const override;

  void wants_event() override;
  bool answered(std::string_view request_id, std::string_view body) override;
  bool failed(std::string_view request_id, std::string_view body,
              std::string_view error_type) override;
  void failed_to_start(std::string_view body, std::string_view error_type) override;
  void sent_nonsense(std::string_view what) override;

  void begin_next();
  bool start(std::string& why);
  void hand_over();
  bool take(std::string_view request_id, FunctionResult result);
  void break_off(std::string_view error_type, const std::string& why);
  void deliver();
  void read_log();
  void end_process();

  FunctionCommand command_;
  std::int64_t timeout_milliseconds_;
  Environment& environment_;
  std::unique_ptr<Running> running_;
  std::deque<Event> queue_;
  std::optional<Current> current_;
  std::optional<std::int64_t> peak_memory_;
};

}  // namespace lintel::cli
