// SPDX-License-Identifier: Apache-2.0
// Conditions as sets of value numbers, so that "whenever this is true, that is true" is a look-up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "compiler/number_index.h"
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
  static constexpr std::uint32_t none = NumberIndex::none;

  // Keeps what was known for an equal alternative.
  void add(const std::vector<ConditionSet>& alternatives, std::uint32_t number);

  // The number of a known condition that is true whenever this one is; none if none is found. If
  // the alternatives are true for different reasons, that of the last.
  std::uint32_t implied_by(const std::vector<ConditionSet>& alternatives) const;

 private:
  struct Known {
    std::size_t begin;  // in parts_
    std::size_t size;
    std::uint32_t number;
  };

  bool knows_size(std::size_t size) const { return size < sizes_.size() && sizes_[size]; }
  bool knows_part(std::uint32_t part) const;
  std::span<const std::uint32_t> parts_of(const Known& known) const {
    return std::span(parts_).subspan(known.begin, known.size);
  }
  // The number of a known set with this hash for whose parts is_equal() says so, or none.
  template <typename IsEqual>
  std::uint32_t find(std::size_t hash, IsEqual is_equal) const;
  std::uint32_t find(const ConditionSet& set) const;
  std::uint32_t find_without(const ConditionSet& set, std::size_t left_out, std::size_t hash) const;
  std::uint32_t find_subset(const ConditionSet& set) const;

  std::vector<Known> known_;
  std::vector<std::uint32_t> parts_;  // of all known sets
  NumberIndex sets_;                  // in known_
  NumberIndex known_parts_;           // value numbers, each its own number
  std::vector<bool> sizes_;           // those that some known set has
};

}  // namespace lintel::compiler::proofs
