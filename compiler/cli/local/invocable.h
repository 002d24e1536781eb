// SPDX-License-Identifier: Apache-2.0
// Something that answers events as a Lambda function does.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/cli/local/poll_loop.h"

namespace lintel::cli {

struct Answer {
  bool is_error = false;  // then the body is {"errorMessage":TEXT,"errorType":TEXT}
  std::string body;
  std::string log;  // what was written to the log meanwhile, or the end of it
};

using Answered = std::function<void(const Answer&)>;

class Invocable {
 public:
  virtual ~Invocable() = default;

  // Answers `event`, which is JSON. Calls `answered` once, during this call or later.
  virtual void invoke(std::string_view event, const std::string& request_id, Answered answered) = 0;

  // Looks whether what answers has changed, and if so takes the new one. To be called now and then.
  virtual void refresh() = 0;

  // What has to be waited for so that answers come.
  virtual std::vector<PollTarget*> targets() { return {}; }

  // A few words on what answers.
  virtual std::string description() const = 0;
};

}  // namespace lintel::cli
