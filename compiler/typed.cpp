// SPDX-License-Identifier: Apache-2.0
#include "compiler/typed.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <iterator>

#include "compiler/fold.h"
#include "compiler/regex/regex.h"
#include "runtime/instruction.h"

namespace lintel::compiler {
namespace {

using Form = BuiltinRow::Form;
using Grade = BuiltinRow::Grade;

constexpr BuiltinRow rows[] = {
#define LINTEL_BUILTIN_LONG(name, spelling, form, first, second, third, fourth, result, opcode, \
                            grade, meaning)                                                     \
  {#name,                                                                                       \
   spelling,                                                                                    \
   Form::form,                                                                                  \
   TypeKind::first,                                                                             \
   TypeKind::second,                                                                            \
   TypeKind::third,                                                                             \
   TypeKind::fourth,                                                                            \
   TypeKind::result,                                                                            \
   static_cast<std::uint8_t>(image::Opcode::opcode),                                            \
   Grade::grade,                                                                                \
   meaning},
#define LINTEL_BUILTIN(name, spelling, form, first, second, result, opcode, grade, meaning)   \
  LINTEL_BUILTIN_LONG(name, spelling, form, first, second, none, none, result, opcode, grade, \
                      meaning)
#include "compiler/builtins.def"
#undef LINTEL_BUILTIN
};

// What can be an entry of a table: of a time, the value has more than a word.
bool is_entry(const Typed& node) {
  return (is_literal(node) && node.kind != Kind::time) || is_table(node);
}

bool is_trigger_source(const Field& field) {
  return field.path.size() == 1 && field.path[0] == "triggerSource";
}

}  // namespace

std::span<const BuiltinRow> builtin_rows() { return rows; }

std::size_t BuiltinRow::parameter_count() const {
  const auto all = parameters();
  return static_cast<std::size_t>(std::find(all.begin(), all.end(), TypeKind::none) - all.begin());
}

const BuiltinRow& row(Builtin builtin) { return rows[static_cast<std::size_t>(builtin)]; }

std::optional<Builtin> conversion_to_text(const Type* type) {
  switch (type->kind) {
    case TypeKind::integer: return Builtin::string_of_integer;
    case TypeKind::boolean: return Builtin::string_of_boolean;
    case TypeKind::number: return Builtin::string_of_number;
    case TypeKind::timestamp: return Builtin::string_of_timestamp;
    case TypeKind::duration: return Builtin::string_of_duration;
    default: return std::nullopt;
  }
}

bool is_conversion_to_text(Builtin builtin) {
  return conversion_to_text(Types::of(row(builtin).first)) == builtin;
}

bool is_test(Builtin builtin) {
  return runtime::info(row(builtin).opcode).mask == runtime::Mask::tests;
}

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

image::Kind register_kind(const Typed& node) {
  if (is_aggregate(node.type) && is_tabular(node)) return image::Kind::table;
  return register_kind(node.type);
}

bool has_constant_keys(const Typed& map) {
  for (std::size_t i = 0; i < map.operands.size(); i += 2)
    if (map.operands[i]->kind != Kind::text) return false;
  return true;
}

runtime::Time time_value(const Typed& node) { return {node.number, node.nanoseconds}; }

std::uint32_t random_count(const Typed& node) {
  return static_cast<std::uint32_t>(node.number & 0xff);
}

double real_value(const Typed& node) { return std::bit_cast<double>(node.number); }

bool is_loop(Kind kind) {
  return kind == Kind::for_all || kind == Kind::for_some || kind == Kind::for_one ||
         kind == Kind::collect;
}

namespace {

// The variables that the operands look at, without the one that a loop binds in its body.
std::vector<std::uint32_t> free_variables(const Typed& node,
                                          std::span<const Typed* const> operands) {
  std::vector<std::uint32_t> all;
  if (node.kind == Kind::variable) all.push_back(static_cast<std::uint32_t>(node.number));
  for (const Typed* operand : operands)
    for (const std::uint32_t variable : operand->variables)
      if (!is_loop(node.kind) || static_cast<std::int64_t>(variable) != node.number)
        all.push_back(variable);
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

}  // namespace

const Typed* TypedTree::add(Typed node, std::span<const Typed* const> operands) {
  const bool varies = node.kind == Kind::field || node.kind == Kind::error ||
                      node.kind == Kind::variable || node.kind == Kind::now ||
                      node.kind == Kind::random || node.kind == Kind::environment;
  node.constant = !varies && std::all_of(operands.begin(), operands.end(),
                                         [](const Typed* operand) { return operand->constant; });
  node.operands = arena_.copy(operands);
  std::uint64_t parts = 1;
  for (const Typed* operand : operands) {
    node.depth = std::max(node.depth, operand->depth + 1);
    parts += operand->parts;
    const bool body = is_loop(node.kind) && operand != operands.front();
    node.loops = std::max(node.loops, static_cast<std::uint8_t>(operand->loops + (body ? 1 : 0)));
  }
  const auto variables = free_variables(node, operands);
  if (!variables.empty()) node.variables = arena_.copy(std::span(variables));
  node.written = node.span;
  node.tabular = (node.kind == Kind::list || node.kind == Kind::map) &&
                 std::all_of(operands.begin(), operands.end(),
                             [](const Typed* operand) { return is_entry(*operand); });
  node.by_source = node.kind == Kind::field
                       ? is_trigger_source(*node.field)
                       : std::any_of(operands.begin(), operands.end(),
                                     [](const Typed* operand) { return operand->by_source; });
  if (!is_table(node)) node.parts = static_cast<std::uint32_t>(std::min<std::uint64_t>(parts, ~0U));
  Typed* made = arena_.make<Typed>(node);
  made->value = values_.of(*made);
  return made;
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

const Typed* TypedTree::real(double value, Span span) {
  return leaf(Kind::real, Types::of(TypeKind::number), {}, std::bit_cast<std::int64_t>(value),
              span);
}

const Typed* TypedTree::time(const runtime::Time& value, const Type* type, Span span) {
  Typed node;
  node.kind = Kind::time;
  node.type = type;
  node.span = span;
  node.number = value.seconds;
  node.nanoseconds = value.nanoseconds;
  return add(node, {});
}

const Typed* TypedTree::leaf(Kind kind, const Type* type, std::string_view text,
                             std::int64_t number, Span span) {
  Typed node;
  node.kind = kind;
  node.type = type;
  node.span = span;
  node.text = arena_.copy(text);
  node.number = number;
  return add(node, {});
}

const Typed* TypedTree::random(std::string_view what, std::uint32_t count, Span span) {
  const std::int64_t number = next_random_++ << 8 | count;
  return leaf(Kind::random, Types::of(TypeKind::text), what, number, span);
}

const Typed* TypedTree::variable(std::string_view name, const Type* type, Span span) {
  return leaf(Kind::variable, type, name, next_variable_++, span);
}

const Typed* TypedTree::loop(Kind kind, const Type* type, std::int64_t variable, const Typed* range,
                             std::initializer_list<const Typed*> body, Span span) {
  Typed node;
  node.kind = kind;
  node.type = type;
  node.span = span;
  node.number = variable;
  std::vector<const Typed*> operands{range};
  operands.insert(operands.end(), body);
  return with(node, operands);
}

const Typed* TypedTree::member(const Typed* record, std::string_view name, const Type* type,
                               Span span) {
  Typed node;
  node.kind = Kind::member;
  node.type = type;
  node.span = span;
  node.text = arena_.copy(name);
  const Typed* operands[] = {record};
  return with(node, operands);
}

const Typed* TypedTree::with(const Typed& node, std::span<const Typed* const> operands) {
  if (node.kind == Kind::builtin) return as(builtin(node.builtin, operands, node.span), node.type);
  if (node.kind == Kind::matches)
    return matches(operands[0], node.text, *node.automaton, node.span);
  if (node.text.empty() && node.number == 0 && !is_loop(node.kind))
    return make(node.kind, node.type, operands, node.span);
  Typed copy;
  copy.kind = node.kind;
  copy.type = node.type;
  copy.span = node.span;
  copy.text = node.text;
  copy.number = node.number;
  return add(copy, operands);
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
  return same_field(known, type, span);
}

const Typed* TypedTree::same_field(const Field* kept, const Type* type, Span span) {
  Typed node;
  node.kind = Kind::field;
  node.type = type;
  node.span = span;
  node.field = kept;
  return add(node, {});
}

const Typed* TypedTree::builtin(Builtin builtin, std::span<const Typed* const> operands,
                                Span span) {
  if (const auto folded = fold_builtin(builtin, operands)) {
    switch (folded->kind) {
      case Folded::Kind::absent: return absent(span);
      case Folded::Kind::boolean: return boolean(folded->number != 0, span);
      case Folded::Kind::integer: return integer(folded->number, span);
      case Folded::Kind::real:
        return leaf(Kind::real, Types::of(TypeKind::number), {}, folded->number, span);
      case Folded::Kind::time:
        return time({folded->number, folded->nanoseconds}, Types::of(row(builtin).result), span);
      case Folded::Kind::text: return text(folded->text, span);
      case Folded::Kind::texts: return texts(folded->texts, span);
    }
  }
  Typed node;
  node.kind = Kind::builtin;
  node.builtin = builtin;
  // The lists that functions make are of texts; what makes another one says so with as().
  const TypeKind result = row(builtin).result;
  node.type = result == TypeKind::list ? types_.list(Types::of(TypeKind::text)) : Types::of(result);
  node.span = span;
  return add(node, operands);
}

const Typed* TypedTree::texts(std::span<const std::string> values, Span span) {
  std::vector<const Typed*> elements;
  for (const auto& value : values) elements.push_back(text(value, span));
  return make(Kind::list, types_.list(Types::of(TypeKind::text)), elements, span);
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

const Typed* TypedTree::matches(const Typed* subject, std::string_view pattern,
                                const regex::Automaton& automaton, Span span) {
  if (is_absent(*subject)) return absent(span);
  if (subject->kind == Kind::text) return boolean(regex::matches(automaton, subject->text), span);
  Typed node;
  node.kind = Kind::matches;
  node.type = Types::of(TypeKind::boolean);
  node.span = span;
  node.text = arena_.copy(pattern);
  node.automaton = &automaton;
  return add(node, {&subject, 1});
}

const regex::Automaton* TypedTree::known_pattern(std::string_view pattern) const {
  const auto found = patterns_.find(std::string(pattern));
  return found == patterns_.end() ? nullptr : &found->second;
}

const regex::Automaton& TypedTree::keep_pattern(std::string_view pattern,
                                                regex::Automaton automaton) {
  return patterns_.try_emplace(std::string(pattern), std::move(automaton)).first->second;
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
