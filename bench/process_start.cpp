// SPDX-License-Identifier: Apache-2.0
#include "bench/process_start.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <string_view>

#include "bench/bench.h"
#include "runtime/lambda/http.h"

namespace lintel::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t max_request_bytes = std::size_t{1} << 20;

// The target and the body of the next request.
std::string receive(int connection) {
  lambda::MessageReader reader(lambda::MessageKind::request, max_request_bytes);
  lambda::Progress progress = lambda::Progress::more;
  while (progress == lambda::Progress::more) {
    const std::span<char> room = reader.room();
    const ssize_t count = ::recv(connection, room.data(), room.size(), 0);
    if (count <= 0) give_up("a process has closed its connection, or stopped");
    progress = reader.received(static_cast<std::size_t>(count));
  }
  if (progress != lambda::Progress::done) give_up("a process sends what is no request");
  return std::string(reader.target()).append(" ").append(reader.body());
}

// What /proc says: that of wait4() begins with the memory of the process that started it.
std::size_t peak_bytes(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/status");
  constexpr std::string_view name = "VmHWM:";
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(name)) return std::strtoul(line.c_str() + name.size(), nullptr, 10) * 1024;
  }
  give_up("a process has no memory");
}

}  // namespace

Start start_process(const std::vector<std::string>& words, const std::string& folder,
                    const std::string& event, const std::string& expected) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const general = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener, general, size) != 0 || ::listen(listener, 4) != 0 ||
      ::getsockname(listener, general, &size) != 0)
    give_up("cannot listen on loopback");

  std::string api = "AWS_LAMBDA_RUNTIME_API=127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  std::string log = "LINTEL_LOG=off";
  std::array<char*, 3> environment{api.data(), log.data(), nullptr};
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const std::string reply =
      "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: one\r\nContent-Length: " +
      std::to_string(event.size()) + "\r\n\r\n" + event;

  // What never connects, or stops, ends the benchmark with its name.
  const timeval patience{10, 0};
  ::setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
  pid_t process = 0;
  const auto begin = Clock::now();
  if (::posix_spawn(&process, words[0].c_str(), &actions, nullptr, arguments.data(),
                    environment.data()) != 0)
    give_up("cannot start " + words[0]);
  const int connection = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
  if (connection < 0) give_up(words[0] + " does not connect");
  ::setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  const int on = 1;
  ::setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  receive(connection);
  if (::send(connection, reply.data(), reply.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(reply.size()))
    give_up("a process takes no event");
  const std::string answer = receive(connection);
  const std::chrono::duration<double> took = Clock::now() - begin;
  posix_spawn_file_actions_destroy(&actions);

  const std::size_t peak = peak_bytes(process);
  ::kill(process, SIGKILL);
  ::waitpid(process, nullptr, 0);
  ::close(connection);
  ::close(listener);
  if (answer.find(expected) == std::string::npos) give_up(words[0] + " answers " + answer);
  return {took.count(), peak};
}

}  // namespace lintel::bench
