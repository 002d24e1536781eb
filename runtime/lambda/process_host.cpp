// SPDX-License-Identifier: Apache-2.0
#include "runtime/lambda/process_host.h"

#include <sys/random.h>

#include <cerrno>
#include <ctime>

#include "runtime/lambda/variables.h"

namespace lintel::lambda {

std::string_view ProcessHost::variable(std::string_view name) { return lambda::variable(name); }

bool ProcessHost::now(Instant& time) {
  timespec clock{};
  if (clock_gettime(CLOCK_REALTIME, &clock) != 0) return false;
  time = {clock.tv_sec, static_cast<std::uint32_t>(clock.tv_nsec)};
  return true;
}

bool ProcessHost::random(std::span<std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t count = getrandom(bytes.data(), bytes.size(), 0);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes = {bytes.data() + count, bytes.size() - static_cast<std::size_t>(count)};
  }
  return true;
}

}  // namespace lintel::lambda
