// SPDX-License-Identifier: Apache-2.0
#include "compiler/cli/local/function_process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>

#include <fmt/format.h>

#include "runtime/lambda/clock.h"

namespace lintel::cli {
namespace {

std::vector<char*> pointers(const std::vector<std::string>& words) {
  std::vector<char*> list;
  // posix_spawn() does not write through them.
  for (const std::string& word : words) list.push_back(const_cast<char*>(word.c_str()));
  list.push_back(nullptr);
  return list;
}

void set(Variables& variables, std::string_view name, std::string_view value) {
  std::erase_if(variables, [&](const auto& variable) { return variable.first == name; });
  variables.emplace_back(name, value);
}

std::string_view variable_or(const char* name, std::string_view otherwise) {
  const char* value = std::getenv(name);
  return value && *value ? std::string_view(value) : otherwise;
}

std::string described(int status) {
  if (WIFEXITED(status)) return fmt::format("it exited with status {}", WEXITSTATUS(status));
  return fmt::format("it was ended by signal {} ({})", WTERMSIG(status),
                     strsignal(WTERMSIG(status)));
}

}  // namespace

std::vector<std::string> function_environment(const FunctionCommand& command,
                                              std::string_view api_address,
                                              std::string_view function_name) {
  const std::string_view region =
      variable_or("AWS_REGION", variable_or("AWS_DEFAULT_REGION", "us-east-1"));
  Variables variables = {{"PATH", "/usr/local/bin:/usr/bin:/bin:/opt/bin"},
                         {"LANG", "en_US.UTF-8"},
                         {"TZ", ":UTC"},
                         {"_HANDLER", "bootstrap"},
                         {"AWS_EXECUTION_ENV", "AWS_Lambda_provided.al2023"},
                         {"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"},
                         {"AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"},
                         {"AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"},
                         {"AWS_DEFAULT_REGION", std::string(region)},
                         {"AWS_REGION", std::string(region)}};
  for (char** entry = environ; *entry; ++entry) {
    const std::string_view text = *entry;
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) continue;
    if (text.starts_with("AWS_") || text.starts_with("LINTEL_"))
      set(variables, text.substr(0, equals), text.substr(equals + 1));
  }
  for (const auto& [name, value] : command.given) set(variables, name, value);
  set(variables, "AWS_LAMBDA_FUNCTION_NAME", function_name);
  set(variables, "AWS_LAMBDA_RUNTIME_API", api_address);
  set(variables, "LAMBDA_TASK_ROOT", command.folder);
  std::vector<std::string> environment;
  for (const auto& [name, value] : variables) environment.push_back(name + "=" + value);
  return environment;
}

bool FunctionProcess::start(const FunctionCommand& command,
                            const std::vector<std::string>& environment, std::string& why) {
  end();
  std::array<int, 2> log{};
  if (::pipe2(log.data(), O_CLOEXEC) != 0) {
    why = std::strerror(errno);
    return false;
  }
  ::fcntl(log[0], F_SETFL, O_NONBLOCK);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, log[1], 1);
  posix_spawn_file_actions_adddup2(&actions, log[1], 2);
  posix_spawn_file_actions_addchdir_np(&actions, command.folder.c_str());
  // A group of its own, to be ended with all that it starts; and what this process does about
  // signals is no business of it.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t signals;
  sigfillset(&signals);
  posix_spawnattr_setsigdefault(&attributes, &signals);
  sigemptyset(&signals);
  posix_spawnattr_setsigmask(&attributes, &signals);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(
      &attributes,
      static_cast<short>(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK));
  started_ = lambda::monotonic_nanoseconds();
  SignalsWait until_it_is_known;
  const int error = posix_spawnp(&process_, command.words.front().c_str(), &actions, &attributes,
                                 pointers(command.words).data(), pointers(environment).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  ::close(log[1]);
  log_ = log[0];
  if (error == 0) {
    leftover_.emplace(process_);
    return true;
  }
  process_ = 0;
  end();
  why = std::strerror(error);
  return false;
}

std::optional<std::string> FunctionProcess::ended() {
  int status = 0;
  if (process_ == 0 || ::waitpid(process_, &status, WNOHANG) != process_) return {};
  ::kill(-process_, SIGKILL);  // what it has left behind
  leftover_.reset();
  process_ = 0;
  return described(status);
}

std::string FunctionProcess::take_log() {
  std::string text;
  std::array<char, 16'384> bytes;
  constexpr std::size_t enough = 1 << 20;  // there is a next time
  while (log_ >= 0 && text.size() < enough) {
    const ssize_t count = ::read(log_, bytes.data(), bytes.size());
    if (count > 0) {
      text.append(bytes.data(), static_cast<std::size_t>(count));
    } else if (count == 0) {
      ::close(log_);
      log_ = -1;
    } else if (errno != EINTR) {
      break;
    }
  }
  return text;
}

// Not ru_maxrss, which begins with the memory of the process that has started this one.
std::optional<std::int64_t> FunctionProcess::peak_memory_bytes() const {
  if (process_ == 0) return {};
  std::ifstream file(fmt::format("/proc/{}/status", process_));
  constexpr std::string_view name = "VmHWM:";
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with(name)) continue;
    std::int64_t kilobytes = 0;
    const std::size_t digit = std::min(line.find_first_of("0123456789"), line.size());
    std::from_chars(line.data() + digit, line.data() + line.size(), kilobytes);
    return kilobytes * 1024;
  }
  return {};
}

void FunctionProcess::end() {
  if (process_ != 0) {
    ::kill(-process_, SIGKILL);
    while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
    }
    leftover_.reset();
    process_ = 0;
  }
  if (log_ >= 0) ::close(log_);
  log_ = -1;
}

}  // namespace lintel::cli
