// SPDX-License-Identifier: Apache-2.0
// A program as a user starts it, in a folder of its own, and what it writes.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

namespace lintel::testing {

// A folder that is taken away at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string path(std::string_view name) const;

  // Replaces the file as a whole, as editors do.
  void write(std::string_view name, std::string_view content) const;
  std::string read(std::string_view name) const;

 private:
  std::string path_;
};

// Is killed at the end, if it still runs. Nothing here waits for longer than some seconds.
class ChildProcess {
 public:
  // With the input, if there is one, as its standard input.
  ChildProcess(const TemporaryFolder& folder, const std::vector<std::string>& words,
               std::string_view input = {});
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  std::string out() const;
  std::string err() const;

  // Whether the output, or the other one, comes to hold the text.
  bool says(std::string_view text) const;
  bool complains(std::string_view text) const;

  void signal(int number) const;

  // The exit code once it ends by itself: 128 and the number if a signal ended it; -1 if it does
  // not end, and when it is asked again.
  int wait();

  pid_t id() const { return process_; }

 private:
  const TemporaryFolder& folder_;
  std::string name_;  // of its files in the folder
  pid_t process_ = -1;
};

}  // namespace lintel::testing
