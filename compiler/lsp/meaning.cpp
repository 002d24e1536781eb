// SPDX-License-Identifier: Apache-2.0
#include "compiler/lsp/meaning.h"

#include <optional>
#include <string>
#include <vector>

#include "compiler/expressions.h"
#include "compiler/module.h"
#include "compiler/scope.h"
#include "grammar/parser.h"

namespace lintel::lsp {
namespace {

using compiler::Typed;
using compiler::TypeKind;
using grammar::ItemKind;

// The let that an expression is put into, so that it can be read. No user calls one so.
std::string probe(std::size_t number) {
  return std::string("lintel_probe_").append(std::to_string(number));
}

std::string_view part(std::string_view text, Bytes bytes) {
  return text.substr(bytes.begin, bytes.end - bytes.begin);
}

compiler::Section section_of(compiler::schema::Trigger trigger) {
  compiler::Section section;
  section.trigger = trigger;
  section.whole = true;
  for (const auto& row : compiler::schema::sources())
    if (row.trigger == section.trigger) section.sources.push_back(row.name);
  return section;
}

// The type of the elements, or keys, that a loop goes through; null if there are none.
const compiler::Type* element_of(const compiler::Type* range) {
  switch (range->kind) {
    case TypeKind::list: return range->element;
    case TypeKind::map:
    case TypeKind::event_map: return compiler::Types::of(TypeKind::text);
    default: return nullptr;
  }
}

Meaning described(const Typed& typed) {
  if (typed.kind == compiler::Kind::error) return {};
  return {typed.type->kind, typed.type->record, compiler::name(typed.type)};
}

}  // namespace

Meaning meaning_of(std::string_view text, Bytes expression, const Context& context,
                   std::string_view name, const CompileOptions& options) {
  if (!context.trigger) return {};
  // What stands above the item, then the ranges of the loops, then the expression.
  Source source{std::string(name), std::string(text.substr(0, context.item))};
  const std::size_t last = context.variables.size();
  for (std::size_t i = 0; i <= last; ++i)
    source.text.append("\nlet ").append(probe(i)).append(" = ").append(
        part(text, i < last ? context.variables[i].range : expression));
  std::vector<Finding> findings;
  const grammar::File file = grammar::parse(source.text, 0, findings);

  compiler::TypedTree tree;
  compiler::Scope scope;
  compiler::Expressions expressions(tree, scope, source, options, findings);
  const compiler::Section section = section_of(*context.trigger);
  expressions.enter(section);
  compiler::Expressions::Parameters parameters;
  for (const Bytes& parameter : context.parameters)
    parameters.emplace(part(text, parameter), tree.error({}));
  std::size_t next = 0;
  bool in_section = false;
  for (const grammar::Item& item : file.items) {
    if (item.kind == ItemKind::on) {
      scope.leave_section();
      in_section = true;
    }
    if (item.kind != ItemKind::let) continue;
    if (item.let->name != probe(next)) {
      scope.declare(*item.let, in_section);
      continue;
    }
    const Typed* made = expressions.make(*item.let->value, parameters);
    if (next == last) return described(*made);
    const std::string_view variable = part(text, context.variables[next++].name);
    const compiler::Type* element = element_of(made->type);
    const Typed* value = element == nullptr ? tree.error({}) : tree.variable(variable, element, {});
    parameters.insert_or_assign(variable, value);
  }
  return {};
}

}  // namespace lintel::lsp
