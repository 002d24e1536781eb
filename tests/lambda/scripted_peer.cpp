// SPDX-License-Identifier: Apache-2.0
#include "tests/lambda/scripted_peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>
#include <utility>

namespace lintel::testing {
namespace {

constexpr int patience_milliseconds = 10'000;

bool readable(int descriptor, int milliseconds) {
  pollfd entry{descriptor, POLLIN, 0};
  return ::poll(&entry, 1, milliseconds) > 0;
}

// Appends what has come; false at the end of the connection.
bool receive(int descriptor, std::string& text) {
  std::array<char, 65536> bytes{};
  if (!readable(descriptor, patience_milliseconds)) return false;
  const ssize_t count = ::recv(descriptor, bytes.data(), bytes.size(), 0);
  if (count <= 0) return false;
  text.append(bytes.data(), static_cast<std::size_t>(count));
  return true;
}

}  // namespace

Peer::Peer(Peer&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), rest_(std::move(other.rest_)) {}

void Peer::close() {
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

std::optional<Request> Peer::read() {
  while (rest_.find("\r\n\r\n") == std::string::npos)
    if (!receive(descriptor_, rest_)) return {};
  Request request;
  std::size_t at = rest_.find("\r\n");
  const std::size_t space = rest_.find(' ');
  request.method = rest_.substr(0, space);
  request.target = rest_.substr(space + 1, rest_.find(' ', space + 1) - space - 1);
  at += 2;
  while (rest_.compare(at, 2, "\r\n") != 0) {
    const std::size_t end = rest_.find("\r\n", at);
    const std::size_t colon = rest_.find(": ", at);
    std::string name = rest_.substr(at, colon - at);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    request.headers[name] = rest_.substr(colon + 2, end - colon - 2);
    at = end + 2;
  }
  at += 2;
  const auto length = request.headers.find("content-length");
  const std::size_t size = length == request.headers.end() ? 0 : std::stoul(length->second);
  while (rest_.size() < at + size)
    if (!receive(descriptor_, rest_)) return {};
  request.body = rest_.substr(at, size);
  rest_.erase(0, at + size);
  return request;
}

void Peer::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t count = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

void Peer::respond(int status, std::string_view body, std::string_view headers) const {
  std::string text = "HTTP/1.1 " + std::to_string(status) + " Text\r\n";
  text.append(headers);
  text.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n\r\n");
  text.append(body);
  send(text);
}

void Peer::give_event(std::string_view event, std::string_view request_id) const {
  std::string headers = "Lambda-Runtime-Aws-Request-Id: ";
  headers.append(request_id).append("\r\nLambda-Runtime-Deadline-Ms: 4102444800000\r\n");
  respond(200, event, headers);
}

bool Peer::is_closed_by_other() const {
  char byte = 0;
  return readable(descriptor_, patience_milliseconds) && ::recv(descriptor_, &byte, 1, 0) <= 0;
}

Listener::Listener() : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(descriptor_, 16) != 0)
    throw std::runtime_error("cannot listen on loopback");
}

Listener::~Listener() { ::close(descriptor_); }

std::string Listener::address() const {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  ::getsockname(descriptor_, reinterpret_cast<sockaddr*>(&address), &size);
  std::string text = "127.0.0.1:";
  return text.append(std::to_string(ntohs(address.sin_port)));
}

std::optional<Peer> Listener::accept() const {
  if (!readable(descriptor_, patience_milliseconds)) return {};
  const int descriptor = ::accept4(descriptor_, nullptr, nullptr, SOCK_CLOEXEC);
  if (descriptor < 0) return {};
  return Peer(descriptor);
}

bool Listener::nobody_comes(int milliseconds) const { return !readable(descriptor_, milliseconds); }

}  // namespace lintel::testing
