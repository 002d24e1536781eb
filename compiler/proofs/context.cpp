// SPDX-License-Identifier: Apache-2.0
#include "compiler/proofs/context.h"

#include <algorithm>
#include <map>

#include "compiler/passes/specialise.h"

namespace lintel::compiler::proofs {
namespace {

bool never(const Typed& condition) {
  return is_absent(condition) || (condition.kind == Kind::boolean && condition.number == 0);
}

void collect(const Typed& node, Kind kind, std::vector<const Typed*>& parts) {
  if (node.kind != kind) {
    parts.push_back(&node);
    return;
  }
  for (const Typed* operand : node.operands) collect(*operand, kind, parts);
}

}  // namespace

const Typed* Context::special(const Typed* value, std::string_view source) {
  std::vector<DecidedPart> ignored;
  return passes::Specialise(module.tree, source).expression(*value, ignored);
}

std::string_view Context::written(Span span) const {
  if (span.file >= sources.size() || span.end > sources[span.file].text.size()) return {};
  return std::string_view(sources[span.file].text).substr(span.begin, span.end - span.begin);
}

Context make_context(Module& module, std::span<const Source> sources,
                     std::vector<Finding>& findings) {
  Context context{module, sources, findings, {}, {}};
  std::map<std::string_view, passes::Specialise> special;
  std::vector<DecidedPart> ignored;
  for (const auto& section : module.sections)
    for (const auto& rule : section.rules) {
      const std::size_t begin = context.cases.size();
      const bool differs = rule.condition != nullptr && rule.condition->by_source;
      for (const auto source : section.sources) {
        Case made{source, rule.condition, true};
        if (differs) {
          auto& for_source = special.try_emplace(source, module.tree, source).first->second;
          made.condition = for_source.expression(*rule.condition, ignored);
        }
        if (made.condition != nullptr) made.fires = !never(*made.condition);
        context.cases.push_back(made);
      }
      context.rules.push_back({&section, &rule, begin, context.cases.size()});
    }
  return context;
}

std::vector<std::string_view> firing_sources(const Context& context, const RuleCases& rule) {
  std::vector<std::string_view> sources;
  for (const Case& one : context.of(rule))
    if (one.fires) sources.push_back(one.source);
  return sources;
}

std::vector<const Typed*> conjuncts(const Typed& condition) {
  std::vector<const Typed*> parts;
  collect(condition, Kind::all_of, parts);
  return parts;
}

std::vector<const Typed*> disjuncts(const Typed& condition) {
  std::vector<const Typed*> parts;
  collect(condition, Kind::any_of, parts);
  return parts;
}

bool is_field(const Typed& node, std::string_view path) {
  if (node.kind != Kind::field) return false;
  for (const auto& name : node.field->path) {
    if (!path.starts_with(name)) return false;
    path.remove_prefix(name.size());
    if (path.empty()) return &name == &node.field->path.back();
    if (path.front() != '.') return false;
    path.remove_prefix(1);
  }
  return false;
}

std::string dotted(const Field& field) {
  std::string path;
  for (const auto& name : field.path) path.append(path.empty() ? "" : ".").append(name);
  return path;
}

bool holds(const Typed& node, const std::function<bool(const Typed&)>& wanted) {
  if (node.constant) return false;
  return wanted(node) || std::any_of(node.operands.begin(), node.operands.end(),
                                     [&](const Typed* part) { return holds(*part, wanted); });
}

std::string_view spelling(const Typed& node) {
  return node.kind == Kind::builtin ? row(node.builtin).spelling : std::string_view();
}

FixIt guard(const RuleCases& rule, std::string_view guard, const Context& context) {
  FixIt fix{"apply the rule only where it is there", {}, rule.rule->actions.size() > 1};
  const Typed* condition = rule.rule->condition;
  if (condition == nullptr) {
    // The word `then` stands right before the first action.
    const auto text = context.written(rule.rule->span);
    const auto then =
        text.rfind("then", rule.rule->actions.front().span.begin - rule.rule->span.begin);
    if (then == std::string_view::npos) return fix;
    const auto at = rule.rule->span.begin + static_cast<std::uint32_t>(then);
    fix.edits.push_back({{rule.rule->span.file, at, at}, "when " + std::string(guard) + " "});
    return fix;
  }
  const bool loose = condition->kind == Kind::any_of || condition->kind == Kind::conditional;
  fix.edits.push_back({before(condition->span), std::string(guard) + " && " + (loose ? "(" : "")});
  if (loose) fix.edits.push_back({after(condition->span), ")"});
  return fix;
}

}  // namespace lintel::compiler::proofs
