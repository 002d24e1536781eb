// SPDX-License-Identifier: Apache-2.0
#include "compiler/fold.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "runtime/limits.h"
#include "runtime/text.h"

namespace lintel::compiler {
namespace {

Folded boolean(bool value) { return {Folded::Kind::boolean, value ? 1 : 0}; }

Folded integer(std::int64_t value) { return {Folded::Kind::integer, value, {}}; }

Folded text(std::string value) { return {Folded::Kind::text, 0, std::move(value)}; }

std::optional<Folded> fold_integers(Builtin builtin, std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  const auto unless = [&](bool overflow) { return overflow ? Folded{} : integer(result); };
  const bool no_quotient = b == 0 || (a == std::numeric_limits<std::int64_t>::min() && b == -1);
  switch (builtin) {
    case Builtin::add_integer: return unless(__builtin_add_overflow(a, b, &result));
    case Builtin::subtract: return unless(__builtin_sub_overflow(a, b, &result));
    case Builtin::multiply: return unless(__builtin_mul_overflow(a, b, &result));
    case Builtin::divide: return no_quotient ? Folded{} : integer(a / b);
    case Builtin::modulo: return no_quotient ? Folded{} : integer(a % b);
    case Builtin::equal_integer:
    case Builtin::equal_boolean: return boolean(a == b);
    case Builtin::less_integer: return boolean(a < b);
    case Builtin::at_most_integer: return boolean(a <= b);
    default: return std::nullopt;
  }
}

std::optional<Folded> fold_texts(Builtin builtin, std::string_view a, std::string_view b) {
  switch (builtin) {
    case Builtin::add_text:
      if (a.size() + b.size() > limits::text_arena_bytes) return std::nullopt;
      return text(std::string(a).append(b));
    case Builtin::equal_text: return boolean(a == b);
    case Builtin::less_text: return boolean(a < b);
    case Builtin::at_most_text: return boolean(a <= b);
    case Builtin::equal_domain:
    case Builtin::same_text: return boolean(runtime::equal_ignoring_case(a, b));
    case Builtin::contains: return boolean(a.find(b) != std::string_view::npos);
    case Builtin::starts_with: return boolean(a.starts_with(b));
    case Builtin::ends_with: return boolean(a.ends_with(b));
    default: return std::nullopt;
  }
}

std::optional<Folded> fold_reals(Builtin builtin, double a, double b) {
  const auto real = [](double value) {
    return Folded{Folded::Kind::real, std::bit_cast<std::int64_t>(value), {}};
  };
  switch (builtin) {
    case Builtin::add_number: return real(a + b);
    case Builtin::subtract_number: return real(a - b);
    case Builtin::multiply_number: return real(a * b);
    case Builtin::divide_number: return real(a / b);
    case Builtin::equal_number: return boolean(a == b);
    case Builtin::less_number: return boolean(a < b);
    case Builtin::at_most_number: return boolean(a <= b);
    default: return std::nullopt;
  }
}

std::string mapped(std::string_view from, char (*map)(char)) {
  std::string to(from);
  std::transform(to.begin(), to.end(), to.begin(), map);
  return to;
}

std::string rewritten(std::string_view from, std::size_t (*write)(std::string_view, char*)) {
  std::string to(write(from, nullptr), '\0');
  write(from, to.data());
  return to;
}

std::optional<Folded> fold_text(Builtin builtin, std::string_view operand) {
  switch (builtin) {
    case Builtin::lower: return text(mapped(operand, runtime::ascii_lower));
    case Builtin::upper: return text(mapped(operand, runtime::ascii_upper));
    case Builtin::trim: return text(std::string(runtime::trim(operand)));
    case Builtin::escape_html: return text(rewritten(operand, runtime::escape_html));
    case Builtin::single_line: return text(rewritten(operand, runtime::single_line));
    case Builtin::size_text: return integer(runtime::count_code_points(operand));
    case Builtin::string_of_text:
    case Builtin::html: return text(std::string(operand));
    case Builtin::int_of_text: {
      const auto number = runtime::parse_integer(operand);
      return number ? integer(*number) : Folded{};
    }
    default: return std::nullopt;
  }
}

bool is_number(const Typed& node) {
  return node.kind == Kind::integer || node.kind == Kind::boolean;
}

std::optional<Folded> fold_one(Builtin builtin, const Typed& operand) {
  if (operand.kind == Kind::text) return fold_text(builtin, operand.text);
  switch (builtin) {
    case Builtin::negate:
      if (operand.kind != Kind::integer) return std::nullopt;
      return fold_integers(Builtin::subtract, 0, operand.number);
    case Builtin::negate_number:
      if (operand.kind != Kind::real) return std::nullopt;
      return Folded{Folded::Kind::real, std::bit_cast<std::int64_t>(-real_value(operand)), {}};
    case Builtin::int_of_integer:
      if (operand.kind != Kind::integer) return std::nullopt;
      return integer(operand.number);
    case Builtin::string_of_integer:
      if (operand.kind != Kind::integer) return std::nullopt;
      return text(std::to_string(operand.number));
    case Builtin::string_of_boolean:
      if (operand.kind != Kind::boolean) return std::nullopt;
      return text(operand.number != 0 ? "true" : "false");
    case Builtin::size_list:
      if (!is_table(operand)) return std::nullopt;
      return integer(static_cast<std::int64_t>(operand.operands.size()));
    case Builtin::size_map:
      if (!is_table(operand)) return std::nullopt;
      return integer(static_cast<std::int64_t>(operand.operands.size() / 2));
    default: return std::nullopt;
  }
}

// && with the constants taken out: false as soon as one is false, without those that are true. An
// absent part stays: it can make the result absent. || likewise, with true and false exchanged.
const Typed* fold_chain(TypedTree& tree, Kind kind, std::span<const Typed* const> operands,
                        Span span) {
  const bool decisive = kind == Kind::any_of;
  std::vector<const Typed*> rest;
  for (const Typed* operand : operands) {
    if (operand->kind != Kind::boolean)
      rest.push_back(operand);
    else if ((operand->number != 0) == decisive)
      return tree.boolean(decisive, span);
  }
  if (rest.empty()) return tree.boolean(!decisive, span);
  if (rest.size() == 1) return rest.front();
  if (rest.size() == operands.size()) return nullptr;
  return tree.make(kind, Types::of(TypeKind::boolean), rest, span);
}

const Typed* fold_joined(TypedTree& tree, std::span<const Typed* const> parts, Span span) {
  std::string all;
  for (const Typed* part : parts) {
    if (part->kind != Kind::text) return nullptr;
    all += part->text;
    if (all.size() > limits::text_arena_bytes) return nullptr;
  }
  return tree.text(all, span);
}

const Typed* fold_membership(TypedTree& tree, const Typed& value, const Typed& list, Span span) {
  // Of numbers, equal ones can have different bits.
  if (!is_literal(value) || !is_table(list) || value.kind == Kind::real) return nullptr;
  const bool found =
      std::any_of(list.operands.begin(), list.operands.end(), [&](const Typed* element) {
        return element->kind == value.kind && element->text == value.text &&
               element->number == value.number;
      });
  return tree.boolean(found, span);
}

// Constant lists and maps, and what they hold.
bool equal_constants(const Typed& a, const Typed& b) {
  if (a.kind != b.kind || a.operands.size() != b.operands.size()) return false;
  if (a.kind == Kind::real) return real_value(a) == real_value(b);
  if (a.kind == Kind::list)
    return std::equal(a.operands.begin(), a.operands.end(), b.operands.begin(),
                      [](auto* x, auto* y) { return equal_constants(*x, *y); });
  if (a.kind != Kind::map) return a.text == b.text && a.number == b.number;
  for (std::size_t i = 0; i < a.operands.size(); i += 2) {
    bool found = false;
    for (std::size_t j = 0; j < b.operands.size() && !found; j += 2)
      found = a.operands[i]->text == b.operands[j]->text &&
              equal_constants(*a.operands[i + 1], *b.operands[j + 1]);
    if (!found) return false;
  }
  return true;
}

// A constant map is looked up under a constant key, a constant list by a constant index.
const Typed* fold_lookup(TypedTree& tree, const Typed& base, const Typed& key, Span span) {
  if (!is_literal(key) || !is_table(base)) return nullptr;
  if (base.kind == Kind::list) {
    const bool in_range =
        key.number >= 0 && key.number < static_cast<std::int64_t>(base.operands.size());
    return in_range ? base.operands[static_cast<std::size_t>(key.number)] : tree.absent(span);
  }
  for (std::size_t i = 0; i < base.operands.size(); i += 2)
    if (base.operands[i]->text == key.text) return base.operands[i + 1];
  return tree.absent(span);
}

// What is absent if one of its two operands is.
const Typed* fold_pair(TypedTree& tree, Kind kind, const Typed& a, const Typed& b, Span span) {
  if (a.kind == Kind::absent || b.kind == Kind::absent) return tree.absent(span);
  if (kind == Kind::in_list) return fold_membership(tree, a, b, span);
  if (kind != Kind::list_equal) return fold_lookup(tree, a, b, span);
  return is_table(a) && is_table(b) ? tree.boolean(equal_constants(a, b), span) : nullptr;
}

}  // namespace

std::optional<Folded> fold_builtin(Builtin builtin, std::span<const Typed* const> operands) {
  for (const Typed* operand : operands)
    if (operand->kind == Kind::absent) return Folded{};
  if (auto folded = fold_library(builtin, operands)) return folded;
  if (operands.size() == 1) return fold_one(builtin, *operands[0]);
  if (operands.size() > 2) return std::nullopt;
  const Typed& a = *operands[0];
  const Typed& b = *operands[1];
  if (is_number(a) && is_number(b)) return fold_integers(builtin, a.number, b.number);
  if (a.kind == Kind::real && b.kind == Kind::real)
    return fold_reals(builtin, real_value(a), real_value(b));
  if (a.kind == Kind::text && b.kind == Kind::text) return fold_texts(builtin, a.text, b.text);
  return std::nullopt;
}

const Typed* fold_kind(TypedTree& tree, Kind kind, std::span<const Typed* const> operands,
                       Span span) {
  switch (kind) {
    case Kind::all_of:
    case Kind::any_of: return fold_chain(tree, kind, operands, span);
    case Kind::invert:
      if (operands[0]->kind == Kind::absent) return operands[0];
      if (operands[0]->kind != Kind::boolean) return nullptr;
      return tree.boolean(operands[0]->number == 0, span);
    case Kind::conditional:
      if (operands[0]->kind == Kind::absent) return operands[0];
      if (operands[0]->kind != Kind::boolean) return nullptr;
      return operands[operands[0]->number != 0 ? 1 : 2];
    case Kind::coalesce:
      if (operands[0]->kind == Kind::absent) return operands[1];
      return is_literal(*operands[0]) || is_table(*operands[0]) ? operands[0] : nullptr;
    case Kind::has:
      if (operands[0]->kind == Kind::absent) return tree.boolean(false, span);
      if (is_literal(*operands[0]) || is_table(*operands[0])) return tree.boolean(true, span);
      return nullptr;
    case Kind::joined: return fold_joined(tree, operands, span);
    case Kind::list_equal:
    case Kind::in_list:
    case Kind::at:
    case Kind::get: return fold_pair(tree, kind, *operands[0], *operands[1], span);
    default: return nullptr;
  }
}

}  // namespace lintel::compiler
