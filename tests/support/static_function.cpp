// SPDX-License-Identifier: Apache-2.0
// A bootstrap as small as can be that serves: for the tests of what starts one. It asks for events
// as long as there are any; the variable FAKE says what it makes of them. What is linked into it
// does not matter to it.
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

// As in tests/support/print_image.cpp.
struct Slot {
  char mark[24];
  std::uint64_t address;
  std::uint64_t size;
};

struct Note {
  std::uint32_t name_bytes;
  std::uint32_t content_bytes;
  std::uint32_t type;
  char name[8];
};

[[gnu::used]] const volatile Slot slot = {"lintel: linked image v1", 0, 0};
[[gnu::used, gnu::section(".note.lintel")]] const Note note = {7, 0, 1, "Lintel"};

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

// The head and the body of what comes; empty if the other end is gone.
std::string exchange(int server, const std::string& request) {
  if (::write(server, request.data(), request.size()) < 0) return {};
  std::string reply;
  std::size_t wanted = std::string::npos;
  while (reply.size() < wanted) {
    char bytes[4096];
    const ssize_t count = ::read(server, bytes, sizeof bytes);
    if (count <= 0) return {};
    reply.append(bytes, static_cast<std::size_t>(count));
    const std::size_t head = reply.find("\r\n\r\n");
    constexpr const char* length = "Content-Length: ";
    if (head == std::string::npos) continue;
    wanted = head + 4 +
             std::strtoul(reply.c_str() + reply.find(length) + std::strlen(length), nullptr, 10);
  }
  return reply;
}

std::string post(const std::string& path, const std::string& body) {
  return "POST /2018-06-01/runtime/invocation/" + path +
         " HTTP/1.1\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace

int main() {
  const std::string behaviour = variable("FAKE");
  const std::string host = variable("AWS_LAMBDA_RUNTIME_API");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port =
      htons(static_cast<std::uint16_t>(std::atoi(host.c_str() + host.find(':') + 1)));
  const int server = ::socket(AF_INET, SOCK_STREAM, 0);
  if (::connect(server, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return 2;
  for (;;) {
    const std::string event =
        exchange(server, "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\n\r\n");
    constexpr const char* name = "Lambda-Runtime-Aws-Request-Id: ";
    const std::size_t begin = event.find(name);
    if (begin == std::string::npos) return 1;
    const std::string id = event.substr(begin + std::strlen(name), 36);
    if (behaviour == "exit") {
      [[maybe_unused]] const ssize_t written = ::write(2, "here I am\n", 10);
      return 7;
    }
    if (behaviour == "wants the end") {
      ::kill(::getppid(), SIGTERM);
      ::pause();
    }
    if (behaviour == "reject")
      exchange(server, post(id + "/error", R"({"errorMessage":"no","errorType":"Rejected"})"));
    else if (behaviour == "fault")
      exchange(server, post(id + "/error", R"({"errorMessage":"no","errorType":"Fault"})"));
    else
      exchange(server, post(id + "/response", event.substr(event.find("\r\n\r\n") + 4)));
  }
}
