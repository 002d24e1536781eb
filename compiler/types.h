// SPDX-License-Identifier: Apache-2.0
// The types of expressions. Whether a value may be absent is not part of a type: see presence.h.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>

#include "runtime/image.h"

namespace lintel::compiler {

enum class TypeKind : std::uint8_t {
  none,     // no operand; only in builtins.def
  unknown,  // of an expression with an error: fits everything, so that one mistake is told once
  null,     // of `null` and of the elements of []: fits everything
  boolean,
  integer,
  text,
  email,   // a text with domain and local
  domain,  // a text that is compared without letter case
  list,
  map,        // from text
  event_map,  // a map of the event: from text to text
};

// Compare types by address: each is made once.
struct Type {
  TypeKind kind;
  const Type* element = nullptr;  // of list and map
};

class Types {
 public:
  // The type of a kind without elements.
  static const Type* of(TypeKind kind);
  const Type* list(const Type* element);
  const Type* map(const Type* element);

  // The type that both fit, or null: text for two kinds of text (domain if one is), the other for
  // null.
  const Type* join(const Type* a, const Type* b);

 private:
  using Made = std::unordered_map<const Type*, std::unique_ptr<Type>>;
  static const Type* make(Made& made, TypeKind kind, const Type* element);

  Made lists_;
  Made maps_;
};

inline bool is_text(const Type* type) {
  return type->kind == TypeKind::text || type->kind == TypeKind::email ||
         type->kind == TypeKind::domain;
}

// True if an operand of this type may stand where builtins.def says `parameter`.
bool fits(const Type* type, TypeKind parameter);

// What holds a value of the type at run time.
image::Kind register_kind(const Type* type);

// The type as people write it, such as list(string).
std::string name(const Type* type);

}  // namespace lintel::compiler
