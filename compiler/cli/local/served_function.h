// SPDX-License-Identifier: Apache-2.0
// A packaged function that answers events in its own process, one after the other.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/cli/environment.h"
#include "compiler/cli/local/function_file.h"
#include "compiler/cli/local/function_host.h"
#include "compiler/cli/local/function_process.h"
#include "compiler/cli/local/invocable.h"
#include "compiler/cli/local/watched_files.h"

namespace lintel::cli {

// Prints what became of each event on standard output; what the function logs goes to standard
// error. A function that changes on disk is started anew.
class ServedFunction final : public Invocable {
 public:
  ServedFunction(std::string path, FunctionFile file, Variables given,
                 std::int64_t timeout_milliseconds, Environment& environment);

  void invoke(std::string_view event, const std::string& request_id, Answered answered) override;
  void refresh() override;
  std::vector<PollTarget*> targets() override { return host_.targets(); }
  std::string description() const override;

 private:
  FunctionCommand command() const;

  std::string path_;
  FunctionFile file_;
  Variables given_;
  Environment& environment_;
  WatchedFiles files_;
  FunctionHost host_;
};

}  // namespace lintel::cli
