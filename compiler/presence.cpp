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
  std::vector<std::uint32_t> all;
  for (const Typed* operand : chain.operands) {
    const Facts facts = facts_if(*operand, truth);
    all.insert(all.end(), facts.values().begin(), facts.values().end());
  }
  return Facts(std::move(all));
}

Facts facts_of_some(const Typed& chain, bool truth) {
  Facts facts = facts_if(*chain.operands[0], truth);
  for (const Typed* operand : chain.operands.subspan(1)) {
    if (facts.values().empty()) break;
    facts = Facts::in_both(facts, facts_if(*operand, truth));
  }
  return facts;
}

}  // namespace

Facts::Facts(std::vector<std::uint32_t> values) : values_(std::move(values)) {
  std::sort(values_.begin(), values_.end());
  values_.erase(std::unique(values_.begin(), values_.end()), values_.end());
}

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

void HeldFacts::add(const Facts& facts) {
  for (const std::uint32_t value : facts.values()) {
    if (contains(value)) continue;
    if (value >= held_.size()) held_.resize(std::max<std::size_t>(value + 1, 2 * held_.size()));
    held_[value] = true;
    stack_.push_back({value, 0});
  }
}

void HeldFacts::shrink(std::size_t size) {
  for (; stack_.size() > size; stack_.pop_back()) held_[stack_.back().value] = false;
}

std::uint32_t HeldFacts::state() {
  std::size_t known = stack_.size();
  while (known > 0 && stack_[known - 1].state == 0) --known;
  std::uint32_t state = known == 0 ? 0 : stack_[known - 1].state;
  for (; known < stack_.size(); ++known) {
    const auto next = static_cast<std::uint32_t>(states_.size() + 1);
    const std::uint64_t key = std::uint64_t{state} << 32 | stack_[known].value;
    stack_[known].state = state = states_.try_emplace(key, next).first->second;
  }
  return state;
}

Graded Presence::grade(const Typed& node, const Facts& facts) {
  const std::size_t before = facts_.size();
  facts_.add(facts);
  const Graded graded = grade(node);
  facts_.shrink(before);
  return graded;
}

Graded Presence::grade(const Typed& node) {
  if (node.kind == Kind::error || facts_.contains(node.value)) return {};
  // Only what stands below a let can be reached on many ways.
  if (!node.from_let) return compute(node);
  const auto key = std::make_pair(&node, facts_.state());
  if (const auto found = known_.find(key); found != known_.end()) return found->second;
  Graded graded = compute(node);
  // A cause inside of a let is shown where the rule uses the let.
  if (graded.cause != nullptr) graded.site = &node;
  known_.emplace(key, graded);
  return graded;
}

// In a && b, b matters only when a is true; in a || b, only when a is false.
Graded Presence::chain(const Typed& node, bool truth) {
  Graded worst;
  const std::size_t before = facts_.size();
  for (const Typed* operand : node.operands) {
    worst = worse(worst, grade(*operand));
    facts_.add(facts_if(*operand, truth));
  }
  facts_.shrink(before);
  return worst;
}

Graded Presence::compute(const Typed& node) {
  switch (node.kind) {
    case Kind::has: return {};
    case Kind::all_of: return chain(node, true);
    case Kind::any_of: return chain(node, false);
    case Kind::conditional: {
      const Typed& test = *node.operands[0];
      const Graded condition = grade(test);
      const Graded yes = grade(*node.operands[1], facts_if(test, true));
      const Graded no = grade(*node.operands[2], facts_if(test, false));
      return worse(worse(condition, yes), no);
    }
    case Kind::coalesce: {
      const Graded first = grade(*node.operands[0]);
      const Graded second = grade(*node.operands[1]);
      return second.grade <= first.grade ? second : first;
    }
    case Kind::collect: {
      // The value is computed only where the condition is true.
      const Graded outside = worse(grade(*node.operands[0]), grade(*node.operands[1]));
      return worse(outside, grade(*node.operands[2], facts_if(*node.operands[1], true)));
    }
    default: break;
  }
  const Grade own = own_grade(node);
  Graded worst;
  for (std::size_t i = 0; i < node.operands.size(); ++i)
    if (!ignores_absence(node, i)) worst = worse(worst, grade(*node.operands[i]));
  // What an operand lacks is the better reason: it is what a guard would ask for.
  if (own > worst.grade) worst = {own, &node, &node};
  return worst;
}

}  // namespace lintel::compiler
