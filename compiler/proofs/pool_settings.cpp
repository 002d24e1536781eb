// SPDX-License-Identifier: Apache-2.0
// Proof: the rules fit the pool that is declared. What is not declared is not held against them.
#include <algorithm>

#include "compiler/proofs/room.h"

namespace lintel::compiler::proofs {
namespace {

using grammar::Diagnostic;

constexpr std::string_view by_provider = "PreSignUp_ExternalProvider";

struct Alias {
  std::string_view action;
  std::string_view attribute;
};
constexpr Alias verified[] = {{"autoVerifyEmail", "email"}, {"autoVerifyPhone", "phone_number"}};

// The version of the token events that a trigger takes; empty for other triggers.
std::string_view token_version(std::string_view trigger) {
  if (trigger == "PreTokenGeneration") return "V1_0";
  if (trigger == "PreTokenGenerationV2") return "V2_0";
  return trigger == "PreTokenGenerationV3" ? "V3_0" : std::string_view();
}

void check_alias(Context& context, const RuleCases& rule, const TypedAction& action) {
  const auto& aliases = context.module.pool.aliases;
  for (const auto& alias : verified) {
    if (action.response->action != alias.action ||
        std::find(aliases.begin(), aliases.end(), alias.attribute) == aliases.end())
      continue;
    const auto sources = firing_sources(context, rule);
    if (std::all_of(sources.begin(), sources.end(), [](auto name) { return name == by_provider; }))
      continue;
    context.report<Diagnostic::alias_moves>(action.span, alias.action).label =
        fmt::format("`{}` is an alias of this pool", alias.attribute);
  }
}

}  // namespace

void prove_pool_settings(Context& context) {
  const auto& pool = context.module.pool;
  for (const auto& rule : context.rules) {
    for (const auto& action : rule.rule->actions) {
      if (action.response == nullptr) continue;
      const auto name = action.response->action;
      if (pool.email_sending == "COGNITO_DEFAULT" &&
          (name == "emailMessage" || name == "emailSubject"))
        context.report<Diagnostic::mail_not_sendable>(action.span, name);
      check_alias(context, rule, action);
      const auto trigger = schema::row(rule.section->trigger).name;
      const auto version = token_version(trigger);
      // V2 rules answer the events of V3 too.
      const bool fits =
          pool.token_version == version || (version == "V2_0" && pool.token_version == "V3_0");
      if (!version.empty() && !pool.token_version.empty() && !fits)
        context.report<Diagnostic::token_version>(action.span, pool.token_version, trigger);
    }
  }
}

}  // namespace lintel::compiler::proofs
