// SPDX-License-Identifier: Apache-2.0
#include "compiler/cli/leftovers.h"

#include <cerrno>

#include <sys/wait.h>
#include <unistd.h>

namespace lintel::cli {
namespace {

constexpr int ending_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU};

Leftover* newest = nullptr;

void end_by(int signal) {
  remove_leftovers();
  // The handler is gone (SA_RESETHAND): as soon as it returns, the signal does what it always does.
  ::raise(signal);
}

void end_group(pid_t group) {
  ::kill(-group, SIGKILL);
  while (::waitpid(-group, nullptr, 0) > 0 || errno == EINTR) {
  }
}

}  // namespace

SignalsWait::SignalsWait() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : ending_signals) sigaddset(&signals, signal);
  sigprocmask(SIG_BLOCK, &signals, &before_);
}

SignalsWait::~SignalsWait() { sigprocmask(SIG_SETMASK, &before_, nullptr); }

Leftover::Leftover(const char* path) : path_(path) { enter(); }

Leftover::Leftover(pid_t process_group) : process_group_(process_group) { enter(); }

void Leftover::enter() {
  const SignalsWait whole;
  older_ = newest;
  if (older_) older_->newer_ = this;
  newest = this;
}

Leftover::~Leftover() {
  const SignalsWait whole;
  (newer_ ? newer_->older_ : newest) = older_;
  if (older_) older_->newer_ = newer_;
}

void remove_leftovers() {
  for (const Leftover* each = newest; each; each = each->older_) {
    if (!each->path_)
      end_group(each->process_group_);
    else if (::unlink(each->path_) != 0)
      ::rmdir(each->path_);
  }
}

void remove_leftovers_on_signals() {
  struct sigaction action {};
  action.sa_handler = end_by;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigfillset(&action.sa_mask);
  for (const int signal : ending_signals) {
    struct sigaction before {};
    sigaction(signal, nullptr, &before);
    if (before.sa_handler == SIG_DFL) sigaction(signal, &action, nullptr);
  }
}

}  // namespace lintel::cli
