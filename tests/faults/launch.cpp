// SPDX-License-Identifier: Apache-2.0
#include "tests/faults/launch.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <thread>

#include <gtest/gtest.h>

namespace lintel::testing {
namespace {

// Long enough for a machine that is busy with other tests.
constexpr int patience_milliseconds = 30'000;

std::vector<char*> pointers(const std::vector<std::string>& words) {
  std::vector<char*> list;
  for (const std::string& word : words) list.push_back(const_cast<char*>(word.c_str()));
  list.push_back(nullptr);
  return list;
}

std::vector<std::string> environment_of(const Launch& launch, const TemporaryFolder& folder,
                                        const TemporaryFolder& aside) {
  std::vector<std::string> variables = {"PATH=/usr/local/bin:/usr/bin:/bin", "TERM=dumb",
                                        "TMPDIR=" + folder.path("tmp")};
  const Injection& injection = launch.injection;
  if (has_injection()) {
    variables.push_back("LD_PRELOAD=" LINTEL_FAULT_SHIM);
    variables.push_back("FAULT_PAGE=" + aside.path("page"));
    variables.push_back("FAULT_CALL=" + injection.call);
    variables.push_back("FAULT_AT=" + std::to_string(injection.at));
    variables.push_back("FAULT_ERRNO=" + std::to_string(injection.error));
    variables.push_back("FAULT_SIGNAL=" + std::to_string(injection.signal));
    variables.push_back(injection.goes_on ? "FAULT_ON=1" : "FAULT_ON=0");
    variables.push_back(injection.is_short ? "FAULT_SHORT=1" : "FAULT_SHORT=0");
  }
  variables.insert(variables.end(), launch.variables.begin(), launch.variables.end());
  return variables;
}

FaultPage page_of(const TemporaryFolder& aside) {
  FaultPage page;
  const std::string bytes = aside.read("page");
  if (bytes.size() == sizeof page) std::memcpy(&page, bytes.data(), sizeof page);
  return page;
}

// Waits until nobody holds the other end of the pipe. False if somebody still does.
bool is_let_go(int descriptor, int milliseconds) {
  pollfd entry{descriptor, POLLIN, 0};
  return ::poll(&entry, 1, milliseconds) > 0;
}

// The same, for as long as the process runs, and some seconds for those that it has started.
bool is_let_go(int descriptor, const Running& running, int milliseconds) {
  constexpr int step = 100;
  for (int waited = 0; waited < milliseconds; waited += step) {
    if (is_let_go(descriptor, step)) return true;
    if (running.has_ended()) return is_let_go(descriptor, 5000);
  }
  return false;
}

pid_t spawn(const TemporaryFolder& folder, const TemporaryFolder& aside, const Launch& launch,
            int life_line) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  const auto stream = [&](int number, const std::string& path, int flags) {
    if (std::find(launch.closed.begin(), launch.closed.end(), number) == launch.closed.end())
      posix_spawn_file_actions_addopen(&actions, number, path.c_str(), flags, 0600);
    else
      posix_spawn_file_actions_addclose(&actions, number);
  };
  stream(0, aside.path("in"), O_RDONLY);
  if (launch.out_descriptor >= 0) {
    posix_spawn_file_actions_adddup2(&actions, launch.out_descriptor, 1);
  } else {
    stream(1, launch.out.empty() ? aside.path("out") : launch.out, O_WRONLY | O_APPEND);
  }
  stream(2, aside.path("err"), O_WRONLY | O_APPEND);
  posix_spawn_file_actions_adddup2(&actions, life_line, 9);
  posix_spawn_file_actions_addchdir_np(&actions, folder.path("").c_str());
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t signals;
  sigfillset(&signals);
  posix_spawnattr_setsigdefault(&attributes, &signals);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  const std::vector<std::string> variables = environment_of(launch, folder, aside);
  pid_t process = -1;
  EXPECT_EQ(posix_spawnp(&process, launch.words.front().c_str(), &actions, &attributes,
                         pointers(launch.words).data(), pointers(variables).data()),
            0)
      << launch.words.front();
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return process;
}

}  // namespace

bool Running::has_ended() const {
  siginfo_t what{};
  return ::waitid(P_PID, static_cast<id_t>(process_), &what, WEXITED | WNOHANG | WNOWAIT) != 0 ||
         what.si_pid != 0;
}

bool Running::says(const std::string& text) const {
  const auto end =
      std::chrono::steady_clock::now() + std::chrono::milliseconds(patience_milliseconds);
  for (;;) {
    const bool was_last = has_ended() || std::chrono::steady_clock::now() > end;
    if (out().find(text) != std::string::npos) return true;
    if (was_last) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

void Running::signal(int number) const {
  if (process_ > 0 && !has_ended()) ::kill(process_, number);
}

Ended launch(const TemporaryFolder& folder, const Launch& launch) {
  const TemporaryFolder aside;
  aside.write("in", launch.input);
  aside.write("out", "");
  aside.write("err", "");
  aside.write("page", std::string(sizeof(FaultPage), '\0'));
  std::filesystem::create_directories(folder.path("tmp"));
  std::array<int, 2> life_line{};
  EXPECT_EQ(::pipe2(life_line.data(), O_CLOEXEC), 0);
  Ended ended;
  const pid_t process = spawn(folder, aside, launch, life_line[1]);
  ::close(life_line[1]);
  if (process > 0) {
    if (launch.meanwhile) launch.meanwhile({process, aside});
    const bool is_alone = is_let_go(life_line[0], {process, aside}, launch.patience_milliseconds);
    int status = 0;
    if (!is_alone && ::waitpid(process, &status, WNOHANG) == process) {
      ended.has_orphans = true;
    } else {
      if (!is_alone) {
        ended.has_hung = true;
        ::kill(process, SIGKILL);
      }
      ::waitpid(process, &status, 0);
    }
    ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  ::close(life_line[0]);
  ended.out = aside.read("out");
  ended.err = aside.read("err");
  ended.page = page_of(aside);
  return ended;
}

bool has_injection() { return LINTEL_HAS_INJECTION != 0; }

std::vector<std::string> names_in(const TemporaryFolder& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path("")))
    names.push_back(entry.path().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace lintel::testing
