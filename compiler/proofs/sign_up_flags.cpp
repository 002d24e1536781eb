// SPDX-License-Identifier: Apache-2.0
// Proof: the flags of PreSignUp have the effect that the rule asks for. Cognito fails a sign-up
// that verifies an attribute which is not there, and ignores all flags for users whom
// administrators create.
#include <algorithm>

#include "compiler/presence.h"
#include "compiler/proofs/room.h"

namespace lintel::compiler::proofs {
namespace {

using grammar::Diagnostic;

constexpr std::string_view by_administrator = "PreSignUp_AdminCreateUser";

struct Verified {
  std::string_view action;
  std::string_view attribute;
  TypeKind type;
};
constexpr Verified verified[] = {{"autoVerifyEmail", "email", TypeKind::email},
                                 {"autoVerifyPhone", "phone_number", TypeKind::text}};

// The value numbers that the attribute can have: its type is not part of them.
std::uint32_t attribute_value(Context& context, const Verified& flag) {
  Field field;
  field.path = {"request", "userAttributes", std::string(flag.attribute)};
  return context.module.tree.field(field, Types::of(flag.type), {})->value;
}

void check_presence(Context& context, const RuleCases& rule, const TypedAction& action,
                    const Verified& flag) {
  const auto attribute = attribute_value(context, flag);
  for (const Case& one : context.of(rule)) {
    if (!one.fires || one.source == by_administrator) continue;
    if (one.condition != nullptr && facts_if(*one.condition, true).contains(attribute)) continue;
    const auto name = fmt::format("attr.{}", flag.attribute);
    auto& made = context.report<Diagnostic::verified_may_be_absent>(action.span, flag.action, name);
    made.label = fmt::format("for `{}`, `{}` may be missing", one.source, name);
    made.fixes.push_back(guard(rule, fmt::format("has({})", name), context));
    return;
  }
}

}  // namespace

void prove_sign_up_flags(Context& context) {
  for (const auto& rule : context.rules) {
    if (rule.section->trigger != schema::Trigger::PreSignUp) continue;
    const auto sources = firing_sources(context, rule);
    const bool ignored = sources.size() == 1 && sources.front() == by_administrator;
    for (const auto& action : rule.rule->actions) {
      if (action.kind != TypedAction::Kind::set_flag) continue;
      if (ignored) {
        context.report<Diagnostic::flag_ignored>(action.span, action.response->action);
        continue;
      }
      for (const auto& flag : verified)
        if (action.response->action == flag.action) check_presence(context, rule, action, flag);
    }
  }
}

}  // namespace lintel::compiler::proofs
