// SPDX-License-Identifier: Apache-2.0
// From an automaton in many states at once to one in a single state, and that to the smallest of
// its kind.
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "compiler/regex/error.h"
#include "compiler/regex/nfa.h"

namespace lintel::compiler::regex {

// States by number; `lost` never matches and `won` always does, whatever follows.
struct Dfa {
  static constexpr std::uint32_t lost = 0;
  static constexpr std::uint32_t won = 1;

  std::uint32_t class_count = 0;
  std::uint32_t start = 0;
  std::vector<std::uint32_t> next;  // by state * class_count + class
  std::vector<bool> accepting;      // by state: a text that ends here matches

  std::uint32_t state_count() const { return static_cast<std::uint32_t>(accepting.size()); }
};

// Asks whether a match starts anywhere in the text. `steps` have been taken before.
std::variant<Dfa, Error> make_dfa(const Nfa& nfa, const Classes& classes, std::uint64_t steps);

// The smallest one that answers alike: lost is 0, the states that do not accept come before those
// that do, won is the last. Both stand in it even if nothing leads there.
Dfa minimised(const Dfa& dfa);

}  // namespace lintel::compiler::regex
