// SPDX-License-Identifier: Apache-2.0
#include "compiler/passes/specialise.h"

#include <algorithm>

namespace lintel::compiler::passes {
namespace {

bool is_source_field(const Typed& node) {
  return node.kind == Kind::field && node.field->path.size() == 1 &&
         node.field->path[0] == "triggerSource";
}

}  // namespace

bool SourceUse::found(const Typed& node) {
  if (is_source_field(node)) return true;
  if (node.constant || node.operands.empty()) return false;
  if (const auto known = known_.find(&node); known != known_.end()) return known->second;
  const bool result = std::any_of(node.operands.begin(), node.operands.end(),
                                  [&](const Typed* operand) { return found(*operand); });
  known_.emplace(&node, result);
  return result;
}

const Typed* Specialise::expression(const Typed& node, std::vector<DecidedPart>& decided) {
  if (!use_.found(node)) return &node;
  if (is_source_field(node)) return tree_.text(source_, node.span);
  std::vector<const Typed*> operands;
  for (const Typed* operand : node.operands) operands.push_back(expression(*operand, decided));
  const Typed* made = tree_.with(node, operands);
  // What was written with `!=` is one part.
  if (node.kind == Kind::invert && !decided.empty() && decided.back().part == node.operands[0] &&
      made->kind == Kind::boolean)
    decided.back() = {&node, made->number != 0 ? Truth::yes : Truth::no};
  const bool was_test =
      node.kind == Kind::builtin || node.kind == Kind::in_list || node.kind == Kind::matches;
  if (was_test && made->kind == Kind::boolean)
    decided.push_back({&node, made->number != 0 ? Truth::yes : Truth::no});
  return tree_.as(made, node.type);
}

}  // namespace lintel::compiler::passes
