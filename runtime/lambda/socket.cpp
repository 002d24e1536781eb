// SPDX-License-Identifier: Apache-2.0
#include "runtime/lambda/socket.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "runtime/text.h"

namespace lintel::lambda {
namespace {

using runtime::slice;

std::optional<std::uint16_t> parse_port(std::string_view text) {
  const std::optional<std::int64_t> port = runtime::parse_integer(text);
  if (!port || *port < 1 || *port > 65535) return {};
  return static_cast<std::uint16_t>(*port);
}

// On Linux EWOULDBLOCK is the same.
bool must_wait() { return errno == EAGAIN; }

IoStatus status_of_errno() {
  return errno == EPIPE || errno == ECONNRESET ? IoStatus::closed : IoStatus::failed;
}

}  // namespace

std::optional<SocketAddress> SocketAddress::parse(std::string_view text, std::uint16_t port) {
  const bool is_bracketed = !text.empty() && text.front() == '[';
  std::size_t host_end = 0;
  while (host_end < text.size() && text[host_end] != (is_bracketed ? ']' : ':')) ++host_end;
  std::string_view host = slice(text, 0, host_end);
  std::string_view rest = slice(text, host_end);
  if (is_bracketed) {
    if (rest.empty()) return {};
    host.remove_prefix(1);
    rest.remove_prefix(1);
  }
  if (!rest.empty()) {
    const std::optional<std::uint16_t> written = parse_port(slice(rest, 1));
    if (rest.front() != ':' || !written) return {};
    port = *written;
  }
  if (port == 0) return {};
  if (host == "localhost") host = "127.0.0.1";

  std::array<char, INET6_ADDRSTRLEN> name{};
  if (host.empty() || host.size() >= name.size()) return {};
  std::memcpy(name.data(), host.data(), host.size());
  SocketAddress address;
  if (is_bracketed) {
    sockaddr_in6 six{};
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(port);
    if (inet_pton(AF_INET6, name.data(), &six.sin6_addr) != 1) return {};
    std::memcpy(&address.storage, &six, sizeof six);
    address.size = sizeof six;
  } else {
    sockaddr_in four{};
    four.sin_family = AF_INET;
    four.sin_port = htons(port);
    if (inet_pton(AF_INET, name.data(), &four.sin_addr) != 1) return {};
    std::memcpy(&address.storage, &four, sizeof four);
    address.size = sizeof four;
  }
  return address;
}

Socket& Socket::operator=(Socket&& other) noexcept {
  if (this != &other) {
    close();
    descriptor_ = other.descriptor_;
    other.descriptor_ = -1;
  }
  return *this;
}

void Socket::close() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

IoStatus Socket::wait(short events, Deadline deadline) const {
  pollfd entry{descriptor_, events, 0};
  while (true) {
    const int ready = poll(&entry, 1, deadline.milliseconds_left());
    if (ready > 0) return IoStatus::done;
    if (ready == 0) return IoStatus::timed_out;
    if (errno != EINTR) return IoStatus::failed;
  }
}

IoStatus Socket::connect(const SocketAddress& address, Deadline deadline) {
  close();
  descriptor_ = ::socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (descriptor_ < 0) return IoStatus::failed;
  const int on = 1;
  setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address.storage), address.size) ==
      0)
    return IoStatus::done;
  IoStatus status = IoStatus::failed;
  if (errno == EINPROGRESS) {
    status = wait(POLLOUT, deadline);
    int error = 0;
    socklen_t size = sizeof error;
    if (status == IoStatus::done) {
      getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &error, &size);
      if (error == 0) return IoStatus::done;
      errno = error;
      status = IoStatus::failed;
    }
  }
  const int why = errno;
  close();
  errno = why;
  return status;
}

IoResult Socket::read(std::span<char> bytes, Deadline deadline) {
  while (true) {
    const ssize_t count = recv(descriptor_, bytes.data(), bytes.size(), 0);
    if (count > 0) return {IoStatus::done, static_cast<std::size_t>(count)};
    if (count == 0) return {IoStatus::closed, 0};
    if (errno == EINTR) continue;
    if (!must_wait()) return {status_of_errno(), 0};
    if (const IoStatus status = wait(POLLIN, deadline); status != IoStatus::done)
      return {status, 0};
  }
}

IoStatus Socket::write(std::string_view head, std::string_view body, Deadline deadline) {
  while (!head.empty() || !body.empty()) {
    // sendmsg() does not write through them.
    std::array<iovec, 2> parts{{{const_cast<char*>(head.data()), head.size()},
                                {const_cast<char*>(body.data()), body.size()}}};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    const ssize_t count = sendmsg(descriptor_, &message, MSG_NOSIGNAL);
    if (count >= 0) {
      const auto sent = static_cast<std::size_t>(count);
      const std::size_t of_head = sent < head.size() ? sent : head.size();
      head.remove_prefix(of_head);
      body.remove_prefix(sent - of_head);
      continue;
    }
    if (errno == EINTR) continue;
    if (!must_wait()) return status_of_errno();
    if (const IoStatus status = wait(POLLOUT, deadline); status != IoStatus::done) return status;
  }
  return IoStatus::done;
}

bool Socket::is_stale() const {
  char byte = 0;
  const ssize_t count = recv(descriptor_, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return count >= 0 || (!must_wait() && errno != EINTR);
}

}  // namespace lintel::lambda
