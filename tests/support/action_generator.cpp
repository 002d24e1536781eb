// SPDX-License-Identifier: Apache-2.0
#include "tests/support/action_generator.h"

#include <algorithm>
#include <utility>

namespace lintel::generator {
namespace {

namespace schema = compiler::schema;
using schema::Form;

// Names that claims, parameters and attributes have; few, so that rules meet.
const std::vector<std::string> keys = {"tenant", "a", "email", "custom:x", "\xC3\xA9", "q\"\n", ""};

}  // namespace

bool ActionMaker::can_deny() const {
  return vocabulary_.may_reject ||
         std::any_of(schema::responses().begin(), schema::responses().end(), [&](const auto& row) {
           return row.trigger == vocabulary_.trigger && row.form == Form::denial;
         });
}

Action ActionMaker::denial() {
  if (vocabulary_.may_reject) return {"reject", {{"", text()}}};
  for (const auto& row : schema::responses())
    if (row.trigger == vocabulary_.trigger && row.form == Form::denial)
      return {std::string(row.action), {}};
  return make();
}

Action ActionMaker::make() {
  std::vector<const schema::ResponseRow*> rows;
  for (const auto& row : schema::responses())
    if (row.trigger == vocabulary_.trigger && row.form != Form::denial) rows.push_back(&row);
  std::vector<const schema::EffectRow*> effects;
  for (const auto& row : schema::effects())
    if (row.trigger == vocabulary_.trigger) effects.push_back(&row);
  if (rows.empty() || dice_.one_in(6)) return effect(*dice_.pick(effects));
  return response(*dice_.pick(rows));
}

Action ActionMaker::response(const schema::ResponseRow& row) {
  Action made{std::string(row.action), {}};
  const auto add = [&](Expression value) { made.arguments.emplace_back("", std::move(value)); };
  switch (row.form) {
    case Form::flag:
    case Form::denial: break;
    case Form::text: add(choice(row)); break;
    case Form::entry:
      add(key());
      add(text());
      break;
    case Form::any_entry:
      add(key());
      add(maker_.json_value(2));
      break;
    case Form::entries: add(maker_.make(Type::map, false, 3)); break;
    case Form::item:
    case Form::dropped: add(dice_.one_in(2) ? key() : names()); break;
    case Form::items:
    case Form::kept: add(names()); break;
  }
  return made;
}

Expression ActionMaker::key() {
  if (dice_.one_in(4)) return maker_.make(Type::text, false, 1);
  return ExpressionMaker::fixed(Type::text, quoted(dice_, dice_.pick(keys), true));
}

Expression ActionMaker::names() {
  if (dice_.one_in(2)) return maker_.make(Type::texts, false, 2);
  return {Type::texts, false, {"[", ", ", "]"}, {key(), key()}};
}

// A constant has to be one that Cognito knows.
Expression ActionMaker::choice(const schema::ResponseRow& row) {
  std::vector<std::string> choices;
  for (const auto& each : schema::choices())
    if (each.trigger == row.trigger && each.action == row.action)
      choices.push_back("\"" + std::string(each.text) + "\"");
  if (choices.empty()) return text();
  const auto constant = [&] { return ExpressionMaker::fixed(Type::text, dice_.pick(choices)); };
  if (dice_.one_in(2)) return constant();
  if (dice_.one_in(3)) return ExpressionMaker::fixed(Type::text, "userName");
  return {Type::text,
          false,
          {"(", " ? ", " : ", ")"},
          {maker_.make(Type::boolean, false, 2), constant(), constant()}};
}

Action ActionMaker::effect(const schema::EffectRow& row) {
  Action made{std::string(row.name), {}};
  bool has_either = false;
  for (const auto& parameter : schema::parameters()) {
    if (parameter.effect != row.name) continue;
    if (parameter.need == schema::Need::optional && !dice_.one_in(4)) continue;
    if (parameter.need == schema::Need::either) {
      if (has_either && !dice_.one_in(2)) continue;
      has_either = true;
    }
    made.arguments.emplace_back(parameter.name, argument(parameter));
  }
  if (dice_.one_in(3))
    made.arguments.emplace_back(
        "onFailure",
        ExpressionMaker::fixed(Type::text, dice_.one_in(2) ? "\"reject\"" : "\"continue\""));
  return made;
}

Expression ActionMaker::argument(const schema::ParameterRow& parameter) {
  switch (parameter.escape) {
    case schema::Escape::json: return maker_.json_object(2);
    case schema::Escape::mailboxes: return dice_.one_in(2) ? names() : text();
    default: return text();
  }
}

}  // namespace lintel::generator
