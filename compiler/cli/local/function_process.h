// SPDX-License-Identifier: Apache-2.0
// The process of a function.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/cli/leftovers.h"

namespace lintel::cli {

using Variables = std::vector<std::pair<std::string, std::string>>;  // the last of a name counts

struct FunctionCommand {
  std::vector<std::string> words;  // the executable first
  std::string folder;              // where it runs: LAMBDA_TASK_ROOT
  Variables given;                 // of the command line
};

// The environment that Lambda would give, as NAME=VALUE: with the AWS_* and LINTEL_* of this
// process, and with what is given.
std::vector<std::string> function_environment(const FunctionCommand& command,
                                              std::string_view api_address,
                                              std::string_view function_name);

// Owns the process: ends with it. Nothing is left of it, no zombie, and no child that it has made.
class FunctionProcess {
 public:
  FunctionProcess() = default;
  ~FunctionProcess() { end(); }
  FunctionProcess(const FunctionProcess&) = delete;
  FunctionProcess& operator=(const FunctionProcess&) = delete;

  // False, with `why`, if it cannot be started.
  bool start(const FunctionCommand& command, const std::vector<std::string>& environment,
             std::string& why);

  // When start() was called, on the monotonic clock.
  std::int64_t started_nanoseconds() const { return started_; }

  // Once the process has ended by itself, how: such as "it exited with status 1".
  std::optional<std::string> ended();

  // What it has written to its standard output and error since the last call. Does not wait.
  std::string take_log();

  // To poll() for more of the log; -1 if there will be none.
  int log_descriptor() const { return log_; }

  // The most memory it has held so far; nothing if the system does not say.
  std::optional<std::int64_t> peak_memory_bytes() const;

  // At once, as Lambda does it.
  void end();

 private:
  pid_t process_ = 0;                 // 0: none that has to be waited for
  std::optional<Leftover> leftover_;  // as long as it is not 0
  int log_ = -1;
  std::int64_t started_ = 0;
};

}  // namespace lintel::cli
