// SPDX-License-Identifier: Apache-2.0
// The other end of a connection, as a script of the test: what it sends, when it stops, when it
// closes.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace lintel::testing {

struct Request {
  std::string method;
  std::string target;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

// One connection. Whatever takes longer than some seconds fails, so that no test hangs.
class Peer {
 public:
  explicit Peer(int descriptor) : descriptor_(descriptor) {}
  ~Peer() { close(); }
  Peer(Peer&& other) noexcept;
  Peer& operator=(Peer&&) = delete;

  // The next request, read whole; nothing if the connection ends or nothing comes.
  std::optional<Request> read();
  void send(std::string_view bytes) const;

  // A response with a length and these header lines, each with its CR LF.
  void respond(int status, std::string_view body, std::string_view headers = {}) const;

  // An event of the Runtime API.
  void give_event(std::string_view event, std::string_view request_id) const;

  bool is_closed_by_other() const;  // waits for the end of the connection
  void close();

 private:
  int descriptor_;
  std::string rest_;
};

// Listens on a free port of loopback.
class Listener {
 public:
  Listener();
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  std::string address() const;  // 127.0.0.1:PORT
  std::optional<Peer> accept() const;
  bool nobody_comes(int milliseconds) const;

 private:
  int descriptor_;
};

}  // namespace lintel::testing
