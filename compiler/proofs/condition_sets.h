// SPDX-License-Identifier: Apache-2.0
// Conditions as sets of value numbers, so that "whenever this is true, that is true" is a look-up.
#pragma once

#include <cstddef>
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
// look-up tries the subsets of a set, not the conditions, and of its parts those that some known
// set has: all of them of a small set, and of a large one the empty set, single parts and all but
// one.
class KnownConditions {
 public:
  static constexpr std::uint32_t none = ~0U;

  // Keeps what was known for an equal alternative.
  void add(const std::vector<ConditionSet>& alternatives, std::uint32_t number);

  // The number of a known condition that is true whenever this one is; none if none is found. If
  // the alternatives are true for different reasons, that of the last.
  std::uint32_t implied_by(const std::vector<ConditionSet>& alternatives) const;

 private:
  // A set without one of its parts. The hash is the sum of those of the parts, so that it
  // takes one step to leave a part out.
  struct Part {
    const ConditionSet& set;
    std::size_t left_out;  // its place in the set
    std::size_t hash;
  };
  struct Hash {
    using is_transparent = void;
    static std::size_t of(std::uint32_t value);
    std::size_t operator()(const ConditionSet& set) const;
    std::size_t operator()(const Part& part) const { return part.hash; }
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(const ConditionSet& a, const ConditionSet& b) const { return a == b; }
    bool operator()(const Part& part, const ConditionSet& set) const;
    bool operator()(const ConditionSet& set, const Part& part) const { return (*this)(part, set); }
  };

  bool knows_size(std::size_t size) const { return size < sizes_.size() && sizes_[size]; }
  template <typename Set>
  std::uint32_t find(const Set& set) const;
  std::uint32_t find_subset(const ConditionSet& set) const;
  bool knows_part(std::uint32_t part) const { return part < parts_.size() && parts_[part]; }

  std::unordered_map<ConditionSet, std::uint32_t, Hash, Equal> known_;
  std::vector<bool> sizes_;  // those that some known set has
  std::vector<bool> parts_;  // likewise, by value number
};

}  // namespace lintel::compiler::proofs
