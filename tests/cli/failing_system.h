// SPDX-License-Identifier: Apache-2.0
// System calls that fail when a test wants them to.
#pragma once

#include <cstdint>

namespace lintel::testing {

enum class SystemCall : std::uint8_t {
  socket,
  listen,
  getsockname,
  accept,
  recv,
  send,
  read,
  write,
  pipe,
  wait,
  sync,
  readlink,
  count
};

// The next call of this kind in this thread fails with this errno.
void fail_next(SystemCall call, int error);

}  // namespace lintel::testing
