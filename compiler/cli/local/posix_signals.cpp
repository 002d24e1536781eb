// SPDX-License-Identifier: Apache-2.0
#include "compiler/cli/local/posix_signals.h"

#include <array>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <unistd.h>

namespace lintel::cli {
namespace {

constexpr std::array<int, 4> watched = {SIGINT, SIGTERM, SIGHUP, SIGCHLD};

// Handlers know no objects. A byte in the pipe wakes poll(), even if the signal comes just before.
volatile std::sig_atomic_t end_is_wanted = 0;
std::array<int, 2> wake_pipe = {-1, -1};
std::array<struct sigaction, watched.size()> before;

void handle(int signal) {
  const int kept = errno;
  if (signal != SIGCHLD) end_is_wanted = 1;
  // A full pipe wakes as well.
  [[maybe_unused]] const ssize_t written = ::write(wake_pipe[1], "", 1);
  errno = kept;
}

}  // namespace

SignalWatch::SignalWatch() {
  end_is_wanted = 0;
  if (::pipe2(wake_pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0) wake_pipe = {-1, -1};
  struct sigaction action {};
  action.sa_handler = handle;
  sigemptyset(&action.sa_mask);
  for (std::size_t i = 0; i < watched.size(); ++i) {
    sigaction(watched[i], &action, &before[i]);
    // As `nohup` wants it.
    if (watched[i] == SIGHUP && before[i].sa_handler == SIG_IGN)
      sigaction(watched[i], &before[i], nullptr);
  }
}

SignalWatch::~SignalWatch() {
  for (std::size_t i = 0; i < watched.size(); ++i) sigaction(watched[i], &before[i], nullptr);
  for (int& end : wake_pipe) {
    if (end >= 0) ::close(end);
    end = -1;
  }
}

bool SignalWatch::wants_end() const { return end_is_wanted != 0; }

void SignalWatch::add_to(std::vector<pollfd>& entries) {
  entries.push_back({wake_pipe[0], POLLIN, 0});
}

void SignalWatch::ready(std::span<const pollfd> entries) {
  if (entries.front().revents == 0) return;
  std::array<char, 64> bytes;
  while (::read(wake_pipe[0], bytes.data(), bytes.size()) > 0) {
  }
}

}  // namespace lintel::cli
