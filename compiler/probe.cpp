// SPDX-License-Identifier: Apache-2.0
#include "compiler/probe.h"

#include <algorithm>
#include <optional>

#include "compiler/emitter.h"
#include "compiler/expressions.h"
#include "compiler/lowering.h"
#include "compiler/module.h"
#include "compiler/scope.h"
#include "grammar/parser.h"

namespace lintel::compiler {
namespace {

constexpr schema::ResponseRow value_row{schema::Trigger::PreSignUp,
                                        "value",
                                        "value",
                                        schema::Form::text,
                                        image::FieldKind::text,
                                        image::FieldDefault::null,
                                        schema::Escape::text,
                                        0,
                                        0,
                                        "the value of the expression"};
constexpr schema::ResponseRow truth_rows[] = {
    {schema::Trigger::PreSignUp, "holds", "holds", schema::Form::flag, image::FieldKind::flag,
     image::FieldDefault::no, schema::Escape::text, 0, 0, "the condition is true"},
    {schema::Trigger::PreSignUp, "fails", "fails", schema::Form::flag, image::FieldKind::flag,
     image::FieldDefault::no, schema::Escape::text, 0, 0, "the condition is false"},
};

bool has_error(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.severity == Severity::error; });
}

ProbeType probe_type(const Type& type) {
  ProbeType result{type.kind, {}};
  if (type.element != nullptr) result.parts.push_back(probe_type(*type.element));
  return result;
}

const Type* type_of(Types& types, const ProbeType& type) {
  switch (type.kind) {
    case TypeKind::list: return types.list(type_of(types, type.parts.at(0)));
    case TypeKind::map: return types.map(type_of(types, type.parts.at(0)));
    default: return Types::of(type.kind);
  }
}

image::ReadAs read_as(TypeKind kind) {
  switch (kind) {
    case TypeKind::boolean: return image::ReadAs::flag;
    case TypeKind::integer: return image::ReadAs::integer;
    case TypeKind::number: return image::ReadAs::number;
    case TypeKind::list: return image::ReadAs::array;
    case TypeKind::map: return image::ReadAs::object;
    default: return image::ReadAs::text;
  }
}

// True if the event can hold a value of the type.
bool is_readable(TypeKind kind) {
  return kind == TypeKind::text || read_as(kind) != image::ReadAs::text;
}

// A variable as a field of the event. One that is not readable serves to find types.
const Typed* field(TypedTree& tree, const ProbeVariable& variable) {
  Field made;
  made.path = {"request", variable.name};
  made.read_as = read_as(variable.type.kind);
  const Type* type = type_of(tree.types(), variable.type);
  if (!is_aggregate(type)) return tree.field(made, type, {});
  const auto json = type->kind == TypeKind::list ? TypeKind::json : TypeKind::event_map;
  return tree.make(Kind::decoded, type, {tree.field(made, Types::of(json), {})}, {});
}

// The value as a response field holds it, or null if none does.
const Typed* answer(TypedTree& tree, const Typed* value) {
  switch (value->type->kind) {
    case TypeKind::integer:
    case TypeKind::boolean:
    case TypeKind::number:
    case TypeKind::timestamp:
    case TypeKind::duration:
      return tree.builtin(*conversion_to_text(value->type), {value}, value->span);
    case TypeKind::null:
    case TypeKind::text:
    case TypeKind::email:
    case TypeKind::domain: return value;
    default: return nullptr;
  }
}

TypedRule rule(Module& module, const Typed* condition, TypedAction action) {
  TypedRule made;
  made.number = module.rule_count++;
  made.condition = condition;
  made.actions.push_back(std::move(action));
  return made;
}

void add_rules(Module& module, Section& section, const Typed* value) {
  TypedAction set;
  set.kind = TypedAction::Kind::set_text;
  set.response = &value_row;
  set.value = answer(module.tree, value);
  section.rules.push_back(rule(module, nullptr, set));
  if (value->type->kind != TypeKind::boolean) return;
  const Typed* inverse =
      module.tree.make(Kind::invert, Types::of(TypeKind::boolean), {value}, value->span);
  for (const auto& row : truth_rows) {
    TypedAction flag;
    flag.response = &row;
    section.rules.push_back(rule(module, &row == truth_rows ? value : inverse, flag));
  }
}

}  // namespace

Probe probe(std::string_view text, std::span<const ProbeVariable> variables,
            const CompileOptions& options) {
  Probe result;
  constexpr std::string_view before = "when ";
  const Source source{"probe", std::string(before).append(text).append("\nthen value")};
  const grammar::File file = grammar::parse(source.text, 0, result.findings);
  result.parsed = !has_error(result.findings) && file.items.size() == 1 &&
                  file.items[0].rule != nullptr && file.items[0].rule->actions.size() == 1;
  if (result.parsed) {
    Module module;
    Section section;
    section.whole = true;
    section.sources.push_back("PreSignUp_SignUp");
    Expressions::Parameters parameters;
    bool readable = true;
    for (const auto& variable : variables) {
      parameters.emplace(variable.name, field(module.tree, variable));
      readable &= is_readable(variable.type.kind);
    }
    Scope scope;
    Expressions expressions(module.tree, scope, source, options, result.findings);
    expressions.enter(section);
    const Typed* value = expressions.make(*file.items[0].rule->condition, parameters);
    result.checked = !has_error(result.findings);
    if (result.checked) {
      result.type = probe_type(*value->type);
      result.type_name = name(value->type);
      if (readable && answer(module.tree, value) != nullptr) {
        add_rules(module, section, value);
        module.sections.push_back(std::move(section));
        result.image = emit(lower(module, options), module, {&source, 1}, options, result.findings);
      }
    }
  }
  for (auto& finding : result.findings) {
    finding.span.begin -= std::min<std::uint32_t>(finding.span.begin, before.size());
    finding.span.end -= std::min<std::uint32_t>(finding.span.end, before.size());
  }
  return result;
}

}  // namespace lintel::compiler
