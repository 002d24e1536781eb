// SPDX-License-Identifier: Apache-2.0
#include "compiler/passes/specialise.h"

namespace lintel::compiler::passes {
const Typed* Specialise::expression(const Typed& node, std::vector<DecidedPart>& decided) {
  if (!node.by_source) return &node;
  if (node.kind == Kind::field) return tree_.text(source_, node.span);
  std::vector<const Typed*> operands;
  for (const Typed* operand : node.operands) operands.push_back(expression(*operand, decided));
  const Typed* made = tree_.with(node, operands);
  // What was written with `!=` is one part.
  if (node.kind == Kind::invert && !decided.empty() && decided.back().part == node.operands[0])
    decided.back() = {&node, made->number != 0 ? Truth::yes : Truth::no};
  const bool was_test =
      node.kind == Kind::builtin || node.kind == Kind::in_list || node.kind == Kind::matches;
  if (was_test && made->kind == Kind::boolean)
    decided.push_back({&node, made->number != 0 ? Truth::yes : Truth::no});
  return tree_.as(made, node.type);
}

}  // namespace lintel::compiler::passes
