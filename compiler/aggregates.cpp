// SPDX-License-Identifier: Apache-2.0
#include "compiler/aggregates.h"

#include <algorithm>
#include <functional>
#include <vector>

namespace lintel::compiler {
namespace {

using Rewrite = std::function<const Typed*(const Typed&)>;

const Type* boolean() { return Types::of(TypeKind::boolean); }

Builtin equality(const Type* type) {
  if (type->kind == TypeKind::integer) return Builtin::equal_integer;
  return type->kind == TypeKind::boolean ? Builtin::equal_boolean : Builtin::equal_text;
}

class Spreader {
 public:
  // With `to_literals`, tables do not end the search for the literals that make up a choice.
  Spreader(TypedTree& tree, const Typed& node, bool to_literals)
      : tree_(tree), node_(node), to_literals_(to_literals) {}

  // `rewrite` on the list or map that `base` comes down to, wherever a choice leads.
  const Typed* each(const Typed& base, const Rewrite& rewrite) {
    if (base.kind == Kind::list || base.kind == Kind::map) return rewrite(base);
    if (!to_literals_ && is_tabular(base)) return rewrite(base);
    switch (base.kind) {
      case Kind::conditional:
        return choose(base.operands[0], each(*base.operands[1], rewrite),
                      each(*base.operands[2], rewrite));
      case Kind::coalesce:
        return choose(has(base.operands[0]), each(*base.operands[0], rewrite),
                      each(*base.operands[1], rewrite));
      case Kind::at:
      case Kind::get:
        return each(*base.operands[0], [&](const Typed& outer) {
          return pick(outer, *base.operands[1],
                      [&](const Typed& inner) { return each(inner, rewrite); });
        });
      default: return absent();
    }
  }

  // The entry of a literal under a key, rewritten.
  const Typed* pick(const Typed& literal, const Typed& key, const Rewrite& rewrite) {
    const bool is_map = literal.kind == Kind::map;
    const std::size_t step = is_map ? 2 : 1;
    const Typed* result = absent();
    for (std::size_t i = literal.operands.size(); i >= step; i -= step) {
      const Typed* value = literal.operands[i - 1];
      const Typed* name = is_map ? literal.operands[i - 2]
                                 : tree_.integer(static_cast<std::int64_t>(i - 1), node_.span);
      const auto equal = is_map ? Builtin::equal_text : Builtin::equal_integer;
      result = choose(tree_.builtin(equal, {&key, name}, node_.span), rewrite(*value), result);
    }
    return if_complete(literal, result);
  }

  const Typed* membership(const Typed& list, const Typed& value) {
    std::vector<const Typed*> equal;
    for (const Typed* element : list.operands)
      equal.push_back(tree_.builtin(equality(value.type), {&value, element}, node_.span));
    return if_complete(list, tree_.make(Kind::any_of, boolean(), equal, node_.span));
  }

  const Typed* equality_of_lists(const Typed& left, const Typed& right) {
    const Typed* result = tree_.boolean(false, node_.span);
    if (left.operands.size() == right.operands.size()) {
      std::vector<const Typed*> equal;
      for (std::size_t i = 0; i < left.operands.size(); ++i)
        equal.push_back(tree_.builtin(equality(left.operands[i]->type),
                                      {left.operands[i], right.operands[i]}, node_.span));
      result = tree_.make(Kind::all_of, boolean(), equal, node_.span);
    }
    return if_complete(left, if_complete(right, result));
  }

  const Typed* size(const Typed& literal) {
    const std::size_t step = literal.kind == Kind::map ? 2 : 1;
    const auto count = static_cast<std::int64_t>(literal.operands.size() / step);
    return if_complete(literal, tree_.integer(count, node_.span));
  }

  // Whether `key` is one of the keys of a map; they are constants.
  const Typed* key_of(const Typed& map, const Typed& key) {
    std::vector<const Typed*> keys;
    for (std::size_t i = 0; i < map.operands.size(); i += 2) keys.push_back(map.operands[i]);
    const Type* type = tree_.types().list(Types::of(TypeKind::text));
    const Typed* list = tree_.make(Kind::list, type, keys, node_.span);
    return if_complete(map, tree_.make(Kind::in_list, boolean(), {&key, list}, node_.span));
  }

  const Typed* again(std::initializer_list<const Typed*> operands) {
    if (node_.kind == Kind::builtin) return tree_.builtin(node_.builtin, operands, node_.span);
    return tree_.make(node_.kind, node_.type, operands, node_.span);
  }

  // Literals are strict: `result` if all parts of the literal are present.
  const Typed* if_complete(const Typed& literal, const Typed* result) {
    std::vector<const Typed*> present;
    for (const Typed* part : literal.operands)
      if (!is_literal(*part) && !is_table(*part)) present.push_back(has(part));
    if (present.empty()) return result;
    return choose(tree_.make(Kind::all_of, boolean(), present, node_.span), result, absent());
  }

 private:
  const Typed* absent() { return tree_.absent(node_.span); }

  const Typed* has(const Typed* node) {
    return tree_.make(Kind::has, boolean(), {node}, node_.span);
  }

  const Typed* choose(const Typed* condition, const Typed* yes, const Typed* no) {
    const Type* type = tree_.types().join(yes->type, no->type);
    return tree_.make(Kind::conditional, type, {condition, yes, no}, node_.span);
  }

  TypedTree& tree_;
  const Typed& node_;
  bool to_literals_;
};

}  // namespace

bool is_tabular(const Typed& node) {
  switch (node.kind) {
    case Kind::absent: return true;
    case Kind::list:
    case Kind::map: return is_table(node);
    case Kind::conditional: return is_tabular(*node.operands[1]) && is_tabular(*node.operands[2]);
    case Kind::coalesce: return is_tabular(*node.operands[0]) && is_tabular(*node.operands[1]);
    case Kind::at:
    case Kind::get: return is_tabular(*node.operands[0]);
    default: return false;
  }
}

const Typed* spread(TypedTree& tree, const Typed& node) {
  // Booleans have no table that could be searched.
  const bool of_booleans =
      node.kind == Kind::in_list && node.operands[0]->type->kind == TypeKind::boolean;
  Spreader spreader(tree, node, of_booleans);
  const auto look_into = [&](std::size_t operand, const Rewrite& rewrite) -> const Typed* {
    const Typed& base = *node.operands[operand];
    if (is_tabular(base) || base.type->kind == TypeKind::event_map) return nullptr;
    return spreader.each(base, rewrite);
  };
  switch (node.kind) {
    case Kind::in_list:
      if (of_booleans)
        return spreader.each(*node.operands[1], [&](const Typed& list) {
          return spreader.membership(list, *node.operands[0]);
        });
      return look_into(1, [&](const Typed& list) {
        return is_tabular(list) ? spreader.again({node.operands[0], &list})
                                : spreader.membership(list, *node.operands[0]);
      });
    case Kind::in_map:
      return look_into(1, [&](const Typed& map) {
        return is_tabular(map) ? spreader.again({node.operands[0], &map})
                               : spreader.key_of(map, *node.operands[0]);
      });
    case Kind::at:
    case Kind::get:
      return look_into(0, [&](const Typed& base) {
        return is_tabular(base) ? spreader.again({&base, node.operands[1]})
                                : spreader.pick(base, *node.operands[1],
                                                [](const Typed& value) { return &value; });
      });
    case Kind::list_equal:
      return spreader.each(*node.operands[0], [&](const Typed& left) {
        return spreader.each(*node.operands[1], [&](const Typed& right) {
          return spreader.equality_of_lists(left, right);
        });
      });
    case Kind::builtin:
      if (node.builtin != Builtin::size_list && node.builtin != Builtin::size_map) return nullptr;
      return look_into(0, [&](const Typed& base) {
        return is_tabular(base) ? spreader.again({&base}) : spreader.size(base);
      });
    case Kind::has: {
      const auto kind = node.operands[0]->type->kind;
      if (kind != TypeKind::list && kind != TypeKind::map) return nullptr;
      const Typed* decided = look_into(0, [&](const Typed& base) {
        return is_tabular(base) ? spreader.again({&base})
                                : spreader.if_complete(base, tree.boolean(true, node.span));
      });
      if (decided == nullptr) return nullptr;
      return tree.make(Kind::coalesce, decided->type, {decided, tree.boolean(false, node.span)},
                       node.span);
    }
    default: return nullptr;
  }
}

}  // namespace lintel::compiler
