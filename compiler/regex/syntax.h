// SPDX-License-Identifier: Apache-2.0
// The tree of a pattern. Groups are gone: only whether a text matches is asked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "compiler/regex/char_set.h"

namespace lintel::compiler::regex {

// Holds between two characters, or at an end of the text.
enum class Assertion : std::uint8_t {
  text_begin,
  text_end,
  line_begin,
  line_end,
  word_border,
  no_word_border,
};

using NodeId = std::uint32_t;
using SetId = std::uint32_t;

inline constexpr std::uint32_t unbounded = std::numeric_limits<std::uint32_t>::max();

struct Node {
  enum class Kind : std::uint8_t {
    empty,
    chars,      // one character of `set`
    assertion,  // no character
    sequence,   // children, one after the other
    choice,     // one of the children
    repeat,     // children[0], `least` to `most` times
  } kind = Kind::empty;
  Assertion assertion{};
  SetId set = 0;
  std::uint32_t least = 0;
  std::uint32_t most = 0;         // or unbounded
  std::uint32_t depth = 1;        // longest path to a leaf
  std::uint32_t repetitions = 1;  // largest product of the counts of repeats inside of each other
  std::uint64_t size = 0;         // nodes that it takes in the automaton, counts written out
  std::vector<NodeId> children;
};

struct Tree {
  using Set = std::vector<CharRange>;

  std::vector<Node> nodes;
  std::vector<Set> sets;  // each once
  NodeId root = 0;

  SetId set(CharSet chars) {
    const auto [place, is_new] =
        known_sets.try_emplace(chars.ranges(), static_cast<SetId>(sets.size()));
    if (is_new) sets.push_back(place->first);
    return place->second;
  }

  std::map<Set, SetId> known_sets;
};

}  // namespace lintel::compiler::regex
