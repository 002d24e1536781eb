// SPDX-License-Identifier: Apache-2.0
#include "tests/lambda/scripted_world.h"

#include <algorithm>

namespace lintel::lambda::testing {
namespace {

class ScriptedConnection final : public Connection {
 public:
  ScriptedConnection(ScriptedWorld& world, Peer peer) : world_(world), peer_(std::move(peer)) {}

  Transfer write(std::string_view bytes, Microseconds) override {
    world_.requests.emplace_back(bytes);
    ++asked_;
    piece_ = 0;
    return Transfer::some;
  }

  Transfer read(std::span<char> room, std::size_t& count, Microseconds deadline) override {
    const std::size_t number = asked_ - 1;
    if (number >= peer_.answers.size() || piece_ >= peer_.answers[number].size())
      return end(deadline);
    if (world_.clock + peer_.answering > deadline) {
      world_.clock = deadline;
      return Transfer::timed_out;
    }
    world_.clock += peer_.answering;
    std::string& piece = peer_.answers[number][piece_];
    count = std::min(room.size(), piece.size());
    std::copy_n(piece.begin(), count, room.begin());
    piece.erase(0, count);
    if (piece.empty()) ++piece_;
    return Transfer::some;
  }

  bool is_idle() override { return peer_.end == Peer::End::stays_idle; }

 private:
  Transfer end(Microseconds deadline) {
    if (peer_.end == Peer::End::closes) return Transfer::closed;
    if (peer_.end == Peer::End::breaks) return Transfer::broken;
    world_.clock = deadline;
    return Transfer::timed_out;
  }

  ScriptedWorld& world_;
  Peer peer_;
  std::size_t asked_ = 0;
  std::size_t piece_ = 0;
};

}  // namespace

std::unique_ptr<Connection> ScriptedWorld::connect(const Endpoint& endpoint, Microseconds deadline,
                                                   ConnectFailure& why) {
  connected.push_back(endpoint);
  if (peers.empty()) {
    why = ConnectFailure::refused;
    return nullptr;
  }
  Peer peer = std::move(peers.front());
  peers.pop_front();
  if (clock + peer.connecting > deadline) {
    clock = deadline;
    why = ConnectFailure::timed_out;
    return nullptr;
  }
  clock += peer.connecting;
  why = peer.refuses;
  if (why != ConnectFailure::none) return nullptr;
  return std::make_unique<ScriptedConnection>(*this, std::move(peer));
}

}  // namespace lintel::lambda::testing
