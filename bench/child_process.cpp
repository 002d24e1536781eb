// SPDX-License-Identifier: Apache-2.0
// Making something in a process of its own: its bytes come back through a pipe.
#include "bench/child_process.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "bench/bench.h"

namespace lintel::bench {

std::vector<std::byte> in_child(const std::function<std::vector<std::byte>()>& make) {
  int result[2];
  if (::pipe(result) != 0) give_up("no pipe");
  const pid_t child = ::fork();
  if (child < 0) give_up("no process");
  if (child == 0) {
    std::FILE* out = ::fdopen(result[1], "w");
    const std::vector<std::byte> made = make();
    const bool written = std::fwrite(made.data(), 1, made.size(), out) == made.size();
    ::_exit(written && std::fclose(out) == 0 ? EXIT_SUCCESS : EXIT_FAILURE);
  }
  ::close(result[1]);
  std::vector<std::byte> made;
  std::byte buffer[65536];
  for (ssize_t size; (size = ::read(result[0], buffer, sizeof buffer)) > 0;) {
    made.insert(made.end(), buffer, buffer + size);
  }
  ::close(result[0]);
  int status = EXIT_FAILURE;
  if (::waitpid(child, &status, 0) != child || status != 0) give_up("a process has failed");
  return made;
}

}  // namespace lintel::bench
