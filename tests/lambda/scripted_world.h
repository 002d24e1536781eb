// SPDX-License-Identifier: Apache-2.0
// A world of which a test says everything: variables, clocks that stand still unless told, and
// peers that do as they are told. Notes what was sent.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/lambda/effects/world.h"

namespace lintel::lambda::testing {

using std::chrono::milliseconds;

// What a peer does with one connection.
struct Peer {
  ConnectFailure refuses = ConnectFailure::none;
  milliseconds connecting{0};
  // For each request the bytes of the answer, in pieces; then the end.
  std::vector<std::vector<std::string>> answers;
  milliseconds answering{0};  // before each piece
  enum class End : std::uint8_t { closes, breaks, hangs, stays_idle } end = End::stays_idle;
};

class ScriptedWorld final : public World {
 public:
  ScriptedWorld() {
    variables = {{"AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"},
                 {"AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"},
                 {"AWS_REGION", "eu-west-1"}};
  }

  std::string_view variable(std::string_view name) override {
    const auto found = variables.find(std::string(name));
    return found == variables.end() ? std::string_view() : std::string_view(found->second);
  }
  Microseconds steady() override { return clock; }
  milliseconds since_1970() override {
    return time_of_day + std::chrono::floor<milliseconds>(clock);
  }
  void wait_until(Microseconds time) override {
    waits.push_back(time - clock);
    if (time > clock) clock = time;
  }
  std::unique_ptr<Connection> connect(const Endpoint& endpoint, Microseconds deadline,
                                      ConnectFailure& why) override;

  std::map<std::string, std::string> variables;
  Microseconds clock{milliseconds(1000)};
  milliseconds time_of_day{1440938160000};  // 2015-08-30T12:36:00Z, when `clock` is 0
  std::deque<Peer> peers;                   // one for each connection to come

  std::vector<Endpoint> connected;
  std::vector<std::string> requests;  // one for each write
  std::vector<Microseconds> waits;
};

}  // namespace lintel::lambda::testing
