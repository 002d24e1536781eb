// SPDX-License-Identifier: Apache-2.0
#include "compiler/types.h"

#include <fmt/format.h>

namespace lintel::compiler {

const Type* Types::of(TypeKind kind) {
  static constexpr Type all[] = {
      {TypeKind::none},     {TypeKind::unknown}, {TypeKind::null},   {TypeKind::boolean},
      {TypeKind::integer},  {TypeKind::number},  {TypeKind::text},   {TypeKind::email},
      {TypeKind::phone},    {TypeKind::domain},  {TypeKind::secret}, {TypeKind::timestamp},
      {TypeKind::duration}, {TypeKind::list},    {TypeKind::map},    {TypeKind::event_map},
      {TypeKind::record},   {TypeKind::mixed},   {TypeKind::json},
  };
  return &all[static_cast<std::size_t>(kind)];
}

const Type* Types::make(Made& made, TypeKind kind, const Type* element) {
  auto& type = made[element];
  if (!type) type = std::make_unique<Type>(Type{kind, element});
  return type.get();
}

const Type* Types::list(const Type* element) { return make(lists_, TypeKind::list, element); }

const Type* Types::map(const Type* element) { return make(maps_, TypeKind::map, element); }

const Type* Types::record(std::string_view name) {
  auto& type = records_[name];
  if (!type) type = std::make_unique<Type>(Type{TypeKind::record, nullptr, name});
  return type.get();
}

const Type* Types::join(const Type* a, const Type* b) {
  if (a == b) return a;
  for (const auto anything : {TypeKind::unknown, TypeKind::null}) {
    if (a->kind == anything) return b;
    if (b->kind == anything) return a;
  }
  if (is_text(a) && is_text(b)) {
    for (const auto stays : {TypeKind::secret, TypeKind::domain})
      if (a->kind == stays || b->kind == stays) return of(stays);
    return of(TypeKind::text);
  }
  if (a->kind != b->kind || a->element == nullptr) return nullptr;
  const Type* element = join(a->element, b->element);
  if (element == nullptr) return nullptr;
  return a->kind == TypeKind::list ? list(element) : map(element);
}

bool fits(const Type* type, TypeKind parameter) {
  if (type->kind == TypeKind::unknown || type->kind == TypeKind::null) return true;
  if (parameter == TypeKind::text) return is_text(type);
  return type->kind == parameter;
}

image::Kind register_kind(const Type* type) {
  switch (type->kind) {
    case TypeKind::boolean: return image::Kind::boolean;
    case TypeKind::integer: return image::Kind::integer;
    case TypeKind::number: return image::Kind::number;
    case TypeKind::timestamp:
    case TypeKind::duration: return image::Kind::time;
    case TypeKind::list: return image::Kind::list;
    case TypeKind::map: return image::Kind::map;
    case TypeKind::event_map:
    case TypeKind::record: return image::Kind::object;
    case TypeKind::json: return image::Kind::array;
    case TypeKind::none:
    case TypeKind::unknown:
    case TypeKind::null:
    case TypeKind::mixed:
    case TypeKind::text:
    case TypeKind::email:
    case TypeKind::phone:
    case TypeKind::domain:
    case TypeKind::secret: break;
  }
  return image::Kind::text;
}

std::string name(const Type* type) {
  switch (type->kind) {
    case TypeKind::none: return "nothing";
    case TypeKind::unknown: return "unknown";
    case TypeKind::null: return "null";
    case TypeKind::boolean: return "bool";
    case TypeKind::integer: return "int";
    case TypeKind::number: return "double";
    case TypeKind::text: return "string";
    case TypeKind::email: return "Email";
    case TypeKind::phone: return "Phone";
    case TypeKind::domain: return "Domain";
    case TypeKind::secret: return "Secret";
    case TypeKind::timestamp: return "timestamp";
    case TypeKind::duration: return "duration";
    case TypeKind::list: return fmt::format("list({})", name(type->element));
    case TypeKind::map: return fmt::format("map(string, {})", name(type->element));
    case TypeKind::event_map: return "map(string, string?)";
    case TypeKind::record: return std::string(type->record);
    case TypeKind::mixed: return "value";
    case TypeKind::json: return "list";
  }
  return {};
}

}  // namespace lintel::compiler
