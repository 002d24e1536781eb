// SPDX-License-Identifier: Apache-2.0
// Proof: passwords, codes and answers leave by no way that others can read: the text of a denial is
// shown and stands in URLs, logs are kept.
#include "compiler/proofs/room.h"

namespace lintel::compiler::proofs {
namespace {

using grammar::Diagnostic;

// The private field that becomes visible in a text made of `node`; null if none does. A truth or a
// number that was found out by looking at one does not show it.
const Typed* shown(const Typed& node) {
  if (node.constant) return nullptr;
  if (node.kind == Kind::field) return schema::is_private(dotted(*node.field)) ? &node : nullptr;
  if (node.type->kind == TypeKind::boolean || node.type->kind == TypeKind::integer) return nullptr;
  const std::size_t first = node.kind == Kind::conditional ? 1 : 0;
  for (const Typed* part : node.operands.subspan(first))
    if (const Typed* found = shown(*part)) return found;
  return nullptr;
}

void check(Context& context, const Typed& value, std::string_view action) {
  const Typed* found = shown(value);
  if (found == nullptr) return;
  // The mail of a custom sender is how the code gets to the user.
  if (action == "sendEmail" && is_field(*found, "request.code")) return;
  auto& made = context.report<Diagnostic::private_value>(value.span, action, dotted(*found->field));
  if (found->span != value.span) made.related.push_back({found->span, "it comes from here"});
}

}  // namespace

void prove_private_values(Context& context) {
  for (const auto& rule : context.rules)
    for (const auto& action : rule.rule->actions) {
      if (action.kind == TypedAction::Kind::reject) check(context, *action.value, "reject");
      if (action.kind == TypedAction::Kind::effect)
        for (const auto& argument : action.arguments)
          check(context, *argument.value, action.effect->name);
    }
}

}  // namespace lintel::compiler::proofs
