// SPDX-License-Identifier: Apache-2.0
#include "compiler/escaping.h"

#include <vector>

#include "compiler/aggregates.h"

namespace lintel::compiler {
namespace {

const Typed* escape_markup(TypedTree& tree, const Typed* value);

const Typed* escape_parts(TypedTree& tree, const Typed* value, std::size_t first) {
  std::vector<const Typed*> parts(value->operands.begin(), value->operands.end());
  for (std::size_t i = first; i < parts.size(); ++i) parts[i] = escape_markup(tree, parts[i]);
  if (value->kind == Kind::builtin) return tree.builtin(value->builtin, parts, value->span);
  return tree.make(value->kind, value->type, parts, value->span);
}

// Goes down to the parts that the text is put together from; what is left comes from the event.
const Typed* escape_markup(TypedTree& tree, const Typed* value) {
  if (value->constant) return value;
  switch (value->kind) {
    case Kind::joined:
    case Kind::coalesce: return escape_parts(tree, value, 0);
    case Kind::conditional: return escape_parts(tree, value, 1);
    case Kind::builtin:
      if (value->builtin == Builtin::html) return value;
      if (value->builtin == Builtin::add_text) return escape_parts(tree, value, 0);
      // Digits, and the words true and false.
      if (value->builtin == Builtin::string_of_integer ||
          value->builtin == Builtin::string_of_boolean)
        return value;
      break;
    case Kind::at:
    case Kind::get: {
      const Typed& base = *value->operands[0];
      if (base.type->kind == TypeKind::event_map) break;
      if (is_tabular(base)) return value;
      if (const Typed* parts = spread(tree, *value)) return escape_markup(tree, parts);
      break;
    }
    default: break;
  }
  return tree.builtin(Builtin::escape_html, {value}, value->span);
}

}  // namespace

const Typed* escaped(TypedTree& tree, const Typed* value, schema::Escape context) {
  switch (context) {
    case schema::Escape::text: return value;
    case schema::Escape::html: return escape_markup(tree, value);
    case schema::Escape::line: return tree.builtin(Builtin::single_line, {value}, value->span);
  }
  return value;
}

}  // namespace lintel::compiler
