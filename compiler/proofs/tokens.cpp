// SPDX-License-Identifier: Apache-2.0
// Proof: what the rules write into tokens and new users is what Cognito takes. It drops claims that
// it sets itself without a word, and refuses some values.
#include <algorithm>

#include "compiler/proofs/room.h"
#include "compiler/proofs/text_shape.h"

namespace lintel::compiler::proofs {
namespace {

using grammar::Diagnostic;
using schema::ClaimRule;

// Into which token an action writes, and what it does there.
struct ClaimAction {
  std::string_view name;
  bool id;
  bool access;
  bool suppresses;
};
constexpr ClaimAction claim_actions[] = {
    {"addClaim", true, true, false},        {"addIdClaim", true, false, false},
    {"addAccessClaim", false, true, false}, {"suppressClaim", true, true, true},
    {"suppressIdClaim", true, false, true}, {"suppressAccessClaim", false, true, true},
};

// Why the claim cannot be set or suppressed so; empty if it can.
std::string_view objection(ClaimRule rule, const ClaimAction& action, const Typed* value) {
  switch (rule) {
    case ClaimRule::never: return "is set by Cognito alone";
    case ClaimRule::by_groups:
      return action.suppresses ? ""
                               : "is set by `overrideGroups`, `overrideRoles`, `preferredRole`";
    case ClaimRule::suppressed: return action.suppresses ? "" : "can only be suppressed";
    case ClaimRule::by_scopes:
      if (!action.access) return "";
      return action.suppresses ? "is changed by `suppressScope`" : "is changed by `addScope`";
    case ClaimRule::not_in_access: return action.access ? "is set by Cognito alone" : "";
    case ClaimRule::audience:
      if (action.id || action.suppresses) return "is set by Cognito alone";
      return value != nullptr && is_field(*value, "callerContext.clientId")
                 ? ""
                 : "of the access token can only be `clientId`";
    case ClaimRule::plain_in_id: return "";
  }
  return "";
}

void check_claim(Context& context, const ClaimAction& kind, const TypedAction& action, bool v1) {
  ClaimAction tokens = kind;
  if (v1) tokens.access = false;
  const Typed* names = kind.suppresses ? action.value : action.key;
  if (names == nullptr) return;
  for (const Typed* name : outcomes(*names)) {
    if (name->kind != Kind::text) continue;
    const auto* claim = schema::find_claim(name->text);
    if (claim == nullptr) continue;
    const Typed* value = kind.suppresses ? nullptr : action.value;
    if (const auto why = objection(claim->rule, tokens, value); !why.empty()) {
      context.report<Diagnostic::claim_reserved>(name->span, name->text, why);
      continue;
    }
    const bool plain = value == nullptr ||
                       (value->type->kind != TypeKind::list && value->type->kind != TypeKind::map &&
                        value->type->kind != TypeKind::event_map);
    if (claim->rule == ClaimRule::plain_in_id && tokens.id && !plain)
      context.report<Diagnostic::claim_value>(value->span, name->text);
  }
}

void check_scope(Context& context, const Typed& value) {
  for (const Typed* scope : outcomes(value))
    if (scope->kind == Kind::text && scope->text.find_first_of(" \t\r\n") != std::string_view::npos)
      context.report<Diagnostic::scope_with_blank>(scope->span, scope->text);
}

// The maps that a value can be.
void check_migrated(Context& context, const Typed& value) {
  if (value.kind == Kind::map) {
    for (std::size_t i = 0; i < value.operands.size(); i += 2)
      if (value.operands[i]->text == "sub")
        context.report<Diagnostic::migrated_sub>(value.operands[i]->span);
    return;
  }
  const std::size_t first = value.kind == Kind::conditional ? 1 : 0;
  if (value.kind == Kind::conditional || value.kind == Kind::coalesce)
    for (const Typed* choice : value.operands.subspan(first)) check_migrated(context, *choice);
}

}  // namespace

void prove_tokens(Context& context) {
  for (const auto& rule : context.rules) {
    const auto trigger = schema::row(rule.section->trigger).name;
    for (const auto& action : rule.rule->actions) {
      if (action.response == nullptr) continue;
      const auto name = action.response->action;
      if (name == "migrate" && action.value != nullptr) check_migrated(context, *action.value);
      if (!trigger.starts_with("PreTokenGeneration")) continue;
      for (const auto& kind : claim_actions)
        if (name == kind.name) check_claim(context, kind, action, trigger == "PreTokenGeneration");
      if (action.value == nullptr) continue;
      if (name == "addScope" || name == "suppressScope") check_scope(context, *action.value);
      if (name == "overrideGroups" && action.value->kind == Kind::list &&
          action.value->operands.empty())
        context.report<Diagnostic::groups_dropped>(action.value->span);
    }
  }
}

}  // namespace lintel::compiler::proofs
