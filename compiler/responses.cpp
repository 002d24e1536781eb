// SPDX-License-Identifier: Apache-2.0
// Actions that set response fields: their arguments, by the form that the table gives them.
#include <algorithm>
#include <string>
#include <vector>

#include "compiler/actions.h"
#include "grammar/diagnostic.h"

namespace lintel::compiler {
namespace {

using grammar::Diagnostic;
using grammar::finding;
using schema::Form;

struct FormRow {
  TypedAction::Kind kind;
  std::size_t arguments;
  std::string_view takes;  // what `{}` in it stands for is the name of the action
};

FormRow form_row(Form form) {
  using Kind = TypedAction::Kind;
  switch (form) {
    case Form::flag: return {Kind::set_flag, 0, "no arguments"};
    case Form::denial: return {Kind::deny, 0, "no arguments"};
    case Form::text: break;
    case Form::entry: return {Kind::set_entry, 2, "a name and a text: `{}(\"name\", \"...\")`"};
    case Form::any_entry: return {Kind::set_entry, 2, "a name and a value: `{}(\"name\", ...)`"};
    case Form::entries: return {Kind::set_entries, 1, "a map: `{}({{\"name\": \"...\"}})`"};
    case Form::item:
    case Form::dropped: return {Kind::add_item, 1, "one text, or a list of texts: `{}(\"...\")`"};
    case Form::items:
    case Form::kept: return {Kind::add_items, 1, "a list: `{}([\"...\"])`"};
  }
  return {Kind::set_text, 1, "one text: `{}(\"...\")`"};
}

bool is_list_of_texts(const Type* type) {
  return type->kind == TypeKind::list && fits(type->element, TypeKind::text);
}

bool is_map_of_texts(const Type* type) {
  return type->kind == TypeKind::event_map ||
         (type->kind == TypeKind::map && fits(type->element, TypeKind::text));
}

}  // namespace

std::optional<TypedAction> Actions::respond(const grammar::Action& action,
                                            const schema::ResponseRow& response) {
  const FormRow form = form_row(response.form);
  const bool named = std::any_of(action.arguments.begin(), action.arguments.end(),
                                 [](const auto& argument) { return !argument.name.empty(); });
  const bool wrong = action.arguments.size() != form.arguments || named ||
                     (form.arguments == 0 && action.has_parentheses);
  if (wrong) {
    findings_.push_back(finding<Diagnostic::action_arguments>(
        action.span, action.name, fmt::format(fmt::runtime(form.takes), action.name)));
    return std::nullopt;
  }
  TypedAction made;
  made.kind = form.kind;
  made.response = &response;
  made.span = action.span;
  if (form.arguments == 2) made.key = text(*action.arguments[0].value, action.name);
  if (form.arguments != 0) {
    made.value = value(*action.arguments.back().value, action.name, response);
    const bool of_items =
        made.kind == TypedAction::Kind::add_item && is_aggregate(made.value->type);
    if (of_items) made.kind = TypedAction::Kind::add_items;
    check_choice(*made.value, response);
  }
  return made;
}

const Typed* Actions::value(const grammar::Expr& expr, std::string_view action,
                            const schema::ResponseRow& response) {
  bool (*is_wanted)(const Type*) = nullptr;
  switch (response.form) {
    case Form::any_entry: break;
    case Form::entries: is_wanted = is_map_of_texts; break;
    case Form::items:
    case Form::kept: is_wanted = is_list_of_texts; break;
    default: break;
  }
  const bool one_text = is_wanted == nullptr && response.form != Form::any_entry;
  const bool takes_list = response.form == Form::item || response.form == Form::dropped;
  const Typed* value = one_text && !takes_list            ? text(expr, action)
                       : response.form == Form::any_entry ? expressions_.make_json(expr)
                                                          : expressions_.make(expr);
  if (value->kind == Kind::error || (takes_list && is_list_of_texts(value->type))) return value;
  if (takes_list && !fits(value->type, TypeKind::text)) {
    findings_.push_back(finding<Diagnostic::value_type>(
        value->span, action, "a string or a list of strings", described(value->type)));
    return tree_.error(expr.span);
  }
  if (is_wanted != nullptr && !is_wanted(value->type)) {
    findings_.push_back(finding<Diagnostic::value_type>(
        value->span, action,
        response.form == Form::entries ? "a map of strings" : "a list of strings",
        described(value->type)));
    return tree_.error(expr.span);
  }
  return value;
}

// A constant that Cognito does not know. Of a list each element counts.
void Actions::check_choice(const Typed& value, const schema::ResponseRow& response) {
  std::vector<std::string_view> choices;
  for (const auto& row : schema::choices())
    if (row.trigger == response.trigger && row.action == response.action)
      choices.push_back(row.text);
  if (choices.empty()) return;
  if (value.kind == Kind::list) {
    for (const Typed* element : value.operands) check_choice(*element, response);
    return;
  }
  if (value.kind == Kind::conditional) {
    for (const Typed* branch : value.operands.subspan(1)) check_choice(*branch, response);
    return;
  }
  if (value.kind != Kind::text ||
      std::find(choices.begin(), choices.end(), value.text) != choices.end())
    return;
  std::string names;
  for (const auto choice : choices) {
    if (choice != choices.front()) names += choice == choices.back() ? " or " : ", ";
    names += fmt::format("`{}`", choice);
  }
  Finding made = finding<Diagnostic::unknown_choice>(value.span, response.action,
                                                     fmt::format("`{}`", value.text), names);
  if (const auto near = grammar::nearest(value.text, choices); !near.empty()) {
    made.label = fmt::format("did you mean `{}`?", near);
    made.fixes.push_back(
        {fmt::format("write `{}`", near), {{value.span, fmt::format("\"{}\"", near)}}, true});
  }
  findings_.push_back(std::move(made));
}

}  // namespace lintel::compiler
