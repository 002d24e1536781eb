// SPDX-License-Identifier: Apache-2.0
// What carrying out effects needs of the world: variables, two clocks, connections. A narrow
// interface, so that tests can put their own world in its place.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace lintel::lambda {

using Microseconds = std::chrono::microseconds;

// Where a service is reached.
struct Endpoint {
  bool tls = true;
  std::string host;  // a name or an address; IPv6 without brackets
  std::uint16_t port = 443;
  std::string base_path;  // starts with a slash and ends without one; or empty

  // The host as in a URL.
  std::string bracketed_host() const {
    if (host.find(':') == std::string::npos) return host;
    std::string text = "[";
    text += host;
    return text += ']';
  }
};

// How reading or writing ended.
enum class Transfer : std::uint8_t { some, closed, timed_out, broken };

// An open connection, plain or TLS. Closes when it goes out of scope.
class Connection {
 public:
  virtual ~Connection() = default;

  // Sends all of the bytes until `deadline`, a time of World::steady(): `some` means all.
  virtual Transfer write(std::string_view bytes, Microseconds deadline) = 0;

  // Waits for bytes until `deadline`: `some` sets `count`, which is at least 1.
  virtual Transfer read(std::span<char> room, std::size_t& count, Microseconds deadline) = 0;

  // False if the peer has closed, or has sent what nobody asked for: not to be used again.
  virtual bool is_idle() = 0;
};

// Why there is no connection.
enum class ConnectFailure : std::uint8_t {
  none,
  name,         // the host's name leads to no address
  refused,      // nobody listens, or there is no way there
  timed_out,    //
  handshake,    // the peer speaks no TLS 1.2 or later, or broke off
  certificate,  // not signed by a known authority, expired, or of another host
  authorities,  // the file of AWS_CA_BUNDLE holds no certificate
};

class World {
 public:
  // The variable of the environment of this name; no data() if it is not set.
  virtual std::string_view variable(std::string_view name) = 0;

  // A clock that only goes forward: for time limits. It may stand still while Lambda has frozen the
  // process.
  virtual Microseconds steady() = 0;

  // The time of day: for signatures, and for what grows old while the process is frozen.
  virtual std::chrono::milliseconds since_1970() = 0;

  // Sleeps until a time of steady().
  virtual void wait_until(Microseconds time) = 0;

  // Until `deadline`, a time of steady(). Null, and why.
  virtual std::unique_ptr<Connection> connect(const Endpoint& endpoint, Microseconds deadline,
                                              ConnectFailure& why) = 0;

 protected:
  ~World() = default;  // never owned through this interface
};

}  // namespace lintel::lambda
