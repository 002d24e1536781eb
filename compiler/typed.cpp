// SPDX-License-Identifier: Apache-2.0
#include "compiler/typed.h"

#include <algorithm>
#include <cstring>
#include <iterator>

#include "compiler/fold.h"
#include "runtime/instruction.h"

namespace lintel::compiler {
namespace {

using Form = BuiltinRow::Form;
using Grade = BuiltinRow::Grade;

constexpr BuiltinRow rows[] = {
#define LINTEL_BUILTIN(name, spelling, form, first, second, result, opcode, grade, meaning) \
  {#name,                                                                                   \
   spelling,                                                                                \
   Form::form,                                                                              \
   TypeKind::first,                                                                         \
   TypeKind::second,                                                                        \
   TypeKind::result,                                                                        \
   static_cast<std::uint8_t>(image::Opcode::opcode),                                        \
   Grade::grade,                                                                            \
   meaning},
#include "compiler/builtins.def"
#undef LINTEL_BUILTIN
};

void append(std::string& key, const void* data, std::size_t size) {
  key.append(static_cast<const char*>(data), size);
}

}  // namespace

std::span<const BuiltinRow> builtin_rows() { return rows; }

const BuiltinRow& row(Builtin builtin) { return rows[static_cast<std::size_t>(builtin)]; }

bool is_literal(const Typed& node) {
  return node.kind == Kind::boolean || node.kind == Kind::integer || node.kind == Kind::text;
}

bool is_absent(const Typed& node) {
  return node.kind == Kind::absent || node.type->kind == TypeKind::null;
}

bool is_table(const Typed& node) {
  if (node.kind != Kind::list && node.kind != Kind::map) return false;
  return node.constant && std::all_of(node.operands.begin(), node.operands.end(), [](auto* part) {
           return is_literal(*part) || is_table(*part);
         });
}

// The value number is that of an equal key: the kind, what the kind says beside it, and the value
// numbers of the operands. The type is not part of it: it follows from the rest, or does not change
// the value.
const Typed* TypedTree::add(Typed node, std::span<const Typed* const> operands) {
  Key key;
  append(key.bytes, &node.kind, sizeof node.kind);
  append(key.bytes, &node.builtin, sizeof node.builtin);
  append(key.bytes, &node.number, sizeof node.number);
  const auto field = reinterpret_cast<std::uintptr_t>(node.field);
  append(key.bytes, &field, sizeof field);
  for (const Typed* operand : operands) append(key.bytes, &operand->value, sizeof operand->value);
  if (node.kind == Kind::text) key.bytes.append(node.text);
  const auto next = static_cast<std::uint32_t>(values_.size());
  node.value = values_.try_emplace(std::move(key), next).first->second;
  node.constant = node.kind != Kind::field && node.kind != Kind::error &&
                  std::all_of(operands.begin(), operands.end(),
                              [](const Typed* operand) { return operand->constant; });
  node.operands = arena_.copy(operands);
  std::uint64_t parts = 1;
  for (const Typed* operand : operands) {
    node.depth = std::max(node.depth, operand->depth + 1);
    parts += operand->parts;
  }
  node.written = node.span;
  if (!is_table(node)) node.parts = static_cast<std::uint32_t>(std::min<std::uint64_t>(parts, ~0U));
  return arena_.make<Typed>(node);
}

const Typed* TypedTree::error(Span span) {
  Typed node;
  node.type = Types::of(TypeKind::unknown);
  node.span = span;
  return add(node, {});
}

const Typed* TypedTree::absent(Span span) {
  Typed node;
  node.kind = Kind::absent;
  node.type = Types::of(TypeKind::null);
  node.span = span;
  return add(node, {});
}

const Typed* TypedTree::boolean(bool value, Span span) {
  Typed node;
  node.kind = Kind::boolean;
  node.type = Types::of(TypeKind::boolean);
  node.span = span;
  node.number = value ? 1 : 0;
  return add(node, {});
}

const Typed* TypedTree::integer(std::int64_t value, Span span) {
  Typed node;
  node.kind = Kind::integer;
  node.type = Types::of(TypeKind::integer);
  node.span = span;
  node.number = value;
  return add(node, {});
}

const Typed* TypedTree::text(std::string_view value, Span span) {
  Typed node;
  node.kind = Kind::text;
  node.type = Types::of(TypeKind::text);
  node.span = span;
  node.text = arena_.copy(value);
  return add(node, {});
}

const Typed* TypedTree::field(const Field& field, const Type* type, Span span) {
  std::string key(1, static_cast<char>(field.read_as));
  for (const auto& part : field.path) key.append(part).push_back('\0');
  // Presence belongs to a section, so it is part of what makes two fields one object; the slot is
  // chosen by the path alone, when the plan is laid out.
  key.push_back(field.always ? '1' : '0');
  auto& known = fields_[key];
  if (known == nullptr) {
    owned_fields_.push_back(std::make_unique<Field>(field));
    known = owned_fields_.back().get();
  }
  Typed node;
  node.kind = Kind::field;
  node.type = type;
  node.span = span;
  node.field = known;
  return add(node, {});
}

const Typed* TypedTree::builtin(Builtin builtin, std::span<const Typed* const> operands,
                                Span span) {
  if (const auto folded = fold_builtin(builtin, operands)) {
    switch (folded->kind) {
      case Folded::Kind::absent: return absent(span);
      case Folded::Kind::boolean: return boolean(folded->number != 0, span);
      case Folded::Kind::integer: return integer(folded->number, span);
      case Folded::Kind::text: return text(folded->text, span);
    }
  }
  Typed node;
  node.kind = Kind::builtin;
  node.builtin = builtin;
  node.type = Types::of(row(builtin).result);
  node.span = span;
  return add(node, operands);
}

const Typed* TypedTree::make(Kind kind, const Type* type, std::span<const Typed* const> operands,
                             Span span) {
  if (const Typed* folded = fold_kind(*this, kind, operands, span)) return folded;
  Typed node;
  node.kind = kind;
  node.type = type;
  node.span = span;
  return add(node, operands);
}

const Typed* TypedTree::as(const Typed* node, const Type* type) {
  if (node->type == type) return node;
  Typed copy = *node;
  copy.type = type;
  return arena_.make<Typed>(copy);
}

const Typed* TypedTree::use(const Typed* node, std::string_view let_name, Span span) {
  Typed copy = *node;
  copy.from_let = true;
  copy.let_name = let_name;
  copy.span = span;
  return arena_.make<Typed>(copy);
}

}  // namespace lintel::compiler
