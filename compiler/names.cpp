// SPDX-License-Identifier: Apache-2.0
// Names: parameters, lets, and the fields of the event.
#include <algorithm>
#include <string>

#include "compiler/expressions.h"
#include "runtime/limits.h"

namespace lintel::compiler {
namespace {

using grammar::Diagnostic;
using grammar::Expr;
using grammar::ExprKind;

// What the host knows, and the event does not say.
constexpr std::string_view now_name = "now";
constexpr std::string_view environment_name = "env";

// Objects of the event that only hold fields.
constexpr std::string_view holders[] = {"request", "callerContext"};

bool is_holder(std::string_view name) {
  return std::find(std::begin(holders), std::end(holders), name) != std::end(holders);
}

// The name of the field that `name` leads to.
std::string_view field_name(std::string_view name) {
  const auto* alias = schema::find_alias(name);
  return alias != nullptr ? alias->field : name;
}

std::vector<std::string> split(std::string_view path) {
  std::vector<std::string> parts;
  while (true) {
    const auto dot = path.find('.');
    parts.emplace_back(path.substr(0, dot));
    if (dot == std::string_view::npos) return parts;
    path.remove_prefix(dot + 1);
  }
}

const Type* type_of(schema::FieldType type) {
  switch (type) {
    case schema::FieldType::text: return Types::of(TypeKind::text);
    case schema::FieldType::phone: return Types::of(TypeKind::phone);
    case schema::FieldType::flag: return Types::of(TypeKind::boolean);
    case schema::FieldType::email: return Types::of(TypeKind::email);
    case schema::FieldType::attributes:
    case schema::FieldType::metadata:
    case schema::FieldType::secrets: break;
    case schema::FieldType::texts:
    case schema::FieldType::records: return Types::of(TypeKind::json);
  }
  return Types::of(TypeKind::event_map);
}

image::ReadAs read_as(schema::FieldType type) {
  switch (type) {
    case schema::FieldType::flag: return image::ReadAs::flag;
    case schema::FieldType::text:
    case schema::FieldType::email:
    case schema::FieldType::phone: return image::ReadAs::text;
    case schema::FieldType::attributes:
    case schema::FieldType::metadata:
    case schema::FieldType::secrets: break;
    case schema::FieldType::texts:
    case schema::FieldType::records: return image::ReadAs::array;
  }
  return image::ReadAs::object;
}

bool of_trigger(const schema::FieldRow& row, schema::Trigger trigger) {
  return row.trigger == trigger || row.trigger == schema::Trigger::envelope;
}

// The names of the event that rules of the trigger can use.
std::vector<std::string_view> event_names(schema::Trigger trigger) {
  std::vector<std::string_view> names;
  for (const auto& row : schema::fields())
    if (of_trigger(row, trigger)) names.push_back(row.name);
  for (const auto& row : schema::aliases())
    if (schema::find_field(trigger, row.field) != nullptr) names.push_back(row.name);
  return names;
}

// The trigger that has a field of this name, though the section's has not; null if none has.
const schema::FieldRow* field_elsewhere(std::string_view name) {
  for (const auto& row : schema::fields())
    if (row.name == name) return &row;
  return nullptr;
}

}  // namespace

std::string_view taken_by(std::string_view name, std::span<const schema::Trigger> triggers) {
  if (name == "now" || name == "env" || name == "request" || name == "callerContext" ||
      schema::find_alias(name) != nullptr)
    return "field";
  for (const auto& row : schema::fields())
    if (row.name == name &&
        std::find(triggers.begin(), triggers.end(), row.trigger) != triggers.end())
      return "field";
  for (const auto& row : builtin_rows())
    if (!row.spelling.empty() && row.spelling == name) return "function";
  if (name == "has" || name == "lines" || name == "csv" || name == "json" || name == "jsonList" ||
      name == "matches" || name == "randomDigits" || name == "randomToken")
    return "function";
  return {};
}

const Typed* Expressions::event_field(const schema::FieldRow& row, Span span) {
  const Field*& known = fields_[&row];
  if (known == nullptr) {
    Field field;
    field.path = split(row.path);
    field.read_as = read_as(row.type);
    field.always = std::all_of(section_->sources.begin(), section_->sources.end(),
                               [&](auto source) { return schema::always_sent(row, source); });
    known = tree_.field(field, type_of(row.type), span)->field;
  }
  const Typed* made = tree_.same_field(known, type_of(row.type), span);
  if (made->type->kind != TypeKind::json) return made;
  const Type* element = row.type == schema::FieldType::records ? tree_.types().record(row.name)
                                                               : Types::of(TypeKind::text);
  return tree_.make(Kind::decoded, tree_.types().list(element), {made}, span);
}

// What a map of the event holds. What nobody may learn by timing is compared in constant time.
const Type* Expressions::value_type(const Typed& map) {
  if (map.kind != Kind::field) return Types::of(TypeKind::text);
  std::string path;
  for (const auto& part : map.field->path) path.append(path.empty() ? "" : ".").append(part);
  const auto& rows = schema::fields();
  const bool secret = std::any_of(rows.begin(), rows.end(), [&](const auto& row) {
    return row.path == path && row.type == schema::FieldType::secrets;
  });
  return Types::of(secret ? TypeKind::secret : TypeKind::text);
}

// The member of a record, or null after adding the names that it has to `known`.
const Typed* Expressions::record_member(const Typed& record, const Expr& expr,
                                        std::vector<std::string_view>& known) {
  for (const auto& row : schema::members()) {
    if (row.field != record.type->record) continue;
    if (row.name == expr.text) return tree_.member(&record, row.name, type_of(row.type), expr.span);
    known.push_back(row.name);
  }
  return nullptr;
}

const Typed* Expressions::attribute(const Typed& map, std::string_view key, Span span) {
  Field field;
  field.path = map.field->path;
  field.path.emplace_back(key);
  const auto* known =
      field.path[field.path.size() - 2] == "userAttributes" ? schema::find_attribute(key) : nullptr;
  const auto type = known != nullptr ? known->type : schema::FieldType::text;
  field.read_as = read_as(type);
  return tree_.field(field, known != nullptr ? type_of(type) : value_type(map), span);
}

// env["NAME"], or null if the expression is something else.
const Typed* Expressions::environment(const Expr& expr, const View& view) {
  const Expr& base = *expr.children[0];
  if (base.kind != ExprKind::name || base.text != environment_name) return nullptr;
  const Typed* name = make(*expr.children[1], view);
  if (name->kind == Kind::error) return name;
  if (name->kind != Kind::text) return refuse<Diagnostic::environment_name>(name->span);
  return tree_.leaf(Kind::environment, Types::of(TypeKind::text), name->text, 0, expr.span);
}

const Typed* Expressions::name(const Expr& expr, const View& view) {
  if (view.parameters != nullptr)
    if (const auto found = view.parameters->find(expr.text); found != view.parameters->end())
      return tree_.use(found->second, {}, expr.span);
  if (Binding* binding = scope_.find(expr.text, view.before); binding != nullptr) {
    if (binding->let->has_parameters)
      return refuse<Diagnostic::let_arguments>(expr.span, expr.text,
                                               binding->let->parameters.size(), 0);
    return use_let(*binding, expr.span);
  }
  if (const auto* row = schema::find_field(section_->trigger, field_name(expr.text))) {
    const auto* alias = schema::find_alias(expr.text);
    const Typed* field = event_field(*row, expr.span);
    if (alias == nullptr || alias->attribute.empty()) return field;
    return attribute(*field, alias->attribute, expr.span);
  }
  if (expr.text == now_name)
    return tree_.leaf(Kind::now, Types::of(TypeKind::timestamp), {}, 0, expr.span);
  if (expr.text == environment_name) return refuse<Diagnostic::environment_name>(expr.span);
  return unknown_name(expr, view);
}

const Typed* Expressions::unknown_name(const Expr& expr, const View& view) {
  if (is_holder(expr.text)) return refuse<Diagnostic::name_as_value>(expr.span, expr.text);
  for (const auto& row : builtin_rows())
    if (row.spelling == expr.text) return refuse<Diagnostic::name_as_value>(expr.span, expr.text);
  if (const auto* row = schema::find_withheld(section_->trigger, field_name(expr.text)))
    return withheld(*row, expr.text, expr.span);
  if (const auto* row = field_elsewhere(field_name(expr.text)))
    return refuse<Diagnostic::field_elsewhere>(expr.span, expr.text, schema::row(row->trigger).name,
                                               schema::row(section_->trigger).name);
  auto known = event_names(section_->trigger);
  const auto lets = scope_.names(view.before);
  known.insert(known.end(), lets.begin(), lets.end());
  if (view.parameters != nullptr)
    for (const auto& [parameter, value] : *view.parameters) known.push_back(parameter);
  std::sort(known.begin(), known.end());
  suggest(report<Diagnostic::unknown_name>(expr.span, expr.text), expr.span, expr.text, known);
  return tree_.error(expr.span);
}

const Typed* Expressions::withheld(const schema::WithheldRow& row, std::string_view name,
                                   Span span) {
  Finding& finding = report<Diagnostic::never_sent>(span, name, schema::row(row.trigger).name);
  if (!row.instead.empty()) {
    finding.label = fmt::format("`{}` holds what the caller passed here", row.instead);
    finding.fixes.push_back(
        {fmt::format("write `{}`", row.instead), {{span, std::string(row.instead)}}, true});
  }
  return tree_.error(span);
}

// The long way to a field, such as request.groupConfiguration.preferredRole; null if the expression
// is none. What stands on the way holds fields and is no value.
const Typed* Expressions::long_way(const Expr& expr, const View& view) {
  std::string path(expr.text);
  const Expr* base = expr.children[0];
  for (; base->kind == ExprKind::member; base = base->children[0])
    path.insert(0, std::string(base->text) + '.');
  if (base->kind != ExprKind::name || !is_holder(base->text)) return nullptr;
  if (view.parameters != nullptr && view.parameters->contains(base->text)) return nullptr;
  path.insert(0, std::string(base->text) + '.');
  const std::string_view before(path.data(), path.size() - expr.text.size());
  std::vector<std::string_view> known;
  bool on_the_way = false;
  for (const auto& row : schema::fields()) {
    if (!of_trigger(row, section_->trigger) || !row.path.starts_with(before)) continue;
    if (row.path == path) return event_field(row, expr.span);
    on_the_way |= row.path.starts_with(path + '.');
    const auto rest = row.path.substr(before.size());
    known.push_back(rest.substr(0, rest.find('.')));
  }
  if (on_the_way) return refuse<Diagnostic::name_as_value>(expr.span, path);
  // A member of a field, or of something unknown that is reported on its own.
  if (known.empty() && before != std::string(base->text) + '.') return nullptr;
  const std::string here(before.substr(0, before.size() - 1));
  for (const auto& row : schema::fields()) {
    if (row.path != path) continue;
    if (const auto* never = schema::find_withheld(section_->trigger, row.name))
      return withheld(*never, expr.text, expr.name_span);
    return refuse<Diagnostic::field_elsewhere>(expr.name_span, expr.text,
                                               schema::row(row.trigger).name,
                                               schema::row(section_->trigger).name);
  }
  Finding& finding = report<Diagnostic::unknown_member>(
      expr.name_span, fmt::format("`{}` of {}", here, schema::row(section_->trigger).name),
      expr.text);
  suggest(finding, expr.name_span, expr.text, known);
  return tree_.error(expr.span);
}

const Typed* Expressions::member(const Expr& expr, const View& view) {
  if (const Typed* field = long_way(expr, view)) return field;
  const Typed* base = make(*expr.children[0], view);
  if (base->kind == Kind::error) return tree_.error(expr.span);
  if (base->type->kind == TypeKind::map || base->type->kind == TypeKind::event_map)
    return look_up(base, tree_.text(expr.text, expr.name_span), expr);
  std::vector<std::string_view> known;
  if (base->type->kind == TypeKind::record)
    if (const Typed* made = record_member(*base, expr, known)) return made;
  for (const auto& row : builtin_rows()) {
    if (row.form != BuiltinRow::Form::member || base->type->kind != row.first) continue;
    if (row.spelling == expr.text)
      return tree_.builtin(static_cast<Builtin>(&row - builtin_rows().data()), {base}, expr.span);
    known.push_back(row.spelling);
  }
  Finding& finding =
      report<Diagnostic::unknown_member>(expr.name_span, described(base->type), expr.text);
  suggest(finding, expr.name_span, expr.text, known);
  return tree_.error(expr.span);
}

const Typed* Expressions::use_let(Binding& binding, Span span) {
  binding.used = true;
  if (binding.section != section_number_) {
    // Set first, so that a let with an error is not made again for each of its uses.
    binding.section = section_number_;
    binding.value = make(*binding.let->value, {nullptr, binding.order});
  }
  return substitute(binding.value, binding.let->name, span);
}

// What a let stands for, at the place where it is used. The depth of what lets build up is limited
// like that of one expression: passes over the tree recurse.
const Typed* Expressions::substitute(const Typed* value, std::string_view let_name, Span span) {
  if (value->depth > limits::max_expression_depth)
    return refuse<Diagnostic::expression_too_deep>(span, limits::max_expression_depth);
  if (value->parts > limits::max_expression_parts)
    return refuse<Diagnostic::expression_too_large>(span, limits::max_expression_parts);
  return tree_.use(value, let_name, span);
}

const Typed* Expressions::call_let(Binding& binding, const Expr& expr, const View& view) {
  binding.used = true;
  const auto arguments = make_all(expr.children, view);
  const auto& parameters = binding.let->parameters;
  if (!binding.let->has_parameters || arguments.size() != parameters.size()) {
    Finding& finding = report<Diagnostic::let_arguments>(expr.name_span, expr.text,
                                                         parameters.size(), arguments.size());
    if (!binding.let->has_parameters) finding.label = "written without brackets";
    return tree_.error(expr.span);
  }
  Call key{binding.let, {}};
  Parameters bound;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i]->kind == Kind::error) return tree_.error(expr.span);
    bound.emplace(parameters[i].name, arguments[i]);
    key.second.emplace_back(arguments[i]->value, arguments[i]->type);
  }
  // Equal calls are made once: calls of lets that call lets twice would double at each level.
  const Typed* value = nullptr;
  if (const auto known = calls_.find(key); known != calls_.end()) {
    value = known->second;
  } else {
    const std::size_t before = findings_.size();
    value = make(*binding.let->value, {&bound, binding.order});
    for (std::size_t i = before; i < findings_.size(); ++i)
      findings_[i].related.push_back({expr.span, fmt::format("in this use of `{}`", expr.text)});
    calls_.emplace(key, value);
  }
  return substitute(value, {}, expr.span);
}

}  // namespace lintel::compiler
