// SPDX-License-Identifier: Apache-2.0
// lintel lsp
#include "compiler/lsp/server.h"

#include <string>

#include <fmt/format.h>

#include "compiler/cli/arguments.h"
#include "compiler/cli/environment.h"
#include "compiler/cli/local/poll_loop.h"
#include "compiler/cli/local/posix_signals.h"
#include "compiler/cli/report.h"

namespace lintel::cli {
namespace {

// What the editor sends, as something to wait for.
class Messages final : public PollTarget {
 public:
  explicit Messages(const Input& in) : in_(in) {}

  void add_to(std::vector<pollfd>& entries) override {
    entries.push_back({in_.descriptor(), POLLIN, 0});
  }
  // An input without a descriptor never waits.
  void ready(std::span<const pollfd> entries) override {
    are_there_ = in_.descriptor() < 0 || entries.front().revents != 0;
  }
  lambda::Deadline deadline() const override { return lambda::Deadline::never(); }

  bool are_there() const { return are_there_; }

 private:
  const Input& in_;
  bool are_there_ = false;
};

// Until the editor ends it, or its messages end.
void serve(lsp::Server& server, const SignalWatch& signals, std::span<PollTarget* const> targets,
           const Messages& messages, Environment& environment) {
  while (!server.has_ended() && !signals.wants_end()) {
    environment.out.write(server.take_output());
    environment.out.flush();
    if (!environment.out.error().empty()) return;
    const bool may_wait = !server.has_work() && environment.in.descriptor() >= 0;
    poll_once(targets, may_wait ? lambda::Deadline::never() : lambda::Deadline::in_milliseconds(0));
    if (messages.are_there()) {
      std::string bytes;
      if (!environment.in.read_some(bytes)) break;
      server.receive(bytes);
    } else {
      server.work();
    }
  }
  // A session out of a file still gets its findings.
  while (!server.has_ended() && !signals.wants_end() && server.has_work()) server.work();
}

}  // namespace

ExitCode lsp_command(const Arguments& arguments, Environment& environment) {
  lsp::Server server(environment.files, arguments.has(Flag::allow_outside_imports));
  SignalWatch signals;
  Messages messages(environment.in);
  PollTarget* const targets[] = {&signals, &messages};
  serve(server, signals, targets, messages, environment);
  environment.out.write(server.take_output());
  if (!environment.out.error().empty()) return ExitCode::internal;
  if (!environment.in.error().empty()) {
    complain(environment, fmt::format("cannot read standard input: {}", environment.in.error()));
    return ExitCode::usage;
  }
  if (!server.error().empty()) {
    complain(environment,
             fmt::format("standard input is no message of an editor: {}", server.error()));
    return ExitCode::errors;
  }
  if (signals.wants_end() || (server.has_ended() && server.was_shut_down())) return ExitCode::ok;
  if (server.is_inside_message()) complain(environment, "standard input ends within a message");
  return ExitCode::errors;
}

}  // namespace lintel::cli
