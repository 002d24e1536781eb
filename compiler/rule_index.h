// SPDX-License-Identifier: Apache-2.0
// Builds the rule index of a program: which rules are found by which constants. The format is that
// of image::IndexRow; runtime/rule_index.h looks up.
//
// A rule is found by one of its requirements, the one that fewest rules share. Where many rules are
// found by the same constant, a node below looks up another requirement of theirs. So a look-up
// goes along short lists, however the constants are spread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "compiler/image_builder.h"
#include "compiler/ir.h"
#include "compiler/lookups.h"

namespace lintel::compiler {

// A rule as the index sees it.
struct IndexedRule {
  const Typed* condition = nullptr;  // null: it always applies
  bool denies = false;
};

struct RuleIndex {
  // Rules that follow each other: one that is found by its constants, or any number that are
  // candidates whatever the event holds.
  struct Candidate {
    std::uint32_t first = 0;  // in the rules that were given
    std::uint32_t count = 1;
    bool is_found = false;
  };

  ir::Index index;  // without candidates, and with keys as numbers of `keys`
  std::vector<const Typed*> keys;
  std::vector<Candidate> candidates;
  std::vector<std::uint64_t> decided;  // of each rule: the conjuncts that hold once it is found
};

// The index of these rules, if it saves more than it costs. Constants go to `image`.
std::optional<RuleIndex> build_rule_index(TypedTree& tree, std::span<const IndexedRule> rules,
                                          ImageBuilder& image);

}  // namespace lintel::compiler
