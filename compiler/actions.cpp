// SPDX-License-Identifier: Apache-2.0
#include "compiler/actions.h"

#include <algorithm>
#include <string>

#include "compiler/typed_printer.h"
#include "grammar/diagnostic.h"

namespace lintel::compiler {
namespace {

using grammar::Diagnostic;
using grammar::finding;

constexpr std::string_view reject_name = schema::reject_action;
// Arguments of an effect that are known by their places; more have to be named.
constexpr std::size_t max_by_place = 2;
constexpr std::string_view failure_name = "onFailure";

std::vector<std::string_view> action_names(schema::Trigger trigger) {
  std::vector<std::string_view> names;
  if (schema::row(trigger).rejection == schema::Rejection::rejects) names.push_back(reject_name);
  for (const auto& row : schema::responses())
    if (row.trigger == trigger) names.push_back(row.action);
  for (const auto& row : schema::effects())
    if (row.trigger == trigger) names.push_back(row.name);
  return names;
}

// Another trigger that has the action; null if none has.
const schema::TriggerRow* trigger_with(std::string_view action) {
  for (const auto& trigger : schema::triggers())
    if (schema::find_response(trigger.trigger, action) != nullptr ||
        schema::find_effect(trigger.trigger, action) != nullptr)
      return &trigger;
  return nullptr;
}

std::vector<const schema::ParameterRow*> parameters_of(std::string_view effect) {
  std::vector<const schema::ParameterRow*> rows;
  for (const auto& row : schema::parameters())
    if (row.effect == effect) rows.push_back(&row);
  return rows;
}

Span at(Span span, std::uint32_t offset) { return {span.file, offset, offset}; }

// What a missing value is, for a label: "`attr.email` may be missing".
std::string reason(const Typed& cause) {
  if (cause.kind == Kind::field) return fmt::format("`{}` may be missing", print(cause));
  if (cause.kind == Kind::absent) return "`null` is absent";
  return fmt::format("`{}` may have no value", print(cause));
}

}  // namespace

std::optional<TypedAction> Actions::make(const grammar::Action& action, const Section& section) {
  if (action.name == reject_name) return reject(action, section);
  if (const auto* row = schema::find_response(section.trigger, action.name))
    return respond(action, *row);
  if (const auto* row = schema::find_effect(section.trigger, action.name))
    return effect(action, *row);
  return unknown(action, section);
}

std::nullopt_t Actions::unknown(const grammar::Action& action, const Section& section) {
  const auto trigger = schema::row(section.trigger).name;
  if (const auto* other = trigger_with(action.name)) {
    findings_.push_back(
        finding<Diagnostic::action_elsewhere>(action.name_span, action.name, other->name, trigger));
    return std::nullopt;
  }
  Finding made = finding<Diagnostic::unknown_action>(action.name_span, trigger, action.name);
  const auto names = action_names(section.trigger);
  if (const auto near = grammar::nearest(action.name, names); !near.empty()) {
    made.label = fmt::format("did you mean `{}`?", near);
    made.fixes.push_back(
        {fmt::format("write `{}`", near), {{action.name_span, std::string(near)}}});
  }
  findings_.push_back(std::move(made));
  return std::nullopt;
}

const Typed* Actions::text(const grammar::Expr& expr, std::string_view action) {
  const Typed* value = expressions_.make(expr);
  if (value->kind == Kind::error || fits(value->type, TypeKind::text)) return value;
  findings_.push_back(
      finding<Diagnostic::argument_type>(value->span, action, described(value->type)));
  return tree_.error(expr.span);
}

// A map, which becomes JSON.
const Typed* Actions::object(const grammar::Expr& expr, std::string_view action) {
  const Typed* value = expressions_.make_json(expr);
  const auto kind = value->type->kind;
  if (value->kind == Kind::error || kind == TypeKind::map || kind == TypeKind::event_map)
    return value;
  findings_.push_back(
      finding<Diagnostic::value_type>(value->span, action, "a map", described(value->type)));
  return tree_.error(expr.span);
}

// A text, or a list of texts.
const Typed* Actions::text_or_list(const grammar::Expr& expr, std::string_view action) {
  const Typed* value = expressions_.make(expr);
  const bool is_list =
      value->type->kind == TypeKind::list && fits(value->type->element, TypeKind::text);
  if (value->kind == Kind::error || is_list || fits(value->type, TypeKind::text)) return value;
  findings_.push_back(finding<Diagnostic::value_type>(
      value->span, action, "a string or a list of strings", described(value->type)));
  return tree_.error(expr.span);
}

// What a parameter of an effect takes.
const Typed* Actions::argument_value(const grammar::Expr& expr,
                                     const schema::ParameterRow& parameter) {
  switch (parameter.escape) {
    case schema::Escape::json: return object(expr, parameter.effect);
    case schema::Escape::mailboxes: return text_or_list(expr, parameter.effect);
    default: return text(expr, parameter.effect);
  }
}

std::optional<TypedAction> Actions::reject(const grammar::Action& action, const Section& section) {
  if (action.arguments.size() != 1 || !action.arguments[0].name.empty()) {
    findings_.push_back(finding<Diagnostic::action_arguments>(
        action.span, reject_name, "one text, which the user sees: `reject(\"...\")`"));
    return std::nullopt;
  }
  const auto& trigger = schema::row(section.trigger);
  if (trigger.rejection == schema::Rejection::by_answer ||
      trigger.rejection == schema::Rejection::never) {
    findings_.push_back(finding<Diagnostic::reject_has_no_place>(action.name_span, trigger.name));
    return std::nullopt;
  }
  if (trigger.rejection == schema::Rejection::too_late && !expecting_)
    findings_.push_back(finding<Diagnostic::late_rejection>(action.name_span, trigger.name));
  TypedAction made;
  made.kind = TypedAction::Kind::reject;
  made.span = action.span;
  made.value = text(*action.arguments[0].value, action.name);
  return made;
}

std::optional<TypedAction> Actions::effect(const grammar::Action& action,
                                           const schema::EffectRow& effect) {
  TypedAction made;
  made.kind = TypedAction::Kind::effect;
  made.effect = &effect;
  made.span = action.span;
  bool good = true;
  std::vector<std::string_view> seen;
  for (std::size_t i = 0; i < action.arguments.size(); ++i) {
    const auto& argument = action.arguments[i];
    if (!argument.name.empty() &&
        std::find(seen.begin(), seen.end(), argument.name) != seen.end()) {
      findings_.push_back(
          finding<Diagnostic::repeated_parameter>(argument.name_span, argument.name));
      good = false;
      continue;
    }
    seen.push_back(argument.name);
    good &= argument.name == failure_name ? failure_policy(argument, made)
                                          : parameter(argument, i, made);
  }
  if (!good || !complete(action, made)) return std::nullopt;
  std::sort(made.arguments.begin(), made.arguments.end(),
            [](const auto& a, const auto& b) { return a.parameter < b.parameter; });
  return made;
}

bool Actions::failure_policy(const grammar::Argument& argument, TypedAction& made) {
  const Typed* value = expressions_.make(*argument.value);
  if (value->kind == Kind::text && (value->text == "continue" || value->text == "reject")) {
    made.reject_on_failure = value->text == "reject";
    return true;
  }
  findings_.push_back(finding<Diagnostic::failure_policy>(argument.value->span));
  return false;
}

// An argument by name, or the first one of an effect by its place.
bool Actions::parameter(const grammar::Argument& argument, std::size_t position,
                        TypedAction& made) {
  const auto rows = parameters_of(made.effect->name);
  const schema::ParameterRow* row = nullptr;
  for (const auto* candidate : rows)
    if (candidate->name == argument.name) row = candidate;
  const bool by_place = std::all_of(rows.begin(), rows.end(), [](const auto* candidate) {
    return candidate->need == schema::Need::required;
  });
  if (argument.name.empty() && by_place && rows.size() <= max_by_place && position < rows.size())
    row = rows[position];
  if (row == nullptr) {
    if (argument.name.empty()) {
      findings_.push_back(finding<Diagnostic::action_arguments>(
          argument.value->span, made.effect->name,
          rows.size() == 1                          ? "one text"
          : by_place && rows.size() <= max_by_place ? "no more arguments"
                                                    : "named arguments, such as `to: attr.email`"));
      return false;
    }
    Finding unknown = finding<Diagnostic::unknown_parameter>(argument.name_span, made.effect->name,
                                                             argument.name);
    std::vector<std::string_view> names{failure_name};
    for (const auto* candidate : rows) names.push_back(candidate->name);
    if (const auto near = grammar::nearest(argument.name, names); !near.empty()) {
      unknown.label = fmt::format("did you mean `{}`?", near);
      unknown.fixes.push_back(
          {fmt::format("write `{}`", near), {{argument.name_span, std::string(near)}}});
    }
    findings_.push_back(std::move(unknown));
    return false;
  }
  for (const auto& given : made.arguments) {
    if (given.parameter != row) continue;
    findings_.push_back(finding<Diagnostic::repeated_parameter>(argument.name_span, row->name));
    return false;
  }
  const auto* value = argument_value(*argument.value, *row);
  made.arguments.push_back({row, value, value->type->kind == TypeKind::list});
  return true;
}

bool Actions::complete(const grammar::Action& action, TypedAction& made) {
  if (expecting_) return true;
  std::string missing;
  std::string either;
  bool has_either = false;
  for (const auto* row : parameters_of(made.effect->name)) {
    const bool given = std::any_of(made.arguments.begin(), made.arguments.end(),
                                   [&](const auto& argument) { return argument.parameter == row; });
    if (row->need == schema::Need::required && !given)
      missing += fmt::format("{}`{}:`", missing.empty() ? "" : " and ", row->name);
    if (row->need == schema::Need::either) {
      has_either |= given;
      either += fmt::format("{}`{}:`", either.empty() ? "" : " or ", row->name);
    }
  }
  if (!either.empty() && !has_either) missing += (missing.empty() ? "" : " and ") + either;
  if (missing.empty()) return true;
  findings_.push_back(
      finding<Diagnostic::missing_parameter>(action.name_span, action.name, missing));
  return false;
}

void Actions::check_presence(const TypedAction& action, const grammar::Action& as_written,
                             const Typed* condition, const grammar::Expr* written) {
  if (is_denial(action) && condition != nullptr) check_denial(as_written, *condition, *written);
  if (action.key == nullptr && action.value == nullptr && action.arguments.empty()) return;
  Facts facts;
  if (condition != nullptr) facts = facts_if(*condition, true);
  if (action.key != nullptr)
    check_argument(*action.key, fmt::format("the name in `{}`", as_written.name), facts);
  if (action.value != nullptr) {
    const bool text =
        action.kind == TypedAction::Kind::set_text || action.kind == TypedAction::Kind::reject;
    check_argument(*action.value,
                   fmt::format("the {} of `{}`", text ? "text" : "value", as_written.name), facts);
  }
  for (const auto& argument : action.arguments)
    check_argument(*argument.value,
                   fmt::format("`{}` of `{}`", argument.parameter->name, as_written.name), facts);
}

// Polarity. The fix-its guard everything that can be absent: after each guard the condition is
// graded again, until it is decided.
void Actions::check_denial(const grammar::Action& action, const Typed& condition,
                           const grammar::Expr& written) {
  Facts facts;
  const Graded graded = presence_.grade(condition, facts);
  if (graded.grade != Grade::optional) return;
  Finding made = finding<Diagnostic::denial_undecided>(graded.site->span, action.name);
  made.label = reason(*graded.cause);
  std::string present;
  std::string missing;
  Graded next = graded;
  while (next.grade == Grade::optional && !facts.contains(next.cause->value)) {
    const auto guard = print(*next.cause);
    present += fmt::format("has({}) && ", guard);
    missing += fmt::format("!has({}) || ", guard);
    facts.add(facts_if_present(*next.cause));
    next = presence_.grade(condition, facts);
  }
  // The variable of a loop means nothing outside of it.
  const bool guardable = next.grade != Grade::optional && graded.cause->variables.empty();
  if (guardable) {
    const bool loose = !written.parenthesised && (written.kind == grammar::ExprKind::any_of ||
                                                  written.kind == grammar::ExprKind::conditional);
    const bool ternary = !written.parenthesised && written.kind == grammar::ExprKind::conditional;
    const auto guarded = [&](std::string label, const std::string& guard, bool brackets) {
      FixIt fix{std::move(label),
                {{at(condition.span, written.span.begin), guard + (brackets ? "(" : "")}}};
      if (brackets) fix.edits.push_back({at(condition.span, written.span.end), ")"});
      made.fixes.push_back(std::move(fix));
    };
    guarded("let events without it pass", present, loose);
    guarded("deny events without it too", missing, ternary);
  }
  findings_.push_back(std::move(made));
}

void Actions::check_argument(const Typed& value, const std::string& what, const Facts& facts) {
  const Graded graded = presence_.grade(value, facts);
  if (graded.grade != Grade::optional) return;
  Finding made = finding<Diagnostic::argument_may_be_absent>(graded.site->span, what);
  made.label = reason(*graded.cause);
  const Typed& site = *graded.site;
  const auto kind = site.type->kind;
  const bool scalar = is_text(site.type) || kind == TypeKind::integer || kind == TypeKind::boolean;
  if (scalar) {
    const std::string_view otherwise = is_text(site.type)          ? "\"\""
                                       : kind == TypeKind::integer ? "0"
                                                                   : "false";
    // `??` binds looser than + and methods: brackets, unless it stands alone.
    const bool alone = &site == &value || value.kind == Kind::joined;
    FixIt fix{"give a default", {}, true};
    if (!alone) fix.edits.push_back({at(site.span, site.span.begin), "("});
    fix.edits.push_back(
        {at(site.span, site.span.end), fmt::format(" ?? {}{}", otherwise, alone ? "" : ")")});
    made.fixes.push_back(std::move(fix));
  }
  findings_.push_back(std::move(made));
}

}  // namespace lintel::compiler
