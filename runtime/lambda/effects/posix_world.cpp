// SPDX-License-Identifier: Apache-2.0
#include "runtime/lambda/effects/posix_world.h"

#include <ctime>

#include "runtime/lambda/effects/resolve.h"
#include "runtime/lambda/effects/tls.h"
#include "runtime/lambda/socket.h"
#include "runtime/lambda/variables.h"

namespace lintel::lambda {
namespace {

using std::chrono::milliseconds;

// A deadline of the world's steady clock, for sockets.
Deadline socket_deadline(World& world, Microseconds deadline) {
  return Deadline::in_milliseconds(
      std::chrono::ceil<milliseconds>(deadline - world.steady()).count());
}

// What a deadline of max_lookup has lost on the way here.
constexpr Microseconds spare = milliseconds(100);

Transfer transfer_of(IoStatus status) {
  switch (status) {
    case IoStatus::done: return Transfer::some;
    case IoStatus::closed: return Transfer::closed;
    case IoStatus::timed_out: return Transfer::timed_out;
    case IoStatus::failed: break;
  }
  return Transfer::broken;
}

class PlainConnection final : public Connection {
 public:
  PlainConnection(World& world, Socket socket) : world_(world), socket_(std::move(socket)) {}

  Transfer write(std::string_view bytes, Microseconds deadline) override {
    return transfer_of(socket_.write(bytes, {}, socket_deadline(world_, deadline)));
  }

  Transfer read(std::span<char> room, std::size_t& count, Microseconds deadline) override {
    const IoResult result = socket_.read(room, socket_deadline(world_, deadline));
    count = result.count;
    return transfer_of(result.status);
  }

  bool is_idle() override { return !socket_.is_stale(); }

 private:
  World& world_;
  Socket socket_;
};

// The first of the addresses that takes a connection.
Socket open_socket(World& world, const Endpoint& endpoint, Microseconds deadline,
                   ConnectFailure& why) {
  // A lookup takes as long as it takes: it is begun only if there is time for a slow one.
  if (!is_numeric(endpoint) && deadline - world.steady() < max_lookup - spare) {
    why = ConnectFailure::timed_out;
    return {};
  }
  const auto addresses = resolve(endpoint);
  why = addresses.empty() ? ConnectFailure::name : ConnectFailure::refused;
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    const Microseconds left = deadline - world.steady();
    if (left.count() <= 0) {
      why = ConnectFailure::timed_out;
      break;
    }
    // One that does not answer leaves time for the others.
    const bool is_last = i + 1 == addresses.size();
    const Microseconds share = is_last ? left : left / 2;
    Socket socket;
    const IoStatus status =
        socket.connect(addresses[i], socket_deadline(world, world.steady() + share));
    if (status == IoStatus::done) {
      why = ConnectFailure::none;
      return socket;
    }
    why = status == IoStatus::timed_out ? ConnectFailure::timed_out : ConnectFailure::refused;
  }
  return {};
}

}  // namespace

PosixWorld::PosixWorld() = default;
PosixWorld::~PosixWorld() = default;

std::string_view PosixWorld::variable(std::string_view name) { return lambda::variable(name); }

Microseconds PosixWorld::steady() { return Microseconds(monotonic_nanoseconds() / 1000); }

milliseconds PosixWorld::since_1970() {
  return std::chrono::floor<milliseconds>(std::chrono::system_clock::now().time_since_epoch());
}

void PosixWorld::wait_until(Microseconds time) {
  while (true) {
    const Microseconds left = time - steady();
    if (left.count() <= 0) return;
    timespec wait{};
    wait.tv_sec = left.count() / 1'000'000;
    wait.tv_nsec = left.count() % 1'000'000 * 1000;
    nanosleep(&wait, nullptr);
  }
}

std::unique_ptr<Connection> PosixWorld::connect(const Endpoint& endpoint, Microseconds deadline,
                                                ConnectFailure& why) {
  if (endpoint.tls && tls_ == nullptr) {
    tls_ = TlsClient::make(variable("AWS_CA_BUNDLE"));
    if (tls_ == nullptr) {
      why = ConnectFailure::authorities;
      return nullptr;
    }
  }
  Socket socket = open_socket(*this, endpoint, deadline, why);
  if (!socket.is_open()) return nullptr;
  if (!endpoint.tls) return std::make_unique<PlainConnection>(*this, std::move(socket));
  return tls_->greet(*this, std::move(socket), endpoint, deadline, why);
}

}  // namespace lintel::lambda
