// SPDX-License-Identifier: Apache-2.0
// Literals that hold expressions, and what is looked up in them.
#include <algorithm>
#include <string>
#include <unordered_set>

#include "compiler/expressions.h"
#include "runtime/number_text.h"

namespace lintel::compiler {

using grammar::Diagnostic;
using grammar::Expr;

const Typed* Expressions::real(const Expr& expr) {
  const auto value = runtime::parse_number(expr.text);
  if (!value) return refuse<Diagnostic::number_range>(expr.span, expr.text);
  return tree_.real(*value, expr.span);
}

const Typed* Expressions::text_template(const Expr& expr, const View& view) {
  std::vector<const Typed*> parts;
  bool failed = false;
  for (const Expr* child : expr.children) {
    const Typed* part = make(*child, view);
    switch (part->type->kind) {
      case TypeKind::integer:
      case TypeKind::boolean:
      case TypeKind::number:
      case TypeKind::timestamp:
      case TypeKind::duration:
        part = tree_.builtin(*conversion_to_text(part->type), {part}, part->span);
        break;
      case TypeKind::unknown: failed = true; break;
      case TypeKind::record:
      case TypeKind::mixed:
      case TypeKind::json:
      case TypeKind::list:
      case TypeKind::map:
      case TypeKind::event_map:
        report<Diagnostic::template_part>(part->span, described(part->type));
        failed = true;
        break;
      case TypeKind::none:
      case TypeKind::null:
      case TypeKind::text:
      case TypeKind::email:
      case TypeKind::phone:
      case TypeKind::domain:
      case TypeKind::secret: break;
    }
    parts.push_back(part);
  }
  if (failed) return tree_.error(expr.span);
  return tree_.make(Kind::joined, Types::of(TypeKind::text), parts, expr.span);
}

const Typed* Expressions::list(const Expr& expr, const View& view) {
  const auto elements = make_all(expr.children, view);
  const Type* type = Types::of(TypeKind::null);
  for (const Typed* element : elements) {
    if (element->kind == Kind::error) return tree_.error(expr.span);
    const Type* joined = tree_.types().join(type, element->type);
    if (joined == nullptr && mixing_) joined = Types::of(TypeKind::mixed);
    if (joined == nullptr)
      return refuse<Diagnostic::mixed_elements>(element->span, described(type),
                                                described(element->type));
    type = joined;
  }
  return tree_.make(Kind::list, tree_.types().list(type), elements, expr.span);
}

const Typed* Expressions::map(const Expr& expr, const View& view) {
  const auto parts = make_all(expr.children, view);
  const Type* type = Types::of(TypeKind::null);
  std::unordered_set<std::string_view> keys;
  for (std::size_t i = 0; i < parts.size(); i += 2) {
    const Typed& key = *parts[i];
    const Typed& value = *parts[i + 1];
    if (key.kind == Kind::error || value.kind == Kind::error) return tree_.error(expr.span);
    if (!is_text(key.type)) return refuse<Diagnostic::map_key>(key.span, described(key.type));
    if (key.kind == Kind::text && !keys.insert(key.text).second)
      return refuse<Diagnostic::duplicate_key>(key.span, key.text);
    const Type* joined = tree_.types().join(type, value.type);
    if (joined == nullptr && mixing_) joined = Types::of(TypeKind::mixed);
    if (joined == nullptr)
      return refuse<Diagnostic::mixed_elements>(value.span, described(type), described(value.type));
    type = joined;
  }
  return tree_.make(Kind::map, tree_.types().map(type), parts, expr.span);
}

const Typed* Expressions::index(const Expr& expr, const View& view) {
  if (const Typed* variable = environment(expr, view)) return variable;
  const Typed* base = make(*expr.children[0], view);
  const Typed* key = make(*expr.children[1], view);
  if (base->kind == Kind::error || key->kind == Kind::error) return tree_.error(expr.span);
  return look_up(base, key, expr);
}

const Typed* Expressions::look_up(const Typed* base, const Typed* key, const Expr& expr) {
  const bool by_number = base->type->kind == TypeKind::list;
  const bool by_text = base->type->kind == TypeKind::map || base->type->kind == TypeKind::event_map;
  if (!by_number && !by_text)
    return refuse<Diagnostic::wrong_operand>(base->span, "[...]", described(base->type));
  if (!fits(key->type, by_number ? TypeKind::integer : TypeKind::text))
    return refuse<Diagnostic::index_type>(key->span, described(base->type),
                                          by_number ? "an int" : "a string", described(key->type));

  if (by_number) {
    const auto size = static_cast<std::int64_t>(base->operands.size());
    if (base->kind == Kind::list && key->kind == Kind::integer) {
      if (key->number < 0 || key->number >= size)
        return refuse<Diagnostic::index_out_of_range>(key->span, key->number, size);
      if (is_table(*base)) return base->operands[static_cast<std::size_t>(key->number)];
    }
    return tree_.make(Kind::at, base->type->element, {base, key}, expr.span);
  }

  if (base->type->kind == TypeKind::event_map) {
    if (base->kind == Kind::field && key->kind == Kind::text)
      return attribute(*base, key->text, expr.span);
    return tree_.make(Kind::get, value_type(*base), {base, key}, expr.span);
  }

  if (base->kind == Kind::map && key->kind == Kind::text && has_constant_keys(*base)) {
    std::vector<std::string_view> keys;
    for (std::size_t i = 0; i < base->operands.size(); i += 2) {
      if (base->operands[i]->text == key->text) {
        if (is_table(*base)) return base->operands[i + 1];
        return tree_.make(Kind::get, base->type->element, {base, key}, expr.span);
      }
      keys.push_back(base->operands[i]->text);
    }
    Finding& finding = report<Diagnostic::unknown_key>(key->span, key->text);
    const auto near = grammar::nearest(key->text, keys);
    if (!near.empty()) finding.label = fmt::format("did you mean `{}`?", near);
    return tree_.error(expr.span);
  }
  return tree_.make(Kind::get, base->type->element, {base, key}, expr.span);
}

}  // namespace lintel::compiler
