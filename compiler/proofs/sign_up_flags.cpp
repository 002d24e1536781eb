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

// The value number of the attribute: its type is not part of it.
std::uint32_t attribute_value(Context& context, const Verified& flag) {
  Field field;
  field.path = {"request", "userAttributes", std::string(flag.attribute)};
  return context.module.tree.field(field, Types::of(flag.type), {})->value;
}

bool is_set(const Context& context, std::string_view action) {
  return std::any_of(context.rules.begin(), context.rules.end(), [&](const RuleCases& rule) {
    const auto& actions = rule.rule->actions;
    return std::any_of(actions.begin(), actions.end(), [&](const TypedAction& one) {
      return one.response != nullptr && one.response->action == action;
    });
  });
}

// What conditions say about one value. Most rules have the same condition for all sources, so that
// the last answer is kept.
class Presences {
 public:
  Presences(bool truth, std::uint32_t value) : truth_(truth), value_(value) {}

  // Whether the value is known to be present where the condition has the truth.
  bool found(const Typed* condition) {
    if (condition == nullptr) return false;
    if (condition != last_) present_ = facts_if(*condition, truth_).contains(value_);
    last_ = condition;
    return present_;
  }

 private:
  bool truth_;
  std::uint32_t value_;
  const Typed* last_ = nullptr;
  bool present_ = false;
};

// The sources for which whoever lacks the attribute is denied: a denial beats the flag.
std::vector<std::string_view> denied_without(const Context& context, std::uint32_t attribute) {
  std::vector<std::string_view> sources;
  Presences present(false, attribute);
  for (const auto& rule : context.rules) {
    if (rule.section->trigger != schema::Trigger::PreSignUp) continue;
    const auto& actions = rule.rule->actions;
    if (std::none_of(actions.begin(), actions.end(),
                     [](const auto& action) { return is_denial(action); }))
      continue;
    for (const Case& one : context.of(rule))
      if (present.found(one.condition) &&
          std::find(sources.begin(), sources.end(), one.source) == sources.end())
        sources.push_back(one.source);
  }
  return sources;
}

void check_presence(Context& context, const RuleCases& rule, const TypedAction& action,
                    const Verified& flag, std::uint32_t attribute,
                    const std::vector<std::string_view>& denied) {
  Presences present(true, attribute);
  for (const Case& one : context.of(rule)) {
    if (!one.fires || one.source == by_administrator) continue;
    if (std::find(denied.begin(), denied.end(), one.source) != denied.end()) continue;
    if (present.found(one.condition)) continue;
    const auto name = fmt::format("attr.{}", flag.attribute);
    auto& made = context.report<Diagnostic::verified_may_be_absent>(action.span, flag.action, name);
    made.label = fmt::format("for `{}`, `{}` may be missing", one.source, name);
    made.fixes.push_back(guard(rule, fmt::format("has({})", name), context));
    return;
  }
}

}  // namespace

void prove_sign_up_flags(Context& context) {
  std::uint32_t attributes[std::size(verified)];
  std::vector<std::string_view> denied[std::size(verified)];
  for (std::size_t i = 0; i < std::size(verified); ++i) {
    attributes[i] = attribute_value(context, verified[i]);
    if (is_set(context, verified[i].action)) denied[i] = denied_without(context, attributes[i]);
  }
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
      for (std::size_t i = 0; i < std::size(verified); ++i)
        if (action.response->action == verified[i].action)
          check_presence(context, rule, action, verified[i], attributes[i], denied[i]);
    }
  }
}

}  // namespace lintel::compiler::proofs
