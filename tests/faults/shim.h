// SPDX-License-Identifier: Apache-2.0
// What the preloaded library tells of a process, in memory that both share.
#pragma once

namespace lintel::testing {

struct FaultPage {
  unsigned long is_loaded = 0;
  unsigned long calls = 0;   // of those that are counted
  unsigned long failed = 0;  // of them
  long descriptor = -1;      // of the first that failed, if it had one
};

}  // namespace lintel::testing
