// SPDX-License-Identifier: Apache-2.0
// The typed tree: what an expression means. Names are resolved, lets are substituted, operators are
// rows of builtins.def, and constants are folded.
//
// Every node has a value number: two nodes with equal numbers compute the same value, wherever they
// stand. Facts about presence, and the sharing of work at run time, go by value numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/schema.h"
#include "compiler/types.h"
#include "grammar/arena.h"
#include "grammar/finding.h"
#include "runtime/image.h"

namespace lintel::compiler {

enum class Builtin : std::uint8_t {
#define LINTEL_BUILTIN(name, spelling, form, first, second, result, opcode, grade, meaning) name,
#include "compiler/builtins.def"
#undef LINTEL_BUILTIN
};

enum class Kind : std::uint8_t {
  error,        // has been reported
  absent,       // null
  boolean,      // number: 0 or 1
  integer,      // number
  text,         // text
  list,         // operands: elements
  map,          // operands: key, value, ...; keys are texts
  field,        // field: a slot of the event
  builtin,      // builtin(operands...)
  joined,       // operands: texts to be joined; a template
  in_list,      // operands[0] in operands[1]; the list's elements are texts, ints or bools
  in_map,       // operands[0] in operands[1]; a map or a map of the event
  list_equal,   // operands[0] == operands[1], two lists
  at,           // operands[0][operands[1]], a list
  get,          // operands[0][operands[1]], a map or a map of the event
  invert,       // !operands[0]
  all_of,       // operands joined by &&
  any_of,       // operands joined by ||
  conditional,  // operands[0] ? operands[1] : operands[2]
  coalesce,     // operands[0] ?? operands[1]
  has,          // has(operands[0])
};

// A field of the event: a path that the reader fills a slot from.
struct Field {
  std::vector<std::string> path;  // names from the event down
  image::ReadAs read_as = image::ReadAs::text;
  bool always = false;  // Cognito always sends it to all sources of the section
};

struct Typed {
  Kind kind = Kind::error;
  Builtin builtin{};
  bool constant = false;    // no field anywhere below
  bool from_let = false;    // the use of a let: `span` is the use, the operands stand elsewhere
  std::uint32_t value = 0;  // the value number
  std::uint32_t depth = 1;  // longest path to a leaf
  std::uint32_t parts = 1;  // nodes of the whole tree below, a shared one counted for each use
  const Type* type = nullptr;
  Span span;
  Span written;               // where it stands itself, though `span` may be the use of a let
  std::string_view text;      // of a text; of the use of a let without parameters: its name
  std::string_view let_name;  // set where from_let is, if the let has no parameters
  std::int64_t number = 0;
  const Field* field = nullptr;
  std::span<const Typed* const> operands;
};

struct BuiltinRow {
  std::string_view name;
  std::string_view spelling;
  enum class Form : std::uint8_t { unary, binary, call, method, either, member, internal } form;
  TypeKind first;
  TypeKind second;
  TypeKind result;
  std::uint8_t opcode;  // of runtime/instruction.h
  enum class Grade : std::uint8_t { total, fallible, optional } grade;
  std::string_view meaning;
};
std::span<const BuiltinRow> builtin_rows();
const BuiltinRow& row(Builtin builtin);

// Makes nodes and owns them. All nodes of a compilation come from one TypedTree.
class TypedTree {
 public:
  Types& types() { return types_; }

  const Typed* error(Span span);
  const Typed* absent(Span span);
  const Typed* boolean(bool value, Span span);
  const Typed* integer(std::int64_t value, Span span);
  const Typed* text(std::string_view value, Span span);  // copies `value`
  const Typed* field(const Field& field, const Type* type, Span span);

  // A builtin on operands that fit it. Folds what is constant; a constant that fails is absent.
  const Typed* builtin(Builtin builtin, std::span<const Typed* const> operands, Span span);
  const Typed* builtin(Builtin builtin, std::initializer_list<const Typed*> operands, Span span) {
    return this->builtin(builtin, std::span(operands.begin(), operands.size()), span);
  }

  // Any other kind, of the type `type`. Folds && || ! ?: ?? has of constants.
  const Typed* make(Kind kind, const Type* type, std::span<const Typed* const> operands, Span span);
  const Typed* make(Kind kind, const Type* type, std::initializer_list<const Typed*> operands,
                    Span span) {
    return make(kind, type, std::span(operands.begin(), operands.size()), span);
  }

  // `node` with another type that its value has too.
  const Typed* as(const Typed* node, const Type* type);

  // `node` as it is used at `span`, by the name of a let (empty for one with parameters).
  const Typed* use(const Typed* node, std::string_view let_name, Span span);

 private:
  struct Key {
    std::string bytes;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const { return std::hash<std::string>{}(key.bytes); }
  };

  const Typed* add(Typed node, std::span<const Typed* const> operands);

  grammar::Arena arena_;
  Types types_;
  std::unordered_map<Key, std::uint32_t, KeyHash> values_;
  std::unordered_map<std::string, const Field*> fields_;
  std::vector<std::unique_ptr<Field>> owned_fields_;
};

// True for a boolean, integer or text node.
bool is_literal(const Typed& node);

// True if the node never has a value: `null`, and whatever is made of nothing else.
bool is_absent(const Typed& node);

// True for a list or map whose parts are all literals or such lists and maps: it becomes a table.
bool is_table(const Typed& node);

}  // namespace lintel::compiler
