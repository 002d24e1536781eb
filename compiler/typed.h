// SPDX-License-Identifier: Apache-2.0
// The typed tree: what an expression means. Names are resolved, lets are substituted, operators are
// rows of builtins.def, and constants are folded.
//
// Every node has a value number: two nodes with equal numbers compute the same value, wherever they
// stand. Facts about presence, and the sharing of work at run time, go by value numbers.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/regex/automaton.h"
#include "compiler/schema.h"
#include "compiler/types.h"
#include "compiler/value_numbers.h"
#include "grammar/arena.h"
#include "grammar/finding.h"
#include "runtime/image.h"
#include "runtime/time.h"

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
  real,         // number: the bits of a double
  time,         // number seconds and nanoseconds; a timestamp or duration
  text,         // text
  list,         // operands: elements
  map,          // operands: key, value, ...; keys are texts
  field,        // field: a slot of the event
  decoded,      // operands[0], a field of the type json, as a list, or of event_map as a map
  variable,     // of a loop; number: which; text: its name
  now,          // the time of the evaluation
  random,       // characters that the host draws; text: digits or token, number: which and how many
  environment,  // the variable of the host's environment that is called text
  builtin,      // builtin(operands...)
  joined,       // operands: texts to be joined; a template
  in_list,      // operands[0] in operands[1]
  same_in,      // the same of texts, with ASCII letter case aside
  in_map,  // operands[0] in operands[1]; a map or a map of the event; number: the value number of
           // operands[1][operands[0]], or 0
  list_equal,   // operands[0] == operands[1], two lists or maps
  member,       // operands[0].text, a record
  at,           // operands[0][operands[1]], a list
  get,          // operands[0][operands[1]], a map or a map of the event
  invert,       // !operands[0]
  all_of,       // operands joined by &&
  any_of,       // operands joined by ||
  conditional,  // operands[0] ? operands[1] : operands[2]
  coalesce,     // operands[0] ?? operands[1]
  has,          // has(operands[0])
  for_all,      // operands[0].all(variable number, operands[1])
  for_some,     // operands[0].exists(variable number, operands[1])
  for_one,      // operands[0].exists_one(variable number, operands[1])
  collect,      // operands[2] for each of operands[0] with operands[1]; variable number
  matches,      // text: the pattern; operands[0] matches it
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
  std::uint32_t nanoseconds = 0;
  std::uint8_t loops = 0;  // how many are inside of each other
  bool tabular = false;    // a list or map whose operands can all stand in a table
  bool by_source = false;  // depends on triggerSource
  const Type* type = nullptr;
  Span span;
  Span written;               // where it stands itself, though `span` may be the use of a let
  std::string_view text;      // of a text; of the use of a let without parameters: its name
  std::string_view let_name;  // set where from_let is, if the let has no parameters
  std::int64_t number = 0;
  const Field* field = nullptr;
  const regex::Automaton* automaton = nullptr;  // of matches
  std::span<const Typed* const> operands;
  std::span<const std::uint32_t> variables;  // of loops around it that it looks at, ascending
};

struct BuiltinRow {
  std::string_view name;
  std::string_view spelling;
  enum class Form : std::uint8_t { unary, binary, call, method, either, member, internal } form;
  TypeKind first;
  TypeKind second;
  TypeKind third;
  TypeKind fourth;
  TypeKind result;
  std::uint8_t opcode;  // of runtime/instruction.h
  enum class Grade : std::uint8_t { total, fallible, optional } grade;
  std::string_view meaning;

  std::array<TypeKind, 4> parameters() const { return {first, second, third, fourth}; }
  std::size_t parameter_count() const;
};
std::span<const BuiltinRow> builtin_rows();
const BuiltinRow& row(Builtin builtin);
bool is_test(Builtin builtin);  // computed by an instruction that jumps

// What makes a text of a value that is none: digits, signs and letters. Nothing for other types.
std::optional<Builtin> conversion_to_text(const Type* type);
bool is_conversion_to_text(Builtin builtin);

// Makes nodes and owns them. All nodes of a compilation come from one TypedTree.
class TypedTree {
 public:
  Types& types() { return types_; }

  const Typed* error(Span span);
  const Typed* absent(Span span);
  const Typed* boolean(bool value, Span span);
  const Typed* integer(std::int64_t value, Span span);
  const Typed* real(double value, Span span);
  const Typed* time(const runtime::Time& value, const Type* type, Span span);
  const Typed* text(std::string_view value, Span span);  // copies `value`
  const Typed* field(const Field& field, const Type* type, Span span);
  const Typed* same_field(const Field* kept, const Type* type, Span span);  // of another node

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

  // A node of a kind that has no operands but a text or number.
  const Typed* leaf(Kind kind, const Type* type, std::string_view text, std::int64_t number,
                    Span span);

  // `count` characters that are drawn anew for each place that asks for them.
  const Typed* random(std::string_view what, std::uint32_t count, Span span);

  // The variable of a new loop.
  const Typed* variable(std::string_view name, const Type* type, Span span);

  // A loop over `range`: for_all, for_some, for_one with one part in `body`, collect with two.
  const Typed* loop(Kind kind, const Type* type, std::int64_t variable, const Typed* range,
                    std::initializer_list<const Typed*> body, Span span);

  // The member of a record.
  const Typed* member(const Typed* record, std::string_view name, const Type* type, Span span);

  // `node` with other operands.
  const Typed* with(const Typed& node, std::span<const Typed* const> operands);
  // Whether `subject` matches the pattern that `automaton` was made of.
  const Typed* matches(const Typed* subject, std::string_view pattern,
                       const regex::Automaton& automaton, Span span);

  // The automaton of a pattern that has been kept, or null.
  const regex::Automaton* known_pattern(std::string_view pattern) const;
  const regex::Automaton& keep_pattern(std::string_view pattern, regex::Automaton automaton);

  // `node` with another type that its value has too.
  const Typed* as(const Typed* node, const Type* type);

  // `node` as it is used at `span`, by the name of a let (empty for one with parameters).
  const Typed* use(const Typed* node, std::string_view let_name, Span span);

 private:
  const Typed* texts(std::span<const std::string> values, Span span);
  const Typed* add(Typed node, std::span<const Typed* const> operands);

  grammar::Arena arena_;
  Types types_;
  ValueNumbers values_;
  std::unordered_map<std::string, const Field*> fields_;
  std::int64_t next_variable_ = 0;
  std::int64_t next_random_ = 0;
  std::unordered_map<std::string, regex::Automaton> patterns_;
  std::vector<std::unique_ptr<Field>> owned_fields_;
};

// True for a boolean, integer, real, time or text node.
inline bool is_literal(const Typed& node) {
  switch (node.kind) {
    case Kind::boolean:
    case Kind::integer:
    case Kind::real:
    case Kind::time:
    case Kind::text: return true;
    default: return false;
  }
}

// True if the node never has a value: `null`, and whatever is made of nothing else.
inline bool is_absent(const Typed& node) {
  return node.kind == Kind::absent || node.type->kind == TypeKind::null;
}

// True for a list or map whose parts are all literals or such lists and maps: it becomes a table.
// Times do not: an entry of a table is one word.
inline bool is_table(const Typed& node) {
  return node.tabular && node.type->element->kind != TypeKind::mixed;
}

// True for an expression of a list or map type that comes down to tables, whatever the event is.
bool is_tabular(const Typed& node);

// What holds the value of the node at run time.
image::Kind register_kind(const Typed& node);

// The value of a real node, and of a time.
double real_value(const Typed& node);
runtime::Time time_value(const Typed& node);

// True for a map literal whose keys are all constants.
bool has_constant_keys(const Typed& map);

// How many characters a random node has.
std::uint32_t random_count(const Typed& node);

// True for the kinds of loops.
bool is_loop(Kind kind);

}  // namespace lintel::compiler
