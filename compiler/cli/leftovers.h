// SPDX-License-Identifier: Apache-2.0
// What must not outlive the process: files in the making, unpacked functions, processes of
// functions. Their owners take them away in time; this is for a process that is ended early, by a
// signal or for want of memory.
#pragma once

#include <csignal>

#include <sys/types.h>

namespace lintel::cli {

// While it lives, the signals that end the process wait: for steps that may not be torn apart.
class SignalsWait {
 public:
  SignalsWait();
  ~SignalsWait();
  SignalsWait(const SignalsWait&) = delete;
  SignalsWait& operator=(const SignalsWait&) = delete;

 private:
  sigset_t before_;
};

// Stands for one of these as long as it lives. One thread's. Allocates nothing, so that there is no
// moment at which what was made is not known.
class Leftover {
 public:
  // Of a file, or of a folder that is empty by its turn. The text must outlive this.
  explicit Leftover(const char* path);
  // Of children of this process, with all that they started.
  explicit Leftover(pid_t process_group);
  ~Leftover();
  Leftover(const Leftover&) = delete;
  Leftover& operator=(const Leftover&) = delete;

 private:
  friend void remove_leftovers();

  void enter();

  const char* path_ = nullptr;
  pid_t process_group_ = 0;
  Leftover* older_ = nullptr;
  Leftover* newer_ = nullptr;
};

// Takes all away, the newest first. Allocates nothing and may be called in a signal handler.
void remove_leftovers();

// From now on SIGINT, SIGTERM, SIGHUP, SIGQUIT and SIGXCPU, unless they are ignored, end the
// process as ever, but remove_leftovers() comes first.
void remove_leftovers_on_signals();

}  // namespace lintel::cli
