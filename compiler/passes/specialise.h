// SPDX-License-Identifier: Apache-2.0
// Pass: an expression for events of one source, in which `triggerSource` is a constant.
#pragma once

#include <string_view>
#include <vector>

#include "compiler/program_lowering.h"
#include "compiler/typed.h"

namespace lintel::compiler::passes {

// True if the value of the expression depends on triggerSource.
struct SourceUse {
  static bool found(const Typed& node) { return node.by_source; }
};

class Specialise {
 public:
  Specialise(TypedTree& tree, std::string_view source) : tree_(tree), source_(source) {}

  // The same value for events of the source. What became true or false on the way is added to
  // `decided`, from left to right.
  const Typed* expression(const Typed& node, std::vector<DecidedPart>& decided);

 private:
  TypedTree& tree_;
  std::string_view source_;
};

}  // namespace lintel::compiler::passes
