// SPDX-License-Identifier: Apache-2.0
// The types of expressions. Whether a value may be absent is not part of a type: see presence.h.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "runtime/image.h"

namespace lintel::compiler {

enum class TypeKind : std::uint8_t {
  none,     // no operand; only in builtins.def
  unknown,  // of an expression with an error: fits everything, so that one mistake is told once
  null,     // of `null` and of the elements of []: fits everything
  boolean,
  integer,
  number,  // written double
  text,
  email,   // a text with domain and local
  phone,   // a text with digits
  domain,  // a text that is compared without letter case
  secret,  // a text that is compared in constant time
  timestamp,
  duration,
  list,
  map,        // from text
  event_map,  // a map of the event: from text to text
  record,     // an object with members of their own types
  mixed,      // of the elements of a literal that becomes JSON: they differ
  json,       // the JSON text of a list of the event, before it is decoded
};

// Compare types by address: each is made once.
struct Type {
  TypeKind kind;
  const Type* element = nullptr;  // of list and map
  std::string_view record = {};   // its name in triggers.def
};

class Types {
 public:
  // The type of a kind without elements.
  static const Type* of(TypeKind kind);
  const Type* list(const Type* element);
  const Type* map(const Type* element);
  const Type* record(std::string_view name);  // `name` is static

  // The type that both fit, or null: text for two kinds of text (domain if one is), the other for
  // null.
  const Type* join(const Type* a, const Type* b);

 private:
  using Made = std::unordered_map<const Type*, std::unique_ptr<Type>>;
  static const Type* make(Made& made, TypeKind kind, const Type* element);

  Made lists_;
  Made maps_;
  std::unordered_map<std::string_view, std::unique_ptr<Type>> records_;
};

inline bool is_text(const Type* type) {
  switch (type->kind) {
    case TypeKind::text:
    case TypeKind::email:
    case TypeKind::phone:
    case TypeKind::domain:
    case TypeKind::secret: return true;
    default: return false;
  }
}

// True if an operand of this type may stand where builtins.def says `parameter`.
bool fits(const Type* type, TypeKind parameter);

// Lists and maps that the language can build.
inline bool is_aggregate(const Type* type) {
  return type->kind == TypeKind::list || type->kind == TypeKind::map;
}

// What holds a value of the type at run time; of a list or map, one that is not constant.
image::Kind register_kind(const Type* type);

// The type as people write it, such as list(string).
std::string name(const Type* type);

}  // namespace lintel::compiler
