// SPDX-License-Identifier: Apache-2.0
// A small HTTP/1.1 server on 127.0.0.1: many connections on one thread, requests in, responses out.
// It serves this machine alone, and yet trusts no client: what is slow, broken or too large ends by
// itself and harms nobody else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "compiler/cli/local/poll_loop.h"
#include "runtime/lambda/clock.h"
#include "runtime/lambda/http.h"
#include "runtime/lambda/socket.h"

namespace lintel::cli {

struct HttpResponse {
  unsigned status = 200;
  std::vector<std::pair<std::string, std::string>> headers;  // but Content-Length and Connection
  std::string body;
};

// The number of a connection; no two of a server have the same, and none has 0.
using ConnectionNumber = std::uint64_t;

class HttpHandler {
 public:
  // A request is there. HttpServer::respond() takes the response, during this call or at any time
  // later; until then nothing more is read from the connection. Views end with the call.
  virtual void request(ConnectionNumber from, const lambda::MessageReader& request) = 0;

  // The response to something that is no request (`bad`), or a too large one (`too_large`).
  virtual HttpResponse refusal(lambda::Progress why) = 0;

 protected:
  ~HttpHandler() = default;  // never owned through this interface
};

struct HttpLimits {
  std::size_t most_body_bytes = 0;  // of a request
  // To send a request, from its first byte to its last, and to take what is sent. Far more than a
  // client on this machine needs.
  std::int64_t message_milliseconds = 20'000;
  // Between requests. SDKs keep connections for later; Node.js closes its own after much less.
  // 0: for ever.
  std::int64_t idle_milliseconds = 300'000;
  // To read the last response, for clients that still send.
  std::int64_t goodbye_milliseconds = 2'000;
  std::size_t most_connections = 256;  // then the one that has been idle longest makes room
};

class HttpServer final : public PollTarget {
 public:
  // The handler must outlive the server.
  HttpServer(HttpHandler& handler, const HttpLimits& limits);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Port 0: one that is free. False, with `why`, if that cannot be.
  bool listen(std::uint16_t port, std::string& why);
  std::uint16_t port() const { return port_; }

  // Nothing happens if the client has gone.
  void respond(ConnectionNumber to, const HttpResponse& response);

  // Closes a connection without a response.
  void drop(ConnectionNumber number);

  void add_to(std::vector<pollfd>& entries) override;
  void ready(std::span<const pollfd> entries) override;
  lambda::Deadline deadline() const override;

  // Sends what is left of responses, for a moment at most. For the end.
  void finish();

 private:
  struct Connection;

  void accept_all();
  bool make_room();
  void read(Connection& connection);
  void send(Connection& connection);
  void advance(Connection& connection);
  void refuse(Connection& connection);
  void close_gently(Connection& connection);

  HttpHandler& handler_;
  HttpLimits limits_;
  lambda::Socket listener_;
  std::uint16_t port_ = 0;
  ConnectionNumber next_number_ = 1;
  ConnectionNumber handled_ = 0;  // whose request the handler has just been given
  std::map<ConnectionNumber, std::unique_ptr<Connection>> connections_;
  std::vector<ConnectionNumber> polled_;  // whose entries add_to() appended
  bool listens_now_ = false;              // whether the listener's entry stands before them
  lambda::Deadline accepts_again_ = lambda::Deadline::never();  // while descriptors are short
};

}  // namespace lintel::cli
