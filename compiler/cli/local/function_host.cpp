// SPDX-License-Identifier: Apache-2.0
#include "compiler/cli/local/function_host.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/cli/local/request_id.h"

namespace lintel::cli {

using lambda::Deadline;
using lambda::monotonic_nanoseconds;

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view function_name = "lintel";
constexpr std::size_t most_log_bytes = 4096;
// A function logs what it has decided after its answer. Its next request says that it is through;
// one that takes longer is not waited for.
constexpr std::int64_t log_milliseconds = 100;

std::string error_body(std::string_view type, std::string_view message) {
  return Json{{"errorMessage", message}, {"errorType", type}}.dump(-1, ' ', false,
                                                                   Json::error_handler_t::replace);
}

std::string type_of(std::string_view body) {
  const Json error = Json::parse(body, nullptr, false);
  const auto found = error.is_object() ? error.find("errorType") : error.end();
  return found != error.end() && found->is_string() ? found->get<std::string>() : "";
}

std::string function_arn() {
  const char* region = std::getenv("AWS_REGION");
  return fmt::format("arn:aws:lambda:{}:123456789012:function:{}",
                     region && *region ? region : "us-east-1", function_name);
}

// X-Ray's form, of the digits of the request's id.
std::string trace_id(std::string_view request_id) {
  std::string digits(request_id);
  std::erase(digits, '-');
  digits.resize(32, '0');
  return fmt::format("Root=1-{}-{};Parent={};Sampled=0", digits.substr(0, 8), digits.substr(8),
                     digits.substr(0, 16));
}

}  // namespace

FunctionHost::FunctionHost(FunctionCommand command, std::int64_t timeout_milliseconds,
                           Environment& environment)
    : command_(std::move(command)),
      timeout_milliseconds_(timeout_milliseconds),
      environment_(environment) {}

void FunctionHost::submit(std::string_view event, std::string request_id, FunctionDone done) {
  queue_.push_back({std::string(event), std::move(request_id), std::move(done)});
  begin_next();
}

std::vector<PollTarget*> FunctionHost::targets() {
  // The server first: what comes after it may end it.
  if (running_) return {&running_->api.server(), this};
  return {this};
}

void FunctionHost::replace(FunctionCommand command) {
  command_ = std::move(command);
  if (current_ && !current_->result) {
    running_->has_to_end = true;  // once it has answered
  } else {
    end_process();
  }
}

void FunctionHost::begin_next() {
  if (current_ || queue_.empty() || (running_ && running_->has_to_end)) return;
  current_.emplace(Current{
      std::move(queue_.front()), Deadline::in_milliseconds(timeout_milliseconds_), 0, {}, {}});
  queue_.pop_front();
  std::string why;
  if (!running_ && !start(why)) {
    break_off("Runtime.InvalidEntrypoint", "it cannot be started: " + why);
  } else if (running_->api.has_waiting_function()) {
    hand_over();
  }
}

bool FunctionHost::start(std::string& why) {
  running_ = std::make_unique<Running>(static_cast<RuntimeApiListener&>(*this));
  return running_->api.server().listen(0, why) &&
         running_->process.start(
             command_, function_environment(command_, running_->api.address(), function_name), why);
}

void FunctionHost::hand_over() {
  current_->handed_over = monotonic_nanoseconds();
  Instant now;
  if (!environment_.host || !environment_.host->now(now)) now = {};
  const std::int64_t deadline =
      now.seconds * 1000 + now.nanoseconds / 1'000'000 + current_->deadline.milliseconds_left();
  running_->api.hand_over({current_->event.json, current_->event.request_id, function_arn(),
                           trace_id(current_->event.request_id), deadline});
}

void FunctionHost::wants_event() {
  running_->has_asked = true;
  read_log();
  if (current_ && current_->result) {
    deliver();
  } else if (current_ && current_->handed_over != 0) {
    break_off("Runtime.Unknown", "it asked for the next event before it had answered this one");
  } else if (current_) {
    hand_over();
  }
}

bool FunctionHost::answered(std::string_view request_id, std::string_view body) {
  FunctionResult result;
  result.kind = FunctionResult::Kind::answered;
  result.body = body;
  if (!take(request_id, std::move(result))) return false;
  if (!Json::accept(body)) break_off("Runtime.InvalidResponse", "its answer is no JSON");
  return true;
}

bool FunctionHost::failed(std::string_view request_id, std::string_view body,
                          std::string_view error_type) {
  FunctionResult result;
  result.kind = FunctionResult::Kind::error;
  result.body = body;
  result.error_type = type_of(body);
  if (result.error_type.empty()) result.error_type = error_type;
  if (!take(request_id, std::move(result))) return false;
  if (!Json::accept(body))
    break_off("Runtime.InvalidResponse", "the error that it reported is no JSON");
  return true;
}

// False if it is not for the event that the function has.
bool FunctionHost::take(std::string_view request_id, FunctionResult result) {
  const bool is_waited_for = current_ && current_->handed_over != 0 && !current_->result;
  if (!is_waited_for || current_->event.request_id != request_id) {
    sent_nonsense("answered an event that it did not have");
    return false;
  }
  const std::int64_t now = monotonic_nanoseconds();
  result.nanoseconds = now - current_->handed_over;
  if (!std::exchange(running_->has_answered, true))
    result.cold_start_nanoseconds = now - running_->process.started_nanoseconds();
  current_->result = std::move(result);
  current_->deadline = Deadline::in_milliseconds(log_milliseconds);
  return true;
}

void FunctionHost::failed_to_start(std::string_view body, std::string_view error_type) {
  read_log();
  const Json error = Json::parse(body, nullptr, false);
  const auto found = error.is_object() ? error.find("errorMessage") : error.end();
  const std::string message = found != error.end() && found->is_string() ? found->get<std::string>()
                                                                         : std::string(error_type);
  break_off("Runtime.InitError", "it reported that it cannot start: " + message);
}

void FunctionHost::sent_nonsense(std::string_view what) {
  break_off("Runtime.Unknown", fmt::format("it {}", what));
}

// The event gets no answer of the function, which is not trusted any more.
void FunctionHost::break_off(std::string_view error_type, const std::string& why) {
  if (running_) running_->has_to_end = true;
  if (!current_) {
    environment_.err.write(fmt::format("lintel: the function is ended: {}\n", why));
    return;
  }
  FunctionResult result;
  result.body = error_body(error_type,
                           fmt::format("RequestId: {} Error: {}", current_->event.request_id, why));
  result.error_type = error_type;
  result.why = why;
  result.has_started = running_ && running_->has_asked;
  current_->result = std::move(result);
  deliver();
}

void FunctionHost::deliver() {
  read_log();
  Current current = std::move(*current_);
  current_.reset();
  current.result->log = std::move(current.log);
  current.event.done(*current.result);
  begin_next();
}

void FunctionHost::read_log() {
  if (!running_) return;
  const std::string text = running_->process.take_log();
  environment_.err.write(text);
  if (!current_) return;
  current_->log += text;
  if (current_->log.size() > most_log_bytes)
    current_->log.erase(0, current_->log.size() - most_log_bytes);
}

void FunctionHost::add_to(std::vector<pollfd>& entries) {
  if (running_ && running_->process.log_descriptor() >= 0)
    entries.push_back({running_->process.log_descriptor(), POLLIN, 0});
}

void FunctionHost::ready(std::span<const pollfd>) {
  read_log();
  if (running_) {
    if (const std::optional<std::string> how = running_->process.ended()) {
      read_log();
      const bool was_expected = std::exchange(running_->has_to_end, true) && !current_;
      if (current_ && current_->result)
        deliver();
      else if (!was_expected)
        break_off("Runtime.ExitError", *how);
    }
  }
  if (current_ && current_->deadline.has_passed()) {
    if (current_->result)
      deliver();
    else
      break_off("Sandbox.Timedout",
                fmt::format("it did not answer within {} ms", timeout_milliseconds_));
  }
  if (running_ && running_->has_to_end && !current_) end_process();
  begin_next();
}

Deadline FunctionHost::deadline() const {
  if (running_ && running_->has_to_end && !current_) return Deadline::in_milliseconds(0);
  return current_ ? current_->deadline : Deadline::never();
}

void FunctionHost::end_process() {
  peak_memory_ = peak_memory_bytes();
  running_.reset();
}

std::optional<std::int64_t> FunctionHost::peak_memory_bytes() {
  const std::optional<std::int64_t> now =
      running_ ? running_->process.peak_memory_bytes() : std::nullopt;
  return std::max(now, peak_memory_);
}

}  // namespace lintel::cli
