// SPDX-License-Identifier: Apache-2.0
// What of a condition a rule index can look up: comparisons of a key, which is cheap to compute,
// with constants.
//
// A rule can fire only if each of its requirements is met: one of the tests of each holds. For a
// rule that denies, which also fires when its condition is absent, a test holds as well if its key
// is absent.
//
// An index computes keys whether a rule asks for them or not, and passes over rules that it does
// not find, with all that they would have computed. Neither may change what becomes of an event. So
// a key is what cannot fail, but for want of room for its text; and a part of a condition counts
// only if nothing stands before it that may fail.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "compiler/module.h"
#include "compiler/typed.h"
#include "runtime/image.h"

namespace lintel::compiler {

struct KeyTest {
  image::Lookup lookup = image::Lookup::whole;
  const Typed* key = nullptr;
  const Typed* one = nullptr;             // the constant, or
  std::span<const Typed* const> several;  // constants, of which any will do
  std::int64_t low = 0;                   // of range: from here
  std::int64_t high = 0;                  // to here
  std::uint32_t set = 0;                  // the value number of a list of constants

  std::span<const Typed* const> constants() const {
    return several.empty() ? std::span(&one, 1) : several;
  }
};

struct Requirement {
  std::uint32_t first_test = 0;  // in RuleRequirements
  std::uint32_t test_count = 0;
  std::uint64_t decides =
      0;  // these conjuncts hold if and only if a test does; 0: see for yourself
};

struct RuleRequirements {
  std::vector<KeyTest> tests;
  std::vector<Requirement> requirements;
};

// The parts of a condition that are joined by && at its top, however nested.
std::vector<const Typed*> conjuncts(const Typed& condition);
inline constexpr std::size_t max_decided_conjuncts = 64;  // the bits of Requirement::decides
inline constexpr std::size_t max_requirements = 32;       // of one rule; few have more than three

// Adds the requirements of a condition; `denies` tells what its rule does. Returns how many.
std::uint32_t add_requirements(TypedTree& tree, const Typed& condition, bool denies,
                               RuleRequirements& to);

}  // namespace lintel::compiler
