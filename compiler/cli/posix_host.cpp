// SPDX-License-Identifier: Apache-2.0
#include "compiler/cli/posix_host.h"

#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <string>

#include <fcntl.h>
#include <unistd.h>

namespace lintel::cli {

std::string_view PosixHost::variable(std::string_view name) {
  const char* value = std::getenv(std::string(name).c_str());
  return value != nullptr ? std::string_view(value) : std::string_view();
}

bool PosixHost::now(Instant& time) {
  timespec clock{};
  if (::clock_gettime(CLOCK_REALTIME, &clock) != 0) return false;
  time = {clock.tv_sec, static_cast<std::uint32_t>(clock.tv_nsec)};
  return true;
}

bool PosixHost::random(std::span<std::byte> bytes) {
  const int descriptor = ::open("/dev/urandom", O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  while (!bytes.empty()) {
    const ssize_t count = ::read(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  ::close(descriptor);
  return bytes.empty();
}

}  // namespace lintel::cli
