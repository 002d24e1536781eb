// SPDX-License-Identifier: Apache-2.0
// Value numbers: equal numbers for nodes of the typed tree that compute the same value.
#pragma once

#include <cstdint>
#include <vector>

namespace lintel::compiler {

struct Typed;

// Numbers nodes from 0 on. Two are equal if the kind is, what the kind says beside it, and the
// value numbers of the operands. The type is not part of it: it follows from the rest, or does not
// change the value.
class ValueNumbers {
 public:
  // The number of an equal node, or the next one. The node has to stay where it is.
  std::uint32_t of(const Typed& node);

 private:
  // Open addressing. The hash stands here as well, so that what differs is seldom looked at.
  struct Slot {
    std::uint32_t hash;
    std::uint32_t number;
  };

  void grow();

  std::vector<Slot> slots_;           // a power of two, at most half of them taken
  std::vector<const Typed*> firsts_;  // the first node of each number
};

}  // namespace lintel::compiler
