// SPDX-License-Identifier: Apache-2.0
#include "compiler/proofs/condition_sets.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <utility>

#include "compiler/proofs/context.h"

namespace lintel::compiler::proofs {
namespace {

constexpr std::size_t all_subsets_up_to = 6;

std::size_t hash_of(std::uint32_t part) {
  std::uint64_t hash = (part + std::uint64_t{1}) * 0x9e3779b97f4a7c15U;
  hash = (hash ^ hash >> 32) * 0xd6e8feb86659fd93U;
  return hash ^ hash >> 32;
}

// The sum of those of the parts, so that it takes one step to leave a part out.
std::size_t hash_of(const ConditionSet& set) {
  std::size_t sum = 0;
  for (const auto part : set) sum += hash_of(part);
  return sum;
}

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
  std::vector<std::pair<std::uint32_t, std::uint32_t>> equal_to;  // a value, and a constant
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
    equal_to.emplace_back(value->value, constant->value);
  }
  std::sort(equal_to.begin(), equal_to.end());
  const auto differ = [](const auto& a, const auto& b) {
    return a.first == b.first && a.second != b.second;
  };
  if (std::adjacent_find(equal_to.begin(), equal_to.end(), differ) != equal_to.end()) return true;
  std::sort(yes.begin(), yes.end());
  return std::any_of(no.begin(), no.end(), [&](std::uint32_t value) {
    return std::binary_search(yes.begin(), yes.end(), value);
  });
}

void KnownConditions::add(const std::vector<ConditionSet>& alternatives, std::uint32_t number) {
  for (const auto& set : alternatives) {
    const auto next = static_cast<std::uint32_t>(known_.size());
    const std::uint32_t found = sets_.find_or_add(hash_of(set), next, [&](std::uint32_t known) {
      const auto parts = parts_of(known_[known]);
      return std::equal(parts.begin(), parts.end(), set.begin(), set.end());
    });
    if (found != next) continue;
    known_.push_back({parts_.size(), set.size(), number});
    parts_.insert(parts_.end(), set.begin(), set.end());
    if (!knows_size(set.size())) sizes_.resize(std::max(sizes_.size(), set.size() + 1));
    sizes_[set.size()] = true;
    for (const auto part : set)
      known_parts_.find_or_add(hash_of(part), part,
                               [=](std::uint32_t known) { return known == part; });
  }
}

bool KnownConditions::knows_part(std::uint32_t part) const {
  return known_parts_.find(hash_of(part), [=](std::uint32_t known) { return known == part; }) !=
         NumberIndex::none;
}

template <typename IsEqual>
std::uint32_t KnownConditions::find(std::size_t hash, IsEqual is_equal) const {
  const std::uint32_t found =
      sets_.find(hash, [&](std::uint32_t known) { return is_equal(parts_of(known_[known])); });
  return found == NumberIndex::none ? none : known_[found].number;
}

std::uint32_t KnownConditions::find(const ConditionSet& set) const {
  return find(hash_of(set), [&](std::span<const std::uint32_t> known) {
    return std::equal(known.begin(), known.end(), set.begin(), set.end());
  });
}

std::uint32_t KnownConditions::find_without(const ConditionSet& set, std::size_t left_out,
                                            std::size_t hash) const {
  const auto place = set.begin() + static_cast<std::ptrdiff_t>(left_out);
  return find(hash - hash_of(*place), [&](std::span<const std::uint32_t> known) {
    return known.size() + 1 == set.size() && std::equal(set.begin(), place, known.begin()) &&
           std::equal(place + 1, set.end(), known.begin() + (place - set.begin()));
  });
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
  const std::size_t hash = hash_of(set);
  for (std::size_t i = 0; i < size; ++i) {
    if (singles) {
      part.assign(1, set[i]);
      if (const auto found = find(part); found != none) return found;
    }
    if (all_but_one)
      if (const auto found = find_without(set, i, hash); found != none) return found;
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
