// SPDX-License-Identifier: Apache-2.0
// A process with a fault in it, and what became of it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/faults/shim.h"
#include "tests/support/child_process.h"

namespace lintel::testing {

// What the preloaded library is told; see shim.cpp.
struct Injection {
  std::string call;  // empty: none
  unsigned long at = 0;
  int error = 0;
  int signal = 0;  // comes with the call, which succeeds, in place of the error
  bool goes_on = false;
  bool is_short = false;
};

// A running process, as an errand of Launch::meanwhile sees it.
class Running {
 public:
  Running(int process, const TemporaryFolder& aside) : process_(process), aside_(aside) {}

  int id() const { return process_; }
  bool has_ended() const;
  std::string out() const { return aside_.read("out"); }
  std::string err() const { return aside_.read("err"); }
  bool says(const std::string& text) const;  // waits for it, or for the end
  void signal(int number) const;

 private:
  int process_;
  const TemporaryFolder& aside_;
};

struct Launch {
  std::vector<std::string> words;
  Injection injection = {};
  std::string input = {};                              // what standard input holds
  std::vector<int> closed = {};                        // of the three streams
  std::string out = {};                                // where standard output goes; empty: kept
  int out_descriptor = -1;                             // if not -1: it is this one
  std::vector<std::string> variables = {};             // NAME=VALUE, on top of the usual ones
  int patience_milliseconds = 30'000;                  // what takes longer hangs
  std::function<void(const Running&)> meanwhile = {};  // is called while it runs
};

struct Ended {
  int code = -1;             // 128 and more: the number of the signal that ended it
  bool has_hung = false;     // it had to be killed
  bool has_orphans = false;  // something that it has started outlives it
  std::string out;
  std::string err;
  FaultPage page;
};

// Runs it in the folder, with that as TMPDIR/tmp, to its end.
Ended launch(const TemporaryFolder& folder, const Launch& launch);

// Whether faults can be injected: a sanitizer brings allocators and calls of its own.
bool has_injection();

// The names in a folder, and in the folders in it.
std::vector<std::string> names_in(const TemporaryFolder& folder);

}  // namespace lintel::testing
