// SPDX-License-Identifier: Apache-2.0
// Conditions as sets of value numbers, so that "whenever this is true, that is true" is a look-up.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "compiler/typed.h"

namespace lintel::compiler::proofs {

// The value numbers of parts that are all true; sorted, without repeats.
using ConditionSet = std::vector<std::uint32_t>;

// The condition as alternatives: it is true if all parts of one of them are. One empty set for a
// condition that is null: it is always true.
std::vector<ConditionSet> alternatives(const Typed* condition);

// True if the parts cannot all be true: something and its opposite, or one value equal to two
// constants.
bool contradicts_itself(const Typed& condition);

// Remembers conditions, each with a number of the caller's, and finds one that another implies. A
// look-up tries the subsets of a set, not the conditions: all of them of a small set, and of a
// large one the empty set, single parts and all but one.
class KnownConditions {
 public:
  static constexpr std::uint32_t none = ~0U;

  // Keeps what was known for an equal alternative.
  void add(const std::vector<ConditionSet>& alternatives, std::uint32_t number);

  // The number of a known condition that is true whenever this one is; none if none is found. If
  // the alternatives are true for different reasons, that of the last.
  std::uint32_t implied_by(const std::vector<ConditionSet>& alternatives) const;

 private:
  struct Hash {
    std::size_t operator()(const ConditionSet& set) const {
      std::size_t hash = set.size();
      for (const auto value : set) hash = (hash ^ value) * 0x9e3779b97f4a7c15U;
      return hash;
    }
  };

  std::uint32_t find(const ConditionSet& set) const;
  std::uint32_t find_subset(const ConditionSet& set) const;

  std::unordered_map<ConditionSet, std::uint32_t, Hash> known_;
};

}  // namespace lintel::compiler::proofs
