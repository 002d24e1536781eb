// SPDX-License-Identifier: Apache-2.0
// The rulesets that events are fuzzed with.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace lintel::fuzz {

struct EventRules {
  std::string rules;
  std::vector<std::byte> image;
  std::vector<std::string> events;  // as Cognito sends them
};

inline constexpr char first_letter = 'A';
inline constexpr std::size_t event_rules_count = 6;

// Of a letter from 'A' on; any other byte stands for one of them. Compiled when first asked for.
const EventRules& event_rules(char letter);

}  // namespace lintel::fuzz
