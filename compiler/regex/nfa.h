// SPDX-License-Identifier: Apache-2.0
// The tree of a pattern as an automaton that may be in many states at once (Thompson's
// construction), and the classes of characters that it tells apart.
#pragma once

#include <cstdint>
#include <vector>

#include "compiler/regex/syntax.h"

namespace lintel::compiler::regex {

struct State {
  enum class Kind : std::uint8_t {
    chars,      // reads a character of `set`, goes on at `next`
    assertion,  // goes on at `next` if it holds
    fork,       // goes on at `next` and `other`
    matched,
  } kind = Kind::matched;
  Assertion assertion{};
  SetId set = 0;
  std::uint32_t next = 0;
  std::uint32_t other = 0;
};

struct Nfa {
  std::vector<State> states;
  std::uint32_t start = 0;
  bool has_line_borders = false;  // assertions of the kind
  bool has_word_borders = false;
  bool has_begins = false;
};

// As many states as the size of the root says, and one for the match.
Nfa make_nfa(const Tree& tree);

// What a character is to assertions. A text begins after nothing and ends before nothing.
enum class Side : std::uint8_t { nothing, line_end, word, other };

// Characters that no set and no assertion tells apart have one number.
struct Classes {
  struct Interval {
    char32_t first;  // to the next interval
    std::uint32_t number;
  };
  std::vector<Interval> intervals;                 // the first one at 0
  std::vector<Side> sides;                         // by class
  std::vector<std::vector<std::uint32_t>> of_set;  // the classes of each set
  std::uint64_t steps = 0;                         // that it took to find them
};

// Stops early, and so with too few classes, once it has taken `most_steps`.
Classes make_classes(const Tree& tree, const Nfa& nfa, std::uint64_t most_steps);

}  // namespace lintel::compiler::regex
