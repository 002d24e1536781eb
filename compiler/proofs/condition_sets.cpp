// SPDX-License-Identifier: Apache-2.0
#include "compiler/proofs/condition_sets.h"

#include <algorithm>
#include <bit>
#include <iterator>

#include "compiler/proofs/context.h"

namespace lintel::compiler::proofs {
namespace {

constexpr std::size_t all_subsets_up_to = 6;

}  // namespace

std::vector<ConditionSet> alternatives(const Typed* condition) {
  if (condition == nullptr) return {{}};
  std::vector<ConditionSet> all;
  if (condition->kind != Kind::any_of && condition->kind != Kind::all_of) {
    ConditionSet& set = all.emplace_back();
    if (condition->kind != Kind::boolean || condition->number == 0) set.push_back(condition->value);
    return all;
  }
  for (const Typed* alternative : disjuncts(*condition)) {
    ConditionSet set;
    for (const Typed* part : conjuncts(*alternative)) {
      if (part->kind == Kind::boolean && part->number != 0) continue;
      set.push_back(part->value);
    }
    std::sort(set.begin(), set.end());
    set.erase(std::unique(set.begin(), set.end()), set.end());
    all.push_back(std::move(set));
  }
  return all;
}

bool contradicts_itself(const Typed& condition) {
  if (condition.kind != Kind::all_of) return false;
  std::vector<std::uint32_t> yes;
  std::vector<std::uint32_t> no;
  std::unordered_map<std::uint32_t, std::uint32_t> equal_to;
  for (const Typed* part : conjuncts(condition)) {
    if (part->kind == Kind::invert)
      no.push_back(part->operands[0]->value);
    else
      yes.push_back(part->value);
    if (part->kind != Kind::builtin || spelling(*part) != "==") continue;
    // Domains are equal in any letter case, so that two constants can be one value.
    if (part->builtin == Builtin::equal_domain) continue;
    const Typed* value = part->operands[0];
    const Typed* constant = part->operands[1];
    if (is_literal(*value)) std::swap(value, constant);
    if (!is_literal(*constant)) continue;
    const auto [known, is_new] = equal_to.emplace(value->value, constant->value);
    if (!is_new && known->second != constant->value) return true;
  }
  std::sort(yes.begin(), yes.end());
  return std::any_of(no.begin(), no.end(), [&](std::uint32_t value) {
    return std::binary_search(yes.begin(), yes.end(), value);
  });
}

std::size_t KnownConditions::Hash::of(std::uint32_t value) {
  std::uint64_t hash = (value + 1) * 0x9e3779b97f4a7c15U;
  hash = (hash ^ hash >> 32) * 0xd6e8feb86659fd93U;
  return hash ^ hash >> 32;
}

std::size_t KnownConditions::Hash::operator()(const ConditionSet& set) const {
  std::size_t sum = 0;
  for (const auto value : set) sum += of(value);
  return sum;
}

bool KnownConditions::Equal::operator()(const Part& part, const ConditionSet& set) const {
  const auto& all = part.set;
  const auto left_out = static_cast<std::ptrdiff_t>(part.left_out);
  return set.size() + 1 == all.size() &&
         std::equal(set.begin(), set.begin() + left_out, all.begin()) &&
         std::equal(set.begin() + left_out, set.end(), all.begin() + left_out + 1);
}

void KnownConditions::add(const std::vector<ConditionSet>& alternatives, std::uint32_t number) {
  for (const auto& set : alternatives) {
    if (!known_.emplace(set, number).second) continue;
    if (!knows_size(set.size())) sizes_.resize(std::max(sizes_.size(), set.size() + 1));
    sizes_[set.size()] = true;
    if (set.empty()) continue;
    if (set.back() >= parts_.size()) parts_.resize(2 * std::size_t{set.back()} + 1);
    for (const auto part : set) parts_[part] = true;
  }
}

template <typename Set>
std::uint32_t KnownConditions::find(const Set& set) const {
  const auto found = known_.find(set);
  return found == known_.end() ? none : found->second;
}

std::uint32_t KnownConditions::find_subset(const ConditionSet& all) const {
  ConditionSet set;  // without the parts that no known set has: most rules have one of their own
  std::copy_if(all.begin(), all.end(), std::back_inserter(set),
               [this](std::uint32_t part) { return knows_part(part); });
  const std::size_t size = set.size();
  if (knows_size(size))
    if (const auto found = find(set); found != none) return found;
  ConditionSet part;
  if (size <= all_subsets_up_to) {
    for (std::uint32_t chosen = 0; chosen + 1 < (1U << size); ++chosen) {
      if (!knows_size(static_cast<std::size_t>(std::popcount(chosen)))) continue;
      part.clear();
      for (std::size_t i = 0; i < size; ++i)
        if ((chosen >> i & 1U) != 0) part.push_back(set[i]);
      if (const auto found = find(part); found != none) return found;
    }
    return none;
  }
  if (const auto found = find(part); found != none) return found;
  const bool singles = knows_size(1);
  const bool all_but_one = knows_size(size - 1);
  if (!singles && !all_but_one) return none;
  const std::size_t hash = Hash()(set);
  for (std::size_t i = 0; i < size; ++i) {
    if (singles) {
      part.assign(1, set[i]);
      if (const auto found = find(part); found != none) return found;
    }
    if (all_but_one)
      if (const auto found = find(Part{set, i, hash - Hash::of(set[i])}); found != none)
        return found;
  }
  return none;
}

std::uint32_t KnownConditions::implied_by(const std::vector<ConditionSet>& alternatives) const {
  std::uint32_t last = none;
  for (const auto& set : alternatives) {
    last = find_subset(set);
    if (last == none) return none;
  }
  return last;
}

}  // namespace lintel::compiler::proofs
