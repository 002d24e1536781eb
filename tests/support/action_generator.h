// SPDX-License-Identifier: Apache-2.0
// Random actions of any trigger, from the tables of triggers.def.
#pragma once

#include "tests/support/expression_generator.h"
#include "tests/support/program_generator.h"
#include "tests/support/vocabulary.h"

namespace lintel::generator {

class ActionMaker {
 public:
  ActionMaker(Dice& dice, const Vocabulary& vocabulary, ExpressionMaker& maker)
      : dice_(dice), vocabulary_(vocabulary), maker_(maker) {}

  bool can_deny() const;
  Action denial();
  Action make();  // that denies nothing

 private:
  Action response(const compiler::schema::ResponseRow& row);
  Action effect(const compiler::schema::EffectRow& row);
  Expression choice(const compiler::schema::ResponseRow& row);
  Expression argument(const compiler::schema::ParameterRow& parameter);
  Expression key();
  Expression text() { return maker_.make(Type::text, false, 3); }
  Expression names();

  Dice& dice_;
  const Vocabulary& vocabulary_;
  ExpressionMaker& maker_;
};

}  // namespace lintel::generator
