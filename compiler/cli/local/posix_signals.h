// SPDX-License-Identifier: Apache-2.0
// Signals as something to wait for with everything else.
#pragma once

#include <span>
#include <vector>

#include "compiler/cli/local/poll_loop.h"

namespace lintel::cli {

// While it lives, SIGINT, SIGTERM and SIGHUP, unless it was ignored, do not end the process but are
// told here, and SIGCHLD wakes poll_once(). One at a time, and before there is anything to clean
// up.
class SignalWatch final : public PollTarget {
 public:
  SignalWatch();
  ~SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

  // True once the user, or the system, wants the process to end.
  bool wants_end() const;

  void add_to(std::vector<pollfd>& entries) override;
  void ready(std::span<const pollfd> entries) override;
  lambda::Deadline deadline() const override { return lambda::Deadline::never(); }
};

}  // namespace lintel::cli
