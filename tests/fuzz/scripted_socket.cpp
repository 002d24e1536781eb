// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/scripted_socket.h"

#include <algorithm>
#include <utility>

#include "runtime/lambda/socket.h"

namespace lintel::fuzz {
namespace {

// What stands between the client and the peer; there is one connection at a time.
struct Wire {
  ScriptedPeer* peer = nullptr;
  std::size_t next_answer = 0;
  std::string_view coming;
  bool closes = false;
};

Wire wire;

void answer() {
  const auto& answers = wire.peer->answers;
  wire.coming = {};
  wire.closes = true;
  if (wire.next_answer >= answers.size()) return;
  wire.coming = answers[wire.next_answer++];
  wire.closes = wire.coming.starts_with('!') || wire.next_answer == answers.size();
  if (wire.coming.starts_with('!')) wire.coming.remove_prefix(1);
}

}  // namespace

void script(ScriptedPeer& peer) { wire = {&peer, 0, {}, false}; }

}  // namespace lintel::fuzz

namespace lintel::lambda {

using fuzz::wire;

Socket& Socket::operator=(Socket&& other) noexcept {
  descriptor_ = std::exchange(other.descriptor_, -1);
  return *this;
}

void Socket::close() { descriptor_ = -1; }

IoStatus Socket::connect(const SocketAddress&, Deadline) {
  if (wire.next_answer >= wire.peer->answers.size()) return IoStatus::failed;
  ++wire.peer->connections;
  wire.coming = {};
  wire.closes = false;
  descriptor_ = 0;
  return IoStatus::done;
}

IoStatus Socket::write(std::string_view head, std::string_view body, Deadline) {
  // What a peer says beyond its answer is not heard.
  wire.coming = {};
  if (wire.closes) return IoStatus::closed;
  wire.peer->requests.push_back(std::string(head).append(body));
  fuzz::answer();
  return IoStatus::done;
}

// A peer that keeps silent for ever is one that goes away.
IoResult Socket::read(std::span<char> bytes, Deadline deadline) {
  ++wire.peer->reads;
  if (wire.coming.empty())
    return {wire.closes || deadline.is_never() ? IoStatus::closed : IoStatus::timed_out, 0};
  const std::size_t count = std::min({bytes.size(), wire.coming.size(), wire.peer->most_at_once});
  std::copy_n(wire.coming.begin(), count, bytes.begin());
  wire.coming.remove_prefix(count);
  return {IoStatus::done, count};
}

bool Socket::is_stale() const { return wire.closes || !wire.coming.empty(); }

}  // namespace lintel::lambda
