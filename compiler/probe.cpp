// SPDX-License-Identifier: Apache-2.0
#include "compiler/probe.h"

#include <algorithm>
#include <string_view>

#include "compiler/emitter.h"
#include "compiler/expressions.h"
#include "compiler/lowering.h"
#include "compiler/module.h"
#include "compiler/scope.h"
#include "grammar/parser.h"

namespace lintel::compiler {
namespace {

// The trigger and the action whose response holds any value of JSON.
constexpr auto trigger = schema::Trigger::PreTokenGenerationV2;
constexpr std::string_view action = "addIdClaim";

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

bool is_time(TypeKind kind) { return kind == TypeKind::timestamp || kind == TypeKind::duration; }

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
  return kind == TypeKind::text || is_time(kind) || read_as(kind) != image::ReadAs::text;
}

// A variable as a field of the event. One that is not readable serves to find types.
const Typed* field(TypedTree& tree, const ProbeVariable& variable) {
  Field made;
  made.path = {"request", variable.name};
  made.read_as = read_as(variable.type.kind);
  const Type* type = type_of(tree.types(), variable.type);
  if (is_time(type->kind)) {
    const auto read =
        type->kind == TypeKind::timestamp ? Builtin::timestamp_of_text : Builtin::duration_of_text;
    return tree.builtin(read, {tree.field(made, Types::of(TypeKind::text), {})}, {});
  }
  if (!is_aggregate(type)) return tree.field(made, type, {});
  const auto json = type->kind == TypeKind::list ? TypeKind::json : TypeKind::event_map;
  return tree.make(Kind::decoded, type, {tree.field(made, Types::of(json), {})}, {});
}

// True if JSON says all of a value of the type: a time would lose its parts below a second.
bool is_writable(const Type* type) {
  if (type->element != nullptr) return is_writable(type->element);
  return !is_time(type->kind);
}

// A rule that puts the value into the answer, if the condition holds; null: always.
TypedRule rule(Module& module, const Typed* condition, std::string_view name, const Typed* value) {
  TypedAction set;
  set.kind = TypedAction::Kind::set_entry;
  set.response = schema::find_response(trigger, action);
  set.key = module.tree.text(name, {});
  set.value = value;
  TypedRule made;
  made.number = module.rule_count++;
  made.condition = condition;
  made.actions.push_back(std::move(set));
  return made;
}

void add_rules(Module& module, Section& section, const Typed* value) {
  section.rules.push_back(rule(module, nullptr, "value", value));
  if (value->type->kind != TypeKind::boolean) return;
  TypedTree& tree = module.tree;
  const Typed* inverse =
      tree.make(Kind::invert, Types::of(TypeKind::boolean), {value}, value->span);
  const Typed* yes = tree.boolean(true, {});
  section.rules.push_back(rule(module, value, "holds", yes));
  section.rules.push_back(rule(module, inverse, "fails", yes));
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
    module.sources = {&source, 1};
    Section section;
    section.trigger = trigger;
    section.whole = true;
    section.sources.push_back("TokenGeneration_Authentication");
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
      if (readable && is_writable(value->type)) {
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
