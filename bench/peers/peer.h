// SPDX-License-Identifier: Apache-2.0
// Programs by hand that do the job of rules/pre_sign_up/registered_domain.rules, to compare with:
// the bytes of an event in, the bytes of the answer out.
//
// Each confirms the user if the domain of the e-mail address is the attribute custom:domain, ASCII
// letter case aside, and nobody else: not without either of them, not without an @ in the address.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lintel::bench {

class Peer {
 public:
  virtual ~Peer() = default;

  // The answer to an event that has event_padding readable bytes behind it; valid until the next
  // call. Empty if the event cannot be answered.
  virtual std::string_view answer(const std::string& event) = 0;
};

// Parses into a tree, changes the tree, prints it: what most people would write in C++.
std::unique_ptr<Peer> make_nlohmann_json();

// Reads the fields with simdjson's On-Demand and splices the answer into the event's own text: what
// an expert would write. Null if this build has no simdjson.
std::unique_ptr<Peer> make_simdjson();

// node/registered_domain.mjs in a process of its own, which times itself: what most triggers are.
class Node : public Peer {
 public:
  Node();
  ~Node() override;
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  std::string_view answer(const std::string& event) override;

  // What is timed from now on.
  void load(const std::vector<std::string>& events);

  // Processor time that Node.js took for `count` answers, the loaded events one after the other.
  std::chrono::nanoseconds time(std::size_t count);

 private:
  struct Process;
  std::unique_ptr<Process> process_;
  std::string line_;
};

// Null if Node.js was not found when this was built.
std::unique_ptr<Node> make_node();

// The address's domain: what follows its last @, if there is something on both sides; else empty.
std::string_view domain_of(std::string_view email);

// Whether two texts are equal, ASCII letter case aside.
bool same_text(std::string_view a, std::string_view b);

}  // namespace lintel::bench
