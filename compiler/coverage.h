// SPDX-License-Identifier: Apache-2.0
// What tests can cover: the outcomes that each part of a condition can have.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>

#include "compiler/typed.h"

namespace lintel::compiler {

// The parts of a condition, each with its possible outcomes as a mask of bits by Truth. A part that
// may be absent by its type (T?) can be absent; what only fails at run time does not count. What is
// known for each of `sources` is possible where one of them makes it so.
using PossibleOutcomes = std::unordered_map<const Typed*, std::uint8_t>;
PossibleOutcomes possible_outcomes(TypedTree& tree, const Typed& condition,
                                   std::span<const std::string_view> sources);

}  // namespace lintel::compiler
