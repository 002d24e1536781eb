// SPDX-License-Identifier: Apache-2.0
// One thread that waits for many things at once. Who wants to be told when a descriptor is ready
// implements PollTarget.
#pragma once

#include <span>
#include <vector>

#include <poll.h>

#include "runtime/lambda/clock.h"

namespace lintel::cli {

class PollTarget {
 public:
  // Appends what it waits for, and nothing else.
  virtual void add_to(std::vector<pollfd>& entries) = 0;

  // What has become of those that it appended, in that order. Also called if only time has passed.
  virtual void ready(std::span<const pollfd> entries) = 0;

  // When ready() has to be called even if nothing happens.
  virtual lambda::Deadline deadline() const = 0;

 protected:
  ~PollTarget() = default;  // never owned through this interface
};

// Waits until something is ready, or a deadline has passed, and tells every target.
void poll_once(std::span<PollTarget* const> targets, lambda::Deadline deadline);

}  // namespace lintel::cli
