// SPDX-License-Identifier: Apache-2.0
// A server on the loopback interface that does with each connection what a test says, in a thread
// of its own; plain, or with TLS.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <vector>

struct ssl_ctx_st;
struct ssl_st;

namespace lintel::lambda::testing {

// A connection, as the server has it. Everything gives up after two seconds.
class Guest {
 public:
  Guest(int descriptor, ssl_st* tls) : descriptor_(descriptor), tls_(tls) {}

  // The next HTTP request, whole; empty if the client has gone.
  std::string request();
  void send(const std::string& bytes);
  void send_plain(const std::string& bytes) const;  // below TLS
  // Until the client has gone.
  void wait();
  bool resumed() const;  // TLS: with a session from before

 private:
  std::string some();

  int descriptor_;
  ssl_st* tls_;
  std::string pending_;
};

class LocalServer {
 public:
  // Calls `serve` for each connection, one after the other, and closes it then.
  explicit LocalServer(std::function<void(Guest&)> serve) : LocalServer("", "", std::move(serve)) {}
  // With a certificate and its key, files in PEM.
  LocalServer(const std::string& certificate, const std::string& key,
              std::function<void(Guest&)> serve);
  ~LocalServer();

  std::uint16_t port() const { return port_; }
  int connections() const { return connections_; }

 private:
  void run();
  void serve_one(int descriptor);

  std::function<void(Guest&)> serve_;
  ssl_ctx_st* context_ = nullptr;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> connections_ = 0;
  std::thread thread_;
};

}  // namespace lintel::lambda::testing
