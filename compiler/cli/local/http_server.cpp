// SPDX-License-Identifier: Apache-2.0
#include "compiler/cli/local/http_server.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <limits>

#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace lintel::cli {

using lambda::Deadline;
using lambda::MessageKind;
using lambda::MessageReader;
using lambda::Progress;
using lambda::Socket;

namespace {

constexpr std::int64_t finish_milliseconds = 500;
constexpr std::int64_t pause_milliseconds = 100;
// More than a head may have, so that the limit of the head is the one that counts.
constexpr std::size_t head_room = std::size_t{80} * 1024;

std::string_view reason_phrase(unsigned status) {
  switch (status) {
    case 200: return "OK";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 400: return "Bad Request";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 413: return "Content Too Large";
    case 500: return "Internal Server Error";
    case 502: return "Bad Gateway";
    default: return "Unknown";
  }
}

std::string head_of(const HttpResponse& response, bool keeps_open) {
  std::string head =
      fmt::format("HTTP/1.1 {} {}\r\n", response.status, reason_phrase(response.status));
  for (const auto& [name, value] : response.headers) head += fmt::format("{}: {}\r\n", name, value);
  // RFC 9110, 8.6: a response without content has no length.
  if (response.status != 204) head += fmt::format("Content-Length: {}\r\n", response.body.size());
  return head + (keeps_open ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n");
}

Deadline end_of_idling(const HttpLimits& limits) {
  return limits.idle_milliseconds == 0 ? Deadline::never()
                                       : Deadline::in_milliseconds(limits.idle_milliseconds);
}

}  // namespace

struct HttpServer::Connection {
  enum class State : std::uint8_t {
    reading,   // a request, or waiting for one
    deciding,  // the handler has the request
    sending,
    leaving,  // the response is sent; what still comes is thrown away
    closed,   // to be taken out
  };

  Connection(ConnectionNumber its_number, Socket its_socket, std::size_t most_bytes)
      : number(its_number),
        socket(std::move(its_socket)),
        reader(MessageKind::request, most_bytes) {}

  ConnectionNumber number;
  Socket socket;
  MessageReader reader;
  Progress progress = Progress::more;
  State state = State::reading;
  std::string output;
  std::size_t sent = 0;  // bytes of it
  bool keeps_open = true;
  bool has_continued = false;  // "100 Continue" is sent
  Deadline deadline = Deadline::never();
};

HttpServer::HttpServer(HttpHandler& handler, const HttpLimits& limits)
    : handler_(handler), limits_(limits) {}

HttpServer::~HttpServer() = default;

bool HttpServer::listen(std::uint16_t port, std::string& why) {
  const auto fail = [&] {
    why = std::strerror(errno);
    return false;
  };
  Socket socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket.is_open()) return fail();
  const int on = 1;  // a port whose last connections are still fading may be used again
  setsockopt(socket.descriptor(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  if (bind(socket.descriptor(), any, size) != 0) return fail();
  if (::listen(socket.descriptor(), SOMAXCONN) != 0) return fail();
  if (getsockname(socket.descriptor(), any, &size) != 0) return fail();
  port_ = ntohs(address.sin_port);
  listener_ = std::move(socket);
  return true;
}

void HttpServer::add_to(std::vector<pollfd>& entries) {
  polled_.clear();
  listens_now_ = listener_.is_open() && accepts_again_.is_never();
  if (listens_now_) entries.push_back({listener_.descriptor(), POLLIN, 0});
  for (const auto& [number, connection] : connections_) {
    short events = POLLIN;
    if (connection->state == Connection::State::sending) events = POLLOUT;
    // Broken connections are told even without a wish.
    if (connection->state == Connection::State::deciding) events = 0;
    entries.push_back({connection->socket.descriptor(), events, 0});
    polled_.push_back(number);
  }
}

Deadline HttpServer::deadline() const {
  Deadline earliest = accepts_again_;
  for (const auto& [number, connection] : connections_) {
    earliest = earliest.earlier(connection->deadline);
    // A request that came with the one before it makes no descriptor ready.
    const bool has_request =
        connection->state == Connection::State::reading && connection->progress != Progress::more;
    if (has_request || connection->state == Connection::State::closed)
      return Deadline::in_milliseconds(0);
  }
  return earliest;
}

void HttpServer::ready(std::span<const pollfd> entries) {
  if (accepts_again_.has_passed()) accepts_again_ = Deadline::never();
  const bool is_called = listens_now_ && entries.front().revents != 0;
  if (listens_now_) entries = entries.subspan(1);
  for (std::size_t i = 0; i < polled_.size(); ++i) {
    const auto found = connections_.find(polled_[i]);
    if (found == connections_.end()) continue;
    Connection& connection = *found->second;
    const short events = entries[i].revents;
    switch (connection.state) {
      case Connection::State::reading:
      case Connection::State::leaving:
        if (events != 0) read(connection);
        break;
      case Connection::State::sending:
        if (events != 0) send(connection);
        break;
      case Connection::State::deciding:
        if ((events & (POLLERR | POLLHUP | POLLNVAL)) != 0)
          connection.state = Connection::State::closed;
        break;
      case Connection::State::closed: break;
    }
    advance(connection);
    if (connection.deadline.has_passed()) connection.state = Connection::State::closed;
  }
  std::erase_if(connections_,
                [](const auto& entry) { return entry.second->state == Connection::State::closed; });
  if (is_called) accept_all();
}

void HttpServer::accept_all() {
  while (true) {
    const int descriptor =
        accept4(listener_.descriptor(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (descriptor < 0) {
      if (errno == EINTR || errno == ECONNABORTED) continue;
      // Out of descriptors: a waiting client would wake poll() again and again.
      if (errno != EAGAIN && errno != EWOULDBLOCK)
        accepts_again_ = Deadline::in_milliseconds(pause_milliseconds);
      return;
    }
    const int on = 1;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    Socket socket(descriptor);
    if (connections_.size() >= limits_.most_connections && !make_room()) continue;
    const ConnectionNumber number = next_number_++;
    auto connection = std::make_unique<Connection>(number, std::move(socket),
                                                   limits_.most_body_bytes + head_room);
    connection->deadline = end_of_idling(limits_);
    connections_.emplace(number, std::move(connection));
  }
}

// Ends the connection that would end first anyway, of those that owe no response. False if all do.
bool HttpServer::make_room() {
  auto first = connections_.end();
  for (auto it = connections_.begin(); it != connections_.end(); ++it) {
    const Connection::State state = it->second->state;
    if (state != Connection::State::reading && state != Connection::State::leaving) continue;
    const auto left = [](const auto& entry) {
      const lambda::Deadline deadline = entry->second->deadline;
      return deadline.is_never() ? std::numeric_limits<int>::max() : deadline.milliseconds_left();
    };
    if (first == connections_.end() || left(it) < left(first)) first = it;
  }
  if (first == connections_.end()) return false;
  connections_.erase(first);
  return true;
}

void HttpServer::read(Connection& connection) {
  const bool is_leaving = connection.state == Connection::State::leaving;
  std::array<char, 16'384> thrown_away;
  const bool was_idle = connection.reader.is_idle();
  const std::span<char> room = is_leaving ? std::span<char>(thrown_away) : connection.reader.room();
  if (room.empty()) {
    connection.progress = Progress::too_large;
    return;
  }
  const ssize_t count = recv(connection.socket.descriptor(), room.data(), room.size(), 0);
  if (count > 0) {
    if (is_leaving) return;
    if (was_idle) connection.deadline = Deadline::in_milliseconds(limits_.message_milliseconds);
    connection.progress = connection.reader.received(static_cast<std::size_t>(count));
  } else if (count == 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)) {
    connection.state = Connection::State::closed;
  }
}

// All requests that have come, as far as their responses go out.
void HttpServer::advance(Connection& connection) {
  while (connection.state == Connection::State::reading) {
    if (connection.progress == Progress::bad || connection.progress == Progress::too_large) {
      refuse(connection);
    } else if (connection.progress == Progress::done) {
      connection.state = Connection::State::deciding;
      connection.deadline = Deadline::never();
      connection.keeps_open = connection.reader.keeps_open();
      handled_ = connection.number;
      handler_.request(connection.number, connection.reader);
      handled_ = 0;
      send(connection);
    } else {
      // What does not fit is refused before it is sent.
      if (connection.reader.wants_continue() && !connection.has_continued) {
        connection.has_continued = true;
        if (connection.reader.room().empty()) {
          connection.progress = Progress::too_large;
          continue;
        }
        constexpr std::string_view interim = "HTTP/1.1 100 Continue\r\n\r\n";
        connection.socket.write(interim, {}, Deadline::in_milliseconds(0));
      }
      return;
    }
  }
}

void HttpServer::refuse(Connection& connection) {
  const HttpResponse response = handler_.refusal(connection.progress);
  connection.keeps_open = false;
  connection.output = head_of(response, false) + response.body;
  connection.state = Connection::State::sending;
  connection.deadline = Deadline::in_milliseconds(limits_.message_milliseconds);
  send(connection);
}

void HttpServer::respond(ConnectionNumber to, const HttpResponse& response) {
  const auto found = connections_.find(to);
  if (found == connections_.end()) return;
  Connection& connection = *found->second;
  if (connection.state != Connection::State::deciding) return;
  connection.output = head_of(response, connection.keeps_open);
  if (connection.reader.method() != "HEAD") connection.output += response.body;
  connection.state = Connection::State::sending;
  connection.deadline = Deadline::in_milliseconds(limits_.message_milliseconds);
  // The handler may still look at the request that it is answering.
  if (to != handled_) send(connection);
}

void HttpServer::drop(ConnectionNumber number) {
  const auto found = connections_.find(number);
  if (found != connections_.end()) found->second->state = Connection::State::closed;
}

void HttpServer::send(Connection& connection) {
  if (connection.state != Connection::State::sending) return;
  while (connection.sent < connection.output.size()) {
    const ssize_t count =
        ::send(connection.socket.descriptor(), connection.output.data() + connection.sent,
               connection.output.size() - connection.sent, MSG_NOSIGNAL);
    if (count >= 0) {
      connection.sent += static_cast<std::size_t>(count);
      connection.deadline = Deadline::in_milliseconds(limits_.message_milliseconds);
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      return;
    } else if (errno != EINTR) {
      connection.state = Connection::State::closed;
      return;
    }
  }
  connection.output.clear();
  connection.sent = 0;
  if (!connection.keeps_open) return close_gently(connection);
  connection.state = Connection::State::reading;
  connection.has_continued = false;
  connection.progress = connection.reader.next();
  connection.deadline = connection.reader.is_idle()
                            ? end_of_idling(limits_)
                            : Deadline::in_milliseconds(limits_.message_milliseconds);
}

// Closing while bytes of the client are unread would tear the response down with the connection.
void HttpServer::close_gently(Connection& connection) {
  shutdown(connection.socket.descriptor(), SHUT_WR);
  connection.state = Connection::State::leaving;
  connection.deadline = Deadline::in_milliseconds(limits_.goodbye_milliseconds);
}

void HttpServer::finish() {
  listener_.close();
  const Deadline end = Deadline::in_milliseconds(finish_milliseconds);
  PollTarget* const self = this;
  const auto has_output = [](const auto& entry) {
    return entry.second->state == Connection::State::sending;
  };
  while (!end.has_passed() && std::any_of(connections_.begin(), connections_.end(), has_output)) {
    std::erase_if(connections_, [&](const auto& entry) { return !has_output(entry); });
    poll_once({&self, 1}, end);
  }
}

}  // namespace lintel::cli
