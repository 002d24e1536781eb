// SPDX-License-Identifier: Apache-2.0
#include "tests/support/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <thread>

#include <gtest/gtest.h>

namespace lintel::testing {
namespace {

// Long enough for a machine that is busy with other tests.
constexpr std::chrono::seconds patience(20);

bool becomes_true(const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string path = (std::filesystem::temp_directory_path() / "lintel-test-XXXXXX").string();
  EXPECT_NE(::mkdtemp(path.data()), nullptr);
  path_ = path;
}

TemporaryFolder::~TemporaryFolder() { std::filesystem::remove_all(path_); }

std::string TemporaryFolder::path(std::string_view name) const {
  return path_ + "/" + std::string(name);
}

void TemporaryFolder::write(std::string_view name, std::string_view content) const {
  const std::string before = path(std::string(name) + ".new");
  std::filesystem::create_directories(std::filesystem::path(before).parent_path());
  std::ofstream(before, std::ios::binary) << content;
  std::filesystem::rename(before, path(name));
}

std::string TemporaryFolder::read(std::string_view name) const {
  std::ostringstream text;
  text << std::ifstream(path(name), std::ios::binary).rdbuf();
  return text.str();
}

ChildProcess::ChildProcess(const TemporaryFolder& folder, const std::vector<std::string>& words,
                           std::string_view input)
    : folder_(folder) {
  static int count = 0;
  name_ = "process" + std::to_string(++count);
  folder.write(name_ + ".in", input);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  const auto redirect = [&](int descriptor, const char* ending, int flags) {
    posix_spawn_file_actions_addopen(&actions, descriptor, folder.path(name_ + ending).c_str(),
                                     flags, 0600);
  };
  redirect(0, ".in", O_RDONLY);
  redirect(1, ".out", O_WRONLY | O_CREAT | O_APPEND);
  redirect(2, ".err", O_WRONLY | O_CREAT | O_APPEND);
  posix_spawn_file_actions_addchdir_np(&actions, folder.path("").c_str());
  std::vector<char*> pointers;
  for (const std::string& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
  pointers.push_back(nullptr);
  EXPECT_EQ(
      posix_spawn(&process_, words.front().c_str(), &actions, nullptr, pointers.data(), environ),
      0);
  posix_spawn_file_actions_destroy(&actions);
}

ChildProcess::~ChildProcess() {
  if (process_ <= 0) return;
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
}

std::string ChildProcess::out() const { return folder_.read(name_ + ".out"); }
std::string ChildProcess::err() const { return folder_.read(name_ + ".err"); }

bool ChildProcess::says(std::string_view text) const {
  return becomes_true([&] { return out().find(text) != std::string::npos; });
}

bool ChildProcess::complains(std::string_view text) const {
  return becomes_true([&] { return err().find(text) != std::string::npos; });
}

void ChildProcess::signal(int number) const {
  // An id of -1 would mean every process there is.
  if (process_ > 0) ::kill(process_, number);
}

int ChildProcess::wait() {
  if (process_ <= 0) return -1;
  int status = 0;
  if (!becomes_true([&] { return ::waitpid(process_, &status, WNOHANG) == process_; })) return -1;
  process_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace lintel::testing
