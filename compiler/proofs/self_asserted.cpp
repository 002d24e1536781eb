// SPDX-License-Identifier: Apache-2.0
// Proof: what a user gets without a code does not rest on what the user says alone. In a sign-up,
// attributes, metadata and the user name are whatever the caller typed; a comparison of two of them
// holds for everybody who wants it to.
#include <algorithm>

#include "compiler/proofs/room.h"

namespace lintel::compiler::proofs {
namespace {

using grammar::Diagnostic;

constexpr std::string_view by_caller = "PreSignUp_SignUp";

bool from_caller(const Typed& field) {
  const auto& path = field.field->path;
  if (path.size() == 1) return path[0] == "userName";
  return path[0] == "request" && (path[1] == "userAttributes" || path[1] == "validationData" ||
                                  path[1] == "clientMetadata");
}

// True if the value depends on the event, and on nothing of it but what the caller typed.
bool only_from_caller(const Typed& node) {
  if (node.constant) return false;
  if (node.kind == Kind::field) return from_caller(node);
  return std::all_of(node.operands.begin(), node.operands.end(),
                     [](const Typed* part) { return part->constant || only_from_caller(*part); });
}

// A test of two values.
bool compares(const Typed& node) {
  if (node.kind == Kind::in_list || node.kind == Kind::same_in || node.kind == Kind::in_map ||
      node.kind == Kind::list_equal)
    return true;
  return node.kind == Kind::builtin && node.operands.size() == 2;
}

// A test of the event against something that the rules say, such as a list of domains.
bool is_grounded(const Typed& test) {
  return compares(test) && test.operands[0]->constant != test.operands[1]->constant &&
         is_text(test.operands[0]->type);
}

// The comparison that makes `condition` true on the caller's word alone; null if there is none.
const Typed* self_asserted(const Typed& condition) {
  switch (condition.kind) {
    case Kind::all_of: {
      const auto parts = conjuncts(condition);
      if (std::any_of(parts.begin(), parts.end(), [](auto* part) { return is_grounded(*part); }))
        return nullptr;
      for (const Typed* part : parts)
        if (const Typed* found = self_asserted(*part)) return found;
      return nullptr;
    }
    case Kind::any_of:
      for (const Typed* part : condition.operands)
        if (const Typed* found = self_asserted(*part)) return found;
      return nullptr;
    case Kind::conditional: {
      const Typed* found = self_asserted(*condition.operands[1]);
      return found != nullptr ? found : self_asserted(*condition.operands[2]);
    }
    case Kind::coalesce: return self_asserted(*condition.operands[0]);
    default: break;
  }
  const bool asserted = compares(condition) && only_from_caller(*condition.operands[0]) &&
                        only_from_caller(*condition.operands[1]);
  return asserted ? &condition : nullptr;
}

}  // namespace

void prove_self_asserted(Context& context) {
  for (const auto& rule : context.rules) {
    if (rule.section->trigger != schema::Trigger::PreSignUp) continue;
    const auto& actions = rule.rule->actions;
    const auto grant = std::find_if(actions.begin(), actions.end(), [](const auto& action) {
      return action.kind == TypedAction::Kind::set_flag;
    });
    if (grant == actions.end()) continue;
    for (const Case& one : context.of(rule)) {
      if (!one.fires || one.condition == nullptr || one.source != by_caller) continue;
      const Typed* found = self_asserted(*one.condition);
      if (found == nullptr) continue;
      auto& made =
          context.report<Diagnostic::self_asserted_grant>(found->span, grant->response->action);
      made.label = "both sides are what the caller typed";
    }
  }
}

}  // namespace lintel::compiler::proofs
