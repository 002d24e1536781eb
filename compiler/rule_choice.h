// SPDX-License-Identifier: Apache-2.0
// By which of its requirements each rule of an index node is found.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "compiler/lookups.h"

namespace lintel::compiler {

// A rule on its way through the nodes of an index.
struct Item {
  std::uint32_t rule = 0;
  std::uint32_t used = 0;     // bit i: it has been found by its requirement i
  std::uint64_t decided = 0;  // the conjuncts that hold on this way
};

// The requirements of all rules of an index.
class RequirementTable {
 public:
  // `counts`: how many of the requirements, which stand in the order of the rules, each rule has.
  RequirementTable(RuleRequirements all, std::span<const std::uint32_t> counts);

  std::span<const Requirement> of(std::uint32_t rule) const {
    return std::span(all_.requirements).subspan(first_[rule], first_[rule + 1] - first_[rule]);
  }
  std::span<const KeyTest> tests(const Requirement& requirement) const {
    return std::span(all_.tests).subspan(requirement.first_test, requirement.test_count);
  }

  // Tests of the same key in the same way have the same number.
  std::uint32_t kind(const KeyTest& test) const { return kinds_[number(test)]; }
  std::uint32_t kind_count() const { return kind_count_; }

  // False if the set of constants is large, and several rules ask for it: as many postings for each
  // of its constants would be more than they save.
  bool is_usable(const KeyTest& test) const;

 private:
  std::size_t number(const KeyTest& test) const {
    return static_cast<std::size_t>(&test - all_.tests.data());
  }

  RuleRequirements all_;
  std::vector<std::uint32_t> first_;
  std::vector<std::uint32_t> kinds_;
  std::uint32_t kind_count_ = 0;
  std::unordered_map<std::uint32_t, std::uint32_t> set_uses_;  // of large ones, by value number
};

// Items that are found by the same key in the same way, by one of their tests.
struct FoundGroup {
  image::Lookup lookup = image::Lookup::whole;
  const Typed* key = nullptr;
  std::uint32_t length = 0;  // of prefix and suffix
  struct Use {
    std::uint32_t item;
    const KeyTest* test;
    const Typed* constant;  // null: a range
  };
  std::vector<Use> uses;  // in the order of the items
};

inline constexpr std::uint32_t no_requirement = 0xffffffff;

struct Choices {
  struct Choice {
    std::uint32_t requirement = no_requirement;
    bool is_exact = false;  // what is looked up is all that the tests compare
  };
  std::vector<Choice> of_items;
  std::vector<FoundGroup> groups;
  std::size_t found = 0;  // how many items have a requirement
};

// Chooses for each item the requirement that it shares with the fewest others.
Choices choose(std::span<const Item> items, const RequirementTable& requirements);

}  // namespace lintel::compiler
