// SPDX-License-Identifier: Apache-2.0
#include "compiler/presence.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace lintel::compiler {
namespace {

// True for the kinds whose result is absent whenever an operand is.
bool is_strict(Kind kind) {
  switch (kind) {
    case Kind::list:
    case Kind::map:
    case Kind::builtin:
    case Kind::joined:
    case Kind::decoded:
    case Kind::member:
    case Kind::in_list:
    case Kind::same_in:
    case Kind::in_map:
    case Kind::list_equal:
    case Kind::at:
    case Kind::get:
    case Kind::matches:
    case Kind::invert: return true;
    case Kind::error:
    case Kind::absent:
    case Kind::boolean:
    case Kind::integer:
    case Kind::real:
    case Kind::time:
    case Kind::text:
    case Kind::field:
    case Kind::variable:
    case Kind::now:
    case Kind::random:
    case Kind::environment:
    case Kind::for_all:
    case Kind::for_some:
    case Kind::for_one:
    case Kind::collect:
    case Kind::all_of:
    case Kind::any_of:
    case Kind::conditional:
    case Kind::coalesce:
    case Kind::has: return false;
  }
  return false;
}

// A map of the event that is missing counts as empty for `in` and size: its absence is no cause.
bool ignores_absence(const Typed& node, std::size_t operand) {
  if (node.kind == Kind::in_map)
    return operand == 1 && node.operands[1]->type->kind == TypeKind::event_map;
  return node.kind == Kind::builtin && node.builtin == Builtin::size_event_map;
}

// A part of a timestamp in a zone that the rules write out.
bool is_known_zone(const Typed& node) {
  const auto& builtin = row(node.builtin);
  return builtin.first == TypeKind::timestamp && builtin.second == TypeKind::text &&
         node.operands[1]->kind == Kind::text && runtime::parse_zone(node.operands[1]->text);
}

// The grade that a node has of itself, its operands aside.
Grade own_grade(const Typed& node) {
  switch (node.kind) {
    case Kind::absent:
    case Kind::environment:
    case Kind::member: return Grade::optional;
    case Kind::decoded: return Grade::fallible;
    case Kind::map: return has_constant_keys(node) ? Grade::present : Grade::fallible;
    case Kind::field: return node.field->always ? Grade::fallible : Grade::optional;
    case Kind::at:
    case Kind::get: {
      // A constant key of a literal has been looked for already.
      const bool known =
          node.operands[0]->kind == Kind::map || node.operands[0]->kind == Kind::list;
      return known && is_literal(*node.operands[1]) ? Grade::present : Grade::optional;
    }
    case Kind::builtin:
      if (is_known_zone(node)) return Grade::present;
      switch (row(node.builtin).grade) {
        case BuiltinRow::Grade::total: return Grade::present;
        case BuiltinRow::Grade::fallible: return Grade::fallible;
        case BuiltinRow::Grade::optional: return Grade::optional;
      }
      return Grade::optional;
    default: return Grade::present;
  }
}

Graded worse(const Graded& a, const Graded& b) { return b.grade > a.grade ? b : a; }

Facts facts_of_all(const Typed& chain, bool truth) {
  Facts facts;
  for (const Typed* operand : chain.operands) facts.add(facts_if(*operand, truth));
  return facts;
}

Facts facts_of_some(const Typed& chain, bool truth) {
  Facts facts = facts_if(*chain.operands[0], truth);
  for (const Typed* operand : chain.operands.subspan(1))
    facts = Facts::in_both(facts, facts_if(*operand, truth));
  return facts;
}

}  // namespace

bool Facts::contains(std::uint32_t value) const {
  return std::binary_search(values_.begin(), values_.end(), value);
}

void Facts::add(std::uint32_t value) {
  const auto at = std::lower_bound(values_.begin(), values_.end(), value);
  if (at == values_.end() || *at != value) values_.insert(at, value);
}

void Facts::add(const Facts& other) {
  std::vector<std::uint32_t> all;
  std::set_union(values_.begin(), values_.end(), other.values_.begin(), other.values_.end(),
                 std::back_inserter(all));
  values_ = std::move(all);
}

Facts Facts::in_both(const Facts& a, const Facts& b) {
  Facts both;
  std::set_intersection(a.values_.begin(), a.values_.end(), b.values_.begin(), b.values_.end(),
                        std::back_inserter(both.values_));
  return both;
}

void Facts::add_present(const Typed& node) {
  // What is known already came with everything that it needs.
  if (is_literal(node) || contains(node.value)) return;
  add(node.value);
  if (node.kind == Kind::conditional) add_present(*node.operands[0]);
  // A loop needs its range; what it computes for the elements has a variable that means nothing
  // here.
  if (is_loop(node.kind)) add_present(*node.operands[0]);
  if (!is_strict(node.kind)) return;
  for (std::size_t i = 0; i < node.operands.size(); ++i)
    if (!ignores_absence(node, i)) add_present(*node.operands[i]);
}

Facts facts_if_present(const Typed& node) {
  Facts facts;
  facts.add_present(node);
  return facts;
}

Facts facts_if(const Typed& condition, bool truth) {
  switch (condition.kind) {
    case Kind::has: return truth ? facts_if_present(*condition.operands[0]) : Facts{};
    case Kind::in_map: {
      // What is a key has a value.
      Facts facts = facts_if_present(condition);
      if (truth && condition.number != 0) facts.add(static_cast<std::uint32_t>(condition.number));
      return facts;
    }
    case Kind::invert: return facts_if(*condition.operands[0], !truth);
    case Kind::all_of:
      return truth ? facts_of_all(condition, true) : facts_of_some(condition, false);
    case Kind::any_of:
      return truth ? facts_of_some(condition, true) : facts_of_all(condition, false);
    case Kind::coalesce: {
      // x ?? false is true only if x is; x ?? true is false only if x is.
      const Typed& otherwise = *condition.operands[1];
      const bool only_first = otherwise.kind == Kind::boolean && (otherwise.number != 0) != truth;
      return only_first ? facts_if(*condition.operands[0], truth) : Facts{};
    }
    default: return facts_if_present(condition);
  }
}

Graded Presence::grade(const Typed& node, const Facts& facts) {
  if (node.kind == Kind::error || facts.contains(node.value)) return {};
  // Only what stands below a let can be reached on many ways.
  if (!node.from_let) return compute(node, facts);
  auto key = std::make_pair(&node, facts);
  if (const auto found = known_.find(key); found != known_.end()) return found->second;
  Graded graded = compute(node, facts);
  // A cause inside of a let is shown where the rule uses the let.
  if (graded.cause != nullptr) graded.site = &node;
  known_.emplace(std::move(key), graded);
  return graded;
}

// In a && b, b matters only when a is true; in a || b, only when a is false.
Graded Presence::chain(const Typed& node, const Facts& facts, bool truth) {
  Graded worst;
  Facts under = facts;
  for (const Typed* operand : node.operands) {
    worst = worse(worst, grade(*operand, under));
    under.add(facts_if(*operand, truth));
  }
  return worst;
}

Graded Presence::compute(const Typed& node, const Facts& facts) {
  switch (node.kind) {
    case Kind::has: return {};
    case Kind::all_of: return chain(node, facts, true);
    case Kind::any_of: return chain(node, facts, false);
    case Kind::conditional: {
      Facts yes = facts;
      yes.add(facts_if(*node.operands[0], true));
      Facts no = facts;
      no.add(facts_if(*node.operands[0], false));
      const Graded condition = grade(*node.operands[0], facts);
      return worse(worse(condition, grade(*node.operands[1], yes)), grade(*node.operands[2], no));
    }
    case Kind::coalesce: {
      const Graded first = grade(*node.operands[0], facts);
      const Graded second = grade(*node.operands[1], facts);
      return second.grade <= first.grade ? second : first;
    }
    case Kind::collect: {
      // The value is computed only where the condition is true.
      Facts inside = facts;
      inside.add(facts_if(*node.operands[1], true));
      const Graded outside =
          worse(grade(*node.operands[0], facts), grade(*node.operands[1], facts));
      return worse(outside, grade(*node.operands[2], inside));
    }
    default: break;
  }
  const Grade own = own_grade(node);
  Graded worst;
  for (std::size_t i = 0; i < node.operands.size(); ++i)
    if (!ignores_absence(node, i)) worst = worse(worst, grade(*node.operands[i], facts));
  // What an operand lacks is the better reason: it is what a guard would ask for.
  if (own > worst.grade) worst = {own, &node, &node};
  return worst;
}

}  // namespace lintel::compiler
