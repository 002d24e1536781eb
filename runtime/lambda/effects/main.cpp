// SPDX-License-Identifier: Apache-2.0
// The bootstrap that carries out effects.
#include <unistd.h>

#include <new>
#include <string_view>

#include "runtime/lambda/bootstrap.h"
#include "runtime/lambda/effects/carrying_host.h"
#include "runtime/lambda/effects/posix_world.h"

namespace {

// An event that is in work gets no answer; Lambda starts another process for the next.
[[noreturn]] void give_up() {
  constexpr std::string_view line = "{\"level\":\"ERROR\",\"message\":\"out of memory\"}\n";
  [[maybe_unused]] const ssize_t written = ::write(STDOUT_FILENO, line.data(), line.size());
  ::_exit(1);
}

}  // namespace

int main() {
  std::set_new_handler(give_up);
  lintel::lambda::PosixWorld world;
  lintel::lambda::CarryingHost host(world);
  return lintel::lambda::run_bootstrap(&host);
}
