// SPDX-License-Identifier: Apache-2.0
// Proof: tokens are issued for an answer that was looked at. DefineAuthChallenge is called after
// each step of a sign-in, whatever the step was and however it ended.
#include <algorithm>

#include "compiler/proofs/room.h"

namespace lintel::compiler::proofs {
namespace {

using grammar::Diagnostic;

// True if the condition looks at the member of this name of a challenge.
bool looks_at(const Typed& node, std::string_view member) {
  if (node.kind == Kind::member && node.text == member) return true;
  return std::any_of(node.operands.begin(), node.operands.end(),
                     [&](const Typed* part) { return looks_at(*part, member); });
}

}  // namespace

void prove_challenges(Context& context) {
  for (const auto& rule : context.rules) {
    if (schema::row(rule.section->trigger).name != "DefineAuthChallenge") continue;
    const Typed* condition = rule.rule->condition;
    std::string missing;
    for (const std::string_view member : {"challengeName", "challengeResult"})
      if (condition == nullptr || !looks_at(*condition, member))
        missing += fmt::format("{}`{}`", missing.empty() ? "" : " nor ", member);
    if (missing.empty()) continue;
    for (const auto& action : rule.rule->actions)
      if (action.response != nullptr && action.response->action == "issueTokens")
        context.report<Diagnostic::tokens_untested>(action.span).label =
            fmt::format("the condition does not look at {}", missing);
  }
}

}  // namespace lintel::compiler::proofs
