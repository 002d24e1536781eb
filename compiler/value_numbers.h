// SPDX-License-Identifier: Apache-2.0
// Value numbers: equal numbers for nodes of the typed tree that compute the same value.
#pragma once

#include <cstdint>
#include <vector>

#include "compiler/number_index.h"

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
  NumberIndex index_;
  std::vector<const Typed*> firsts_;  // the first node of each number
};

}  // namespace lintel::compiler
