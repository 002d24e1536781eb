// SPDX-License-Identifier: Apache-2.0
// What the checker makes of the files: typed rules by section, ready to be lowered.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/compiler.h"
#include "compiler/json.h"
#include "compiler/pool.h"
#include "compiler/schema.h"
#include "compiler/typed.h"

namespace lintel::compiler {

// One argument of an effect.
struct TypedArgument {
  const schema::ParameterRow* parameter;
  const Typed* value;
  bool is_list = false;  // of texts
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

// An action that a test expects, or with `not` does not expect.
struct ExpectedAction {
  enum class Kind : std::uint8_t { field, effect, reject } kind = Kind::field;
  bool negated = false;
  bool any_arguments = false;  // named alone
  std::string written;
  const schema::ResponseRow* response = nullptr;  // of field
  const schema::EffectRow* effect = nullptr;      // of effect
  std::string key;                                // of an entry of field
  Json value;  // of field and reject; of items and dropped names, a list of them
  std::vector<std::pair<std::string_view, Json>> arguments;  // of effect: those that count
  std::optional<bool> reject_on_failure;                     // of effect, if it counts
};

struct TypedTest {
  std::string_view name;
  Span span;
  schema::Trigger trigger{};
  std::string event;  // JSON
  bool nothing = false;
  bool exactly = false;
  std::vector<ExpectedAction> expected;
};

struct Module {
  std::span<const Source> sources;  // that the spans refer to
  TypedTree tree;
  std::vector<Section> sections;
  std::vector<TypedTest> tests;
  std::uint32_t rule_count = 0;
  Pool pool;
};

}  // namespace lintel::compiler
