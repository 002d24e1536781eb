// SPDX-License-Identifier: Apache-2.0
// Proof: a rule stands in a trigger that runs when the rule is meant to. PostConfirmation runs
// after a password reset too; a federated user is stored before the later triggers run.
#include <algorithm>

#include "compiler/proofs/room.h"

namespace lintel::compiler::proofs {
namespace {

using grammar::Diagnostic;

bool looks_at_source(const Typed& node) {
  return holds(node, [](const Typed& part) { return is_field(part, "triggerSource"); });
}

bool looks_at_source(const TypedRule& rule) {
  if (rule.condition != nullptr && looks_at_source(*rule.condition)) return true;
  return std::any_of(rule.actions.begin(), rule.actions.end(), [](const auto& action) {
    return (action.value != nullptr && looks_at_source(*action.value)) ||
           std::any_of(action.arguments.begin(), action.arguments.end(),
                       [](const auto& argument) { return looks_at_source(*argument.value); });
  });
}

void check_confirmation(Context& context, const RuleCases& rule) {
  if (rule.section->trigger != schema::Trigger::PostConfirmation || !rule.section->whole) return;
  if (looks_at_source(*rule.rule)) return;
  for (const auto& action : rule.rule->actions) {
    if (action.kind != TypedAction::Kind::effect || action.effect->name == schema::log_effect)
      continue;
    context.report<Diagnostic::any_confirmation>(action.span, action.effect->name).label =
        "also carried out after a password reset";
    return;
  }
}

// A part that asks whether the user came from another identity provider.
bool asks_for_provider(const Typed& node) {
  return is_field(node, "request.userAttributes.identities") ||
         (spelling(node) == "==" &&
          std::any_of(node.operands.begin(), node.operands.end(), [](const Typed* operand) {
            return operand->kind == Kind::text && operand->text == "EXTERNAL_PROVIDER";
          }));
}

void check_federation(Context& context, const RuleCases& rule) {
  const auto trigger = schema::row(rule.section->trigger).name;
  if (trigger != "PreAuthentication" && trigger != "PostAuthentication" &&
      !trigger.starts_with("PreTokenGeneration"))
    return;
  if (rule.rule->condition == nullptr || !holds(*rule.rule->condition, asks_for_provider)) return;
  for (const auto& action : rule.rule->actions)
    if (action.kind == TypedAction::Kind::reject)
      context.report<Diagnostic::federated_denial>(action.span, trigger).label =
          "the user is stored already";
}

}  // namespace

void prove_places(Context& context) {
  for (const auto& rule : context.rules) {
    check_confirmation(context, rule);
    check_federation(context, rule);
  }
}

}  // namespace lintel::compiler::proofs
