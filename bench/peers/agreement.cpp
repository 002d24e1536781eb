// SPDX-License-Identifier: Apache-2.0
// The check that all programs answer alike.
#include "bench/peers/agreement.h"

#include <nlohmann/json.hpp>

#include "bench/bench.h"

namespace lintel::bench {
namespace {

// The event and both answers say more than any summary.
[[noreturn]] void disagree(std::string_view name, const std::string& event, std::string_view ours,
                           std::string_view theirs) {
  give_up(std::string(name) + " gives another answer, so there is nothing to compare\n  event: " +
          event + "\n  lintel: " + std::string(ours) + "\n  " + std::string(name) + ": " +
          std::string(theirs));
}

bool equal(std::string_view a, std::string_view b, Closeness closeness) {
  if (closeness == Closeness::same_bytes) return a == b;
  const auto left = nlohmann::json::parse(a, nullptr, false);
  return !left.is_discarded() && left == nlohmann::json::parse(b, nullptr, false);
}

}  // namespace

void require_agreement(std::string_view name, const Answerer& lintel, const Answerer& peer,
                       Closeness closeness, const std::vector<std::string>& events) {
  for (const std::string& event : events) {
    const std::string_view ours = lintel(event);
    const std::string_view theirs = peer(event);
    if (!equal(ours, theirs, closeness)) disagree(name, event, ours, theirs);
  }
}

}  // namespace lintel::bench
