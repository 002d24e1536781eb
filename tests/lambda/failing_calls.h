// SPDX-License-Identifier: Apache-2.0
// System calls that fail when a test wants them to.
#pragma once

#include <cstdint>

namespace lintel::testing {

enum class Call : std::uint8_t {
  socket,
  connect,
  poll,
  recv,
  send,
  sendmsg,
  write,
  realloc,
  getrandom,
  clock_gettime,
  count
};

// The next call of this kind in this thread returns -1, or null, with this errno. With errno 0,
// connect() has succeeded at once, poll() has waited for nothing, and sendmsg() and write()
// send the first byte alone.
void fail_next(Call call, int error);

}  // namespace lintel::testing
