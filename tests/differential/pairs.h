// SPDX-License-Identifier: Apache-2.0
// Pairs of a ruleset and an event: made, answered in every way, and cut down where the answers
// differ.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "tests/support/reference_eval.h"

namespace lintel::differential {

// What the pairs were like: that nothing differs says little of pairs that do nothing.
struct Tally {
  std::uint64_t pairs = 0;
  std::uint64_t rulesets = 0;
  std::uint64_t refused = 0;  // programs that are no ruleset
  std::uint64_t indexed = 0;
  std::uint64_t answered = 0;
  std::uint64_t rejected = 0;
  std::uint64_t faults = 0;
  std::uint64_t with_effects = 0;
  std::uint64_t changed = 0;                         // answered with another body than the event
  std::map<std::string, std::uint64_t> refusals;     // by code
  std::map<std::string, std::uint64_t> fault_kinds;  // by name
  std::map<std::string, std::uint64_t> triggers;     // rulesets that have a section of it

  void add(const reference::Answer& answer, std::string_view event);
};

// Makes the ruleset of this seed and its events, at most `most`. What differs, made small, for
// people; nothing if all answers are the same.
std::optional<std::string> run_ruleset(std::uint64_t seed, std::uint64_t most, Tally& tally);

}  // namespace lintel::differential
