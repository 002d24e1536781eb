// SPDX-License-Identifier: Apache-2.0
// Rules that a rule index has something to do with: constants that several rules share, prefixes of
// each other, ranges that overlap, sets, choices, denials, effects; and events that hold such
// constants, or nothing, or what is none.
#pragma once

#include <cstddef>
#include <string>

#include "tests/support/program_generator.h"

namespace lintel::generator {

enum class IndexShape {
  domains,       // email.domain == X
  conjunctions,  // email.domain == X && clientId == Y
  prefixes,
  suffixes,
  ranges,
  sets,
  mixed,  // all of them and more, over many fields
};
inline constexpr std::size_t index_shape_count = 7;

// `words`: how many constants there are of each kind. Few: rules share them.
std::string make_index_rules(Dice& dice, IndexShape shape, std::size_t rules, std::size_t words);
std::string make_index_event(Dice& dice, std::size_t words);

}  // namespace lintel::generator
