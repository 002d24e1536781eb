// SPDX-License-Identifier: Apache-2.0
// Actions: what a rule does when it fires, checked against the trigger's response and effects.
#pragma once

#include <optional>
#include <vector>

#include "compiler/expressions.h"
#include "compiler/module.h"
#include "compiler/presence.h"
#include "grammar/ast.h"

namespace lintel::compiler {

// Checks the actions of the rules of one file.
class Actions {
 public:
  Actions(TypedTree& tree, Expressions& expressions, std::vector<Finding>& findings)
      : tree_(tree), expressions_(expressions), findings_(findings) {}

  // The action of a rule in `section`, or nothing after a finding.
  std::optional<TypedAction> make(const grammar::Action& action, const Section& section);

  // The same for a test: arguments may be left out, and nothing is too late.
  std::optional<TypedAction> expected(const grammar::Action& action, const Section& section) {
    expecting_ = true;
    auto made = make(action, section);
    expecting_ = false;
    return made;
  }

  // Polarity and presence: what can be absent where it must not be. `condition` is null for a rule
  // that always applies, and was written as `written`.
  void check_presence(const TypedAction& action, const grammar::Action& as_written,
                      const Typed* condition, const grammar::Expr* written);

 private:
  std::optional<TypedAction> reject(const grammar::Action& action, const Section& section);
  std::optional<TypedAction> respond(const grammar::Action& action,
                                     const schema::ResponseRow& response);
  const Typed* value(const grammar::Expr& expr, std::string_view action,
                     const schema::ResponseRow& response);
  void check_choice(const Typed& value, const schema::ResponseRow& response);
  std::optional<TypedAction> effect(const grammar::Action& action, const schema::EffectRow& effect);
  const Typed* argument_value(const grammar::Expr& expr, const schema::ParameterRow& parameter);
  const Typed* text_or_list(const grammar::Expr& expr, std::string_view action);
  bool parameter(const grammar::Argument& argument, std::size_t position, TypedAction& made);
  bool failure_policy(const grammar::Argument& argument, TypedAction& made);
  bool complete(const grammar::Action& action, TypedAction& made);
  std::nullopt_t unknown(const grammar::Action& action, const Section& section);
  const Typed* text(const grammar::Expr& expr, std::string_view action);
  const Typed* object(const grammar::Expr& expr, std::string_view action);

  void check_denial(const grammar::Action& action, const Typed& condition,
                    const grammar::Expr& written);
  void check_argument(const Typed& value, const std::string& what, const Facts& facts);

  TypedTree& tree_;
  Expressions& expressions_;
  std::vector<Finding>& findings_;
  Presence presence_;
  bool expecting_ = false;
};

}  // namespace lintel::compiler
