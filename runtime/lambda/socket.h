// SPDX-License-Identifier: Apache-2.0
// A TCP connection on which nothing waits past its deadline. Nothing here raises SIGPIPE.
#pragma once

#include <sys/socket.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "runtime/lambda/clock.h"

namespace lintel::lambda {

// An address and a port, as the system wants them.
struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;

  // "127.0.0.1:9001", "[::1]:9001" or "localhost:9001". Asks nobody for names: nothing, if it is
  // none of these. Without a port: `port`; 0 stands for none.
  static std::optional<SocketAddress> parse(std::string_view text, std::uint16_t port = 0);
};

enum class IoStatus : std::uint8_t {
  done,
  closed,     // the peer has closed, or reset, the connection
  timed_out,  // the deadline has passed
  failed      // anything else: errno says what
};

struct IoResult {
  IoStatus status = IoStatus::failed;
  std::size_t count = 0;  // bytes, if it is done; never 0 then
};

// Owns its descriptor. Move-only.
class Socket {
 public:
  Socket() = default;
  explicit Socket(int descriptor) : descriptor_(descriptor) {}
  ~Socket() { close(); }
  Socket(Socket&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }
  Socket& operator=(Socket&& other) noexcept;

  // Closes what was open. Sends small writes at once (TCP_NODELAY).
  IoStatus connect(const SocketAddress& address, Deadline deadline);

  // What has come, at least one byte.
  IoResult read(std::span<char> bytes, Deadline deadline);

  // All of both texts, in one packet if they fit.
  IoStatus write(std::string_view head, std::string_view body, Deadline deadline);

  // True if the peer has closed a connection on which nothing is expected, or has sent something.
  bool is_stale() const;

  bool is_open() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }
  void close();

 private:
  // Waits until the descriptor is ready for `events` of poll().
  IoStatus wait(short events, Deadline deadline) const;

  int descriptor_ = -1;
};

}  // namespace lintel::lambda
