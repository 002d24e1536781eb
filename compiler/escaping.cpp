// SPDX-License-Identifier: Apache-2.0
#include "compiler/escaping.h"

#include <vector>

namespace lintel::compiler {
namespace {

const Typed* escape_markup(TypedTree& tree, const Typed* value);

const Typed* escape_parts(TypedTree& tree, const Typed* value, std::size_t first) {
  std::vector<const Typed*> parts(value->operands.begin(), value->operands.end());
  for (std::size_t i = first; i < parts.size(); ++i) parts[i] = escape_markup(tree, parts[i]);
  if (value->kind == Kind::builtin) return tree.builtin(value->builtin, parts, value->span);
  return tree.make(value->kind, value->type, parts, value->span);
}

// A list or map that the rules put together, with its elements escaped; null if any of them comes
// from elsewhere, so that what is looked up has to be escaped as a whole.
const Typed* escape_elements(TypedTree& tree, const Typed* base) {
  if (base->constant) return base;
  std::vector<const Typed*> parts(base->operands.begin(), base->operands.end());
  std::size_t first = 0;
  std::size_t step = 1;
  switch (base->kind) {
    case Kind::list:
    case Kind::coalesce: break;
    case Kind::map: first = 1, step = 2; break;
    case Kind::conditional: first = 1; break;
    case Kind::at:
    case Kind::get: step = parts.size(); break;
    case Kind::collect: first = 2; break;
    case Kind::builtin:
      if (base->builtin != Builtin::join_lists) return nullptr;
      break;
    default: return nullptr;
  }
  for (std::size_t i = first; i < parts.size(); i += step) {
    parts[i] = is_aggregate(parts[i]->type) ? escape_elements(tree, parts[i])
                                            : escape_markup(tree, parts[i]);
    if (parts[i] == nullptr) return nullptr;
  }
  return tree.with(*base, parts);
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
      if (is_conversion_to_text(value->builtin)) return value;
      break;
    case Kind::at:
    case Kind::get:
      if (const Typed* base = escape_elements(tree, value->operands[0]))
        return tree.make(value->kind, value->type, {base, value->operands[1]}, value->span);
      break;
    default: break;
  }
  if (!is_text(value->type)) return value;
  return tree.builtin(Builtin::escape_html, {value}, value->span);
}

}  // namespace

const Typed* escaped(TypedTree& tree, const Typed* value, schema::Escape context) {
  switch (context) {
    case schema::Escape::name:
    case schema::Escape::text: return value;
    case schema::Escape::html: return escape_markup(tree, value);
    case schema::Escape::json: return tree.builtin(Builtin::to_json, {value}, value->span);
    case schema::Escape::mailboxes:
      if (is_aggregate(value->type)) return tree.builtin(Builtin::to_json, {value}, value->span);
      [[fallthrough]];
    case schema::Escape::mailbox:
    case schema::Escape::line: return tree.builtin(Builtin::single_line, {value}, value->span);
  }
  return value;
}

}  // namespace lintel::compiler
