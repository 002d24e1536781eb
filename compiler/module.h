// SPDX-License-Identifier: Apache-2.0
// What the checker makes of the files: typed rules by section, ready to be lowered.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/pool.h"
#include "compiler/schema.h"
#include "compiler/typed.h"

namespace lintel::compiler {

// One argument of an effect.
struct TypedArgument {
  const schema::ParameterRow* parameter;
  const Typed* value;
};

struct TypedAction {
  enum class Kind : std::uint8_t {
    set_flag,
    set_text,
    set_entry,
    set_entries,
    add_item,
    add_items,
    deny,
    effect,
    reject,
  } kind = Kind::set_flag;
  const schema::ResponseRow* response = nullptr;  // of what sets a field: the action's first row
  const Typed* key = nullptr;                     // of set_entry
  const Typed* value = nullptr;                   // of all but set_flag, deny and effect
  const schema::EffectRow* effect = nullptr;
  std::vector<TypedArgument> arguments;  // of effect, in the order of the table
  bool reject_on_failure = false;        // of effect
  Span span;
};

// Whether the action denies: its condition has to be decided, and it beats every grant.
inline bool is_denial(const TypedAction& action) {
  return action.kind == TypedAction::Kind::reject || action.kind == TypedAction::Kind::deny;
}

struct TypedRule {
  std::uint32_t number = 0;  // in the order of the files
  std::string_view name;
  Span span;
  const Typed* condition = nullptr;  // null: the rule always applies
  std::vector<TypedAction> actions;
};

struct Section {
  schema::Trigger trigger{};
  bool whole = false;                     // `on` names the trigger itself
  std::vector<std::string_view> sources;  // the sources that it stands for
  std::vector<TypedRule> rules;
};

struct Module {
  TypedTree tree;
  std::vector<Section> sections;
  std::uint32_t rule_count = 0;
  Pool pool;
};

}  // namespace lintel::compiler
