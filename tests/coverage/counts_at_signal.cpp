// SPDX-License-Identifier: Apache-2.0
// Linked into all programs by tests/coverage/run: those that wait for events have no end but a
// signal, and their counts would be lost with it.
#include <csignal>

extern "C" int __llvm_profile_write_file();

namespace {

// The process waits for its next event, so it holds none of the locks that writing takes.
void write_counts(int number) {
  __llvm_profile_write_file();
  std::signal(number, SIG_DFL);
  std::raise(number);
}

// A program that does something about the signal itself does so later, and then ends normally.
[[maybe_unused]] const auto before = std::signal(SIGTERM, write_counts);

}  // namespace
