// SPDX-License-Identifier: Apache-2.0
// What the preloaded library tells of a process, in memory that both share.
#pragma once

#include <cstddef>
#include <string_view>

namespace lintel::testing {

// What can be made to fail: memory is all that malloc() and its kin give, create a new file or
// folder.
inline constexpr std::string_view fault_calls[] = {
    "memory", "read", "write",    "fsync", "close", "rename", "fchmod",
    "create", "open", "realpath", "stat",  "pipe2", "socket", "accept4"};

struct FaultPage {
  unsigned long is_loaded = 0;
  unsigned long calls[std::size(fault_calls)] = {};  // that there were of each
  unsigned long failed = 0;
  long descriptor = -1;  // of the first that failed, if it had one

  unsigned long calls_of(std::string_view name) const {
    for (std::size_t i = 0; i < std::size(fault_calls); ++i)
      if (fault_calls[i] == name) return calls[i];
    return 0;
  }
};

}  // namespace lintel::testing
