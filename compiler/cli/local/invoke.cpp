// SPDX-License-Identifier: Apache-2.0
// lintel invoke
#include <charconv>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "compiler/cli/arguments.h"
#include "compiler/cli/environment.h"
#include "compiler/cli/given_host.h"
#include "compiler/cli/local/function_file.h"
#include "compiler/cli/local/function_host.h"
#include "compiler/cli/local/invoke_report.h"
#include "compiler/cli/local/posix_signals.h"
#include "compiler/cli/local/request_id.h"
#include "compiler/cli/local/timeout.h"
#include "compiler/cli/report.h"
#include "compiler/cli/sources.h"

namespace lintel::cli {
namespace {

// The type of the error that a function of `lintel package` reports when a rule rejects.
constexpr std::string_view rejected_type = "Rejected";

// What comes from standard input, or a file.
class InputWatch final : public PollTarget {
 public:
  explicit InputWatch(int descriptor) : descriptor_(descriptor) {}

  bool is_ready() const { return is_ready_; }

  void add_to(std::vector<pollfd>& entries) override {
    entries.push_back({descriptor_, POLLIN, 0});
  }
  void ready(std::span<const pollfd> entries) override { is_ready_ = entries.front().revents != 0; }
  lambda::Deadline deadline() const override { return lambda::Deadline::never(); }

 private:
  int descriptor_;
  bool is_ready_ = false;
};

// Hands events to a function, one after the other, and prints what comes back.
class Invoker {
 public:
  Invoker(const FunctionCommand& command, std::int64_t timeout, SignalWatch& signals,
          Environment& environment)
      : environment_(environment), signals_(signals), host_(command, timeout, environment) {}

  // False if somebody wants the end before a line comes.
  bool wait_for(const Input& input) {
    if (input.line_waiting() || input.descriptor() < 0) return true;
    InputWatch watch(input.descriptor());
    while (!watch.is_ready()) {
      if (signals_.wants_end()) {
        code_ = ExitCode::errors;
        return false;
      }
      std::vector<PollTarget*> targets = host_.targets();
      targets.push_back(&signals_);
      targets.push_back(&watch);
      poll_once(targets, lambda::Deadline::never());
    }
    return true;
  }

  // False if there is no use in going on: the function does not start, or somebody wants the end.
  bool invoke(std::string_view event) {
    std::optional<FunctionResult> result;
    host_.submit(event, new_request_id(environment_.host),
                 [&](const FunctionResult& its_result) { result = its_result; });
    while (!result) {
      if (signals_.wants_end()) {
        // The event is forgotten with the host; nobody asks for its result any more.
        code_ = ExitCode::errors;
        return false;
      }
      std::vector<PollTarget*> targets = host_.targets();
      targets.push_back(&signals_);
      poll_once(targets, lambda::Deadline::never());
    }
    ++number_;
    report_.add(*result);
    environment_.out.write(result->body);
    if (!result->body.ends_with('\n')) environment_.out.write("\n");
    const bool goes_on = judge(*result);
    // Whoever waits for an answer before sending the next event gets it.
    environment_.out.flush();
    environment_.err.flush();
    return goes_on;
  }

  InvokeReport& report() { return report_; }
  std::optional<std::int64_t> peak_memory_bytes() { return host_.peak_memory_bytes(); }

  // Of the last event; `errors` if an event had no answer.
  ExitCode code() const { return has_broken_ ? ExitCode::errors : code_; }
  bool has_broken() const { return has_broken_ || code_ == ExitCode::errors; }

 private:
  bool judge(const FunctionResult& result) {
    switch (result.kind) {
      case FunctionResult::Kind::answered: code_ = ExitCode::ok; return true;
      case FunctionResult::Kind::error:
        code_ = result.error_type == rejected_type ? ExitCode::rejected : ExitCode::fault;
        return true;
      case FunctionResult::Kind::broken: break;
    }
    has_broken_ = true;
    complain(environment_, result.has_started
                               ? fmt::format("no answer to event {}: {}", number_, result.why)
                               : fmt::format("the function does not start: {}", result.why));
    return result.has_started;
  }

  Environment& environment_;
  SignalWatch& signals_;
  FunctionHost host_;
  InvokeReport report_;
  std::uint64_t number_ = 0;
  ExitCode code_ = ExitCode::ok;
  bool has_broken_ = false;
};

// False, after a complaint, if the events cannot be read.
bool invoke_lines(Invoker& invoker, Input& input, Environment& environment) {
  std::string line;
  while (environment.out.error().empty()) {
    if (!invoker.wait_for(input)) return true;
    if (!input.read_line(line)) break;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    if (!invoker.invoke(line)) return true;
  }
  if (input.error().empty()) return true;
  complain(environment, fmt::format("cannot read events: {}", input.error()));
  return false;
}

// Nothing, after a complaint, if --repeat is none.
std::optional<std::uint64_t> repeat_of(const Arguments& arguments, Environment& environment) {
  if (!arguments.has(Flag::repeat)) return 1;
  const std::string_view text = arguments.value(Flag::repeat);
  std::uint64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const bool is_number = error == std::errc{} && end == text.data() + text.size() && count > 0;
  if (is_number && !arguments.has(Flag::ndjson)) return count;
  complain(environment, is_number
                            ? "`--repeat` is for one event; --ndjson brings as many as it has"
                            : fmt::format("`--repeat` is a number from 1 on, not `{}`", text));
  return {};
}

ExitCode invoke_one(Invoker& invoker, std::string_view event, std::uint64_t repeat,
                    Environment& environment) {
  for (std::uint64_t i = 0; i < repeat && environment.out.error().empty(); ++i)
    if (!invoker.invoke(event)) break;
  return invoker.code();
}

ExitCode invoke_each(Invoker& invoker, const std::string& path, Environment& environment) {
  std::unique_ptr<Input> file;
  if (!path.empty() && path != "-") {
    std::string why;
    file = environment.files.open(path, why);
    if (!file) {
      complain(environment, fmt::format("cannot read `{}`: {}", path, why));
      return ExitCode::usage;
    }
  }
  if (!invoke_lines(invoker, file ? *file : environment.in, environment)) return ExitCode::usage;
  return invoker.has_broken() ? ExitCode::errors : ExitCode::ok;
}

}  // namespace

ExitCode invoke_command(const Arguments& arguments, Environment& environment) {
  if (!arguments.has(Flag::event) && !arguments.has(Flag::ndjson)) {
    complain(environment, "`invoke` needs --event EVENT, or --ndjson");
    return ExitCode::usage;
  }
  const auto timeout = timeout_of(arguments, environment);
  const auto repeat = repeat_of(arguments, environment);
  const auto variables = given_variables(arguments, Flag::env__invoke, environment);
  if (!timeout || !repeat || !variables) return ExitCode::usage;
  const std::string path(arguments.value(Flag::event));
  std::optional<std::string> event;
  if (!arguments.has(Flag::ndjson)) {
    // Before signals are watched: nothing is to be cleaned up yet, so they may end the process.
    event = read_input(path, environment);
    if (!event) return ExitCode::usage;
  }
  SignalWatch signals;
  ExitCode code = ExitCode::ok;
  const auto file =
      FunctionFile::open(std::string(arguments.positional().front()), environment, code);
  if (!file) return code;
  FunctionCommand command = file->command();
  command.given = *variables;

  Invoker invoker(command, *timeout, signals, environment);
  code = event ? invoke_one(invoker, *event, *repeat, environment)
               : invoke_each(invoker, path, environment);
  if (code == ExitCode::usage) return code;
  environment.out.flush();
  environment.err.write(arguments.value(Flag::format__invoke) == "json"
                            ? invoker.report().json(invoker.peak_memory_bytes())
                            : invoker.report().text(invoker.peak_memory_bytes()));
  return code;
}

}  // namespace lintel::cli
