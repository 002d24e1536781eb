// SPDX-License-Identifier: Apache-2.0
// Programs by hand that do the jobs of the compared rulesets, to compare with: the bytes of an
// event in, the bytes of the answer out. Letter case, absent fields, escapes and another order of
// fields are theirs to handle, as they are Lintel's.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lintel::bench {

enum class JobKind {
  own_domain,      // rules/pre_sign_up/registered_domain.rules
  sign_up_policy,  // bench/rules/policy.rules
  code_message,    // bench/rules/message.rules
  many_domains,    // a rule for each of many domains: Shape::domains
};

struct Job {
  JobKind kind = JobKind::own_domain;
  std::vector<std::string> domains;  // of sign_up_policy the refused, of many_domains the confirmed
};

class Peer {
 public:
  virtual ~Peer() = default;

  // The answer to an event that has event_padding readable bytes behind it; valid until the next
  // call. Empty if the event cannot be answered.
  virtual std::string_view answer(const std::string& event) = 0;
};

// Parses into a tree, changes the tree, prints it: what most people would write in C++.
std::unique_ptr<Peer> make_nlohmann_json(const Job& job);

// Reads the fields with simdjson's On-Demand and splices the answer into the event's own text: what
// an expert would write.
std::unique_ptr<Peer> make_simdjson(const Job& job);

// Walks over the index that simdjson's first stage makes, and takes nothing else of it: what an
// expert would write who has days for it.
std::unique_ptr<Peer> make_walk(const Job& job);

// Whether simdjson, Node.js were found when this was built; without them there are no such
// programs.
bool has_simdjson();
bool has_node();

// Which of its kernels simdjson has chosen for this machine: the best, unless its variable
// SIMDJSON_FORCE_IMPLEMENTATION names another. Empty without simdjson.
std::string simdjson_kernel();

// node/handlers.mjs in a process of its own, which times itself: what most triggers are.
class Node : public Peer {
 public:
  explicit Node(const Job& job);
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

}  // namespace lintel::bench
