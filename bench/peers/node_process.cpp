// SPDX-License-Identifier: Apache-2.0
// Talks to node/handlers.mjs through two pipes.
#include <fcntl.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>

#include "bench/bench.h"
#include "bench/peers/peer.h"

namespace lintel::bench {
namespace {

constexpr const char* script = LINTEL_SOURCE_DIR "/bench/peers/node/handlers.mjs";

// The words after the script: the job, and what its handler needs to know.
struct Arguments {
  const char* job;
  std::string data;
};

Arguments arguments_of(const Job& job) {
  switch (job.kind) {
    case JobKind::own_domain: break;
    case JobKind::sign_up_policy:
      return {"policy", LINTEL_SOURCE_DIR "/bench/rules/blocked_domains.txt"};
    case JobKind::code_message: return {"message", ""};
    case JobKind::many_domains: return {"domains", std::to_string(job.domains.size())};
  }
  return {"registered_domain", ""};
}

void run_node(const Arguments& arguments, int commands, int answers) {
  ::dup2(commands, STDIN_FILENO);
  ::dup2(answers, STDOUT_FILENO);
  ::execl(LINTEL_BENCH_NODE, "node", script, arguments.job, arguments.data.c_str(), nullptr);
  ::_exit(127);
}

}  // namespace

struct Node::Process {
  pid_t id = -1;
  std::FILE* commands = nullptr;
  std::FILE* answers = nullptr;

  // Sends a command, and gives the line that answers it.
  std::string ask(std::string_view name, std::string_view argument) const {
    std::fprintf(commands, "%.*s %.*s\n", static_cast<int>(name.size()), name.data(),
                 static_cast<int>(argument.size()), argument.data());
    std::fflush(commands);
    std::string line;
    for (int c = std::fgetc(answers); c != '\n'; c = std::fgetc(answers)) {
      if (c == EOF) give_up("Node.js has ended");
      line.push_back(static_cast<char>(c));
    }
    return line;
  }
};

Node::Node(const Job& job) : process_(std::make_unique<Process>()) {
  int commands[2];
  int answers[2];
  if (::pipe2(commands, O_CLOEXEC) != 0 || ::pipe2(answers, O_CLOEXEC) != 0) {
    give_up("no pipe to Node.js");
  }
  const Arguments arguments = arguments_of(job);
  process_->id = ::fork();
  if (process_->id < 0) give_up("cannot start Node.js");
  if (process_->id == 0) run_node(arguments, commands[0], answers[1]);
  ::close(commands[0]);
  ::close(answers[1]);
  process_->commands = ::fdopen(commands[1], "w");
  process_->answers = ::fdopen(answers[0], "r");
  std::signal(SIGPIPE, SIG_IGN);
}

Node::~Node() {
  std::fclose(process_->commands);  // the end of its commands ends it
  std::fclose(process_->answers);
  ::waitpid(process_->id, nullptr, 0);
}

std::string_view Node::answer(const std::string& event) {
  line_ = process_->ask("answer", event);
  return line_;
}

void Node::load(const std::vector<std::string>& events) {
  process_->ask("clear", "");
  for (const std::string& event : events) process_->ask("load", event);
}

std::chrono::nanoseconds Node::time(std::size_t count) {
  return std::chrono::nanoseconds(std::stoll(process_->ask("time", std::to_string(count))));
}

bool has_node() { return *LINTEL_BENCH_NODE != '\0'; }

}  // namespace lintel::bench
