// SPDX-License-Identifier: Apache-2.0
// The automaton of a pattern as an image holds it; runtime/dfa.h says how it is run.
#pragma once

#include <cstdint>
#include <vector>

namespace lintel::compiler::regex {

struct Automaton {
  std::vector<std::uint32_t> ranges;  // of characters that are not ASCII
  std::vector<std::uint16_t> words;   // the classes of ASCII, then a row for each state
  std::uint32_t class_count = 0;
  std::uint32_t state_count = 0;
  std::uint32_t start = 0;
  std::uint32_t first_accepting = 0;

  friend bool operator==(const Automaton&, const Automaton&) = default;
};

}  // namespace lintel::compiler::regex
