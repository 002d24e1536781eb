// SPDX-License-Identifier: Apache-2.0
// A function for the tests of what drives functions. The variable FAKE says how it behaves; each
// event that it answers comes back as it was.
#include <unistd.h>
#include <csignal>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <string_view>

#include "runtime/lambda/runtime_api.h"
#include "runtime/lambda/socket.h"

namespace {

using namespace lintel::lambda;

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? std::string_view(value) : std::string_view();
}

void log(std::string_view text) {
  [[maybe_unused]] const ssize_t written = ::write(2, text.data(), text.size());
}

// Sends bytes that need not be HTTP, and waits for the other end: for what it sends first.
std::string send(const SocketAddress& address, std::string_view bytes) {
  Socket socket;
  socket.connect(address, Deadline::in_milliseconds(5000));
  socket.write(bytes, {}, Deadline::in_milliseconds(5000));
  std::array<char, 4096> answer;
  const IoResult read = socket.read(answer, Deadline::in_milliseconds(5000));
  return {answer.data(), read.count};
}

// An event and its answer, and then, later, nonsense, to which it does not wait for a reply.
int answer_once_and_send_nonsense(const SocketAddress& address) {
  Socket socket;
  const auto say = [&](std::string_view bytes) {
    socket.write(bytes, {}, Deadline::in_milliseconds(5000));
  };
  std::array<char, 4096> answer;
  socket.connect(address, Deadline::in_milliseconds(5000));
  say("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\n\r\n");
  const IoResult read = socket.read(answer, Deadline::in_milliseconds(5000));
  const std::string_view event(answer.data(), read.count);
  constexpr std::string_view name = "Request-Id: ";
  const std::string id(
      event.substr(std::min(event.find(name), event.size() - name.size()) + name.size(), 36));
  say("POST /2018-06-01/runtime/invocation/" + id +
      "/response HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}");
  socket.read(answer, Deadline::in_milliseconds(5000));
  ::usleep(300'000);
  say("nonsense\r\n\r\n");
  return 0;
}

void wait_for_the_end() {
  while (true) ::pause();
}

// Ends by the signal, whatever a sanitizer makes of it.
void crash(int number) {
  std::signal(number, SIG_DFL);
  std::raise(number);
}

}  // namespace

int main() {
  const std::string_view behaviour = variable("FAKE");
  const std::string_view host = variable("AWS_LAMBDA_RUNTIME_API");
  const auto address = SocketAddress::parse(host);
  if (!address) return 2;
  RuntimeApi api(*address, host);
  if (behaviour == "exit at once") return 3;
  if (behaviour == "crash at once") crash(SIGABRT);
  if (behaviour == "hang at once") wait_for_the_end();
  if (behaviour == "init error") {
    api.fail_to_start(R"({"errorMessage":"no rules here","errorType":"Fake.NotStarted"})", "Fake");
    return 4;
  }
  if (behaviour == "init error as told") {
    api.fail_to_start(variable("FAKE_BODY"), "Fake");
    return 4;
  }
  if (behaviour == "log the event's head") {
    log(send(*address, "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\n\r\n"));
    return 5;
  }
  if (behaviour == "nonsense and an end") return answer_once_and_send_nonsense(*address);
  if (behaviour == "environment")
    for (char** entry = environ; *entry; ++entry) log(std::string(*entry) + "\n");

  Invocation event;
  for (int count = 1; api.next(event) == ApiStatus::done; ++count) {
    const bool is_second = count == 2;
    if (behaviour == "error")
      api.fail(event, R"({"errorMessage":"not so","errorType":"Fake"})", "Fake");
    else if (behaviour == "error as told")
      api.fail(event, variable("FAKE_BODY"), "Fake");
    else if (behaviour == "reject")
      api.fail(event, R"({"errorMessage":"no","errorType":"Rejected"})", "Rejected");
    else if (behaviour == "exit" && is_second)
      return 5;
    else if (behaviour == "crash" && is_second)
      crash(SIGSEGV);
    else if (behaviour == "hang" && is_second)
      wait_for_the_end();
    else if (behaviour == "no json")
      api.respond(event, "{\"open\":");
    else if (behaviour == "wrong id")
      api.respond({event.event, "00000000-0000-4000-8000-000000000000", {}, 0}, "{}");
    else if (behaviour == "wrong id of error")
      api.fail({event.event, "00000000-0000-4000-8000-000000000000", {}, 0}, "{}", "Fake");
    else if (behaviour == "no answer")
      continue;
    else if (behaviour == "wrong path")
      send(*address, "POST /2018-06-01/runtime/invocation/answer HTTP/1.1\r\n\r\n");
    else if (behaviour == "no http")
      send(*address, "hello there\r\n\r\n");
    else if (behaviour == "too large")
      api.fail(event, std::string(7 * 1024 * 1024, ' '), "Fake");
    else
      api.respond(event, event.event);
    if (behaviour == "twice") api.respond(event, event.event);
    if (behaviour == "log")
      log("event " + std::to_string(count) + " " + std::string(5000, '.') + "\n");
    if (behaviour == "answers again later") {
      ::usleep(300'000);
      api.respond(event, event.event);
    }
    if (behaviour == "ends later") {
      ::usleep(300'000);
      return 8;
    }
    if (behaviour == "slow to ask") {
      ::usleep(300'000);
      log("I asked late\n");
    }
    if (behaviour == "asks for the end") {
      ::usleep(200'000);
      ::kill(::getppid(), SIGTERM);
    }
    if (behaviour == "exit after answer") return 6;
    if (behaviour == "child") {
      if (::fork() == 0) wait_for_the_end();
      return 0;
    }
  }
  return 1;
}
