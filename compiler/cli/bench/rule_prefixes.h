// SPDX-License-Identifier: Apache-2.0
// A ruleset cut off after so many rules, to see what each of them adds.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "compiler/compiler.h"
#include "grammar/ast.h"

namespace lintel::cli {

class RulePrefixes {
 public:
  // Sources without errors, which must outlive this, as must the files of the options.
  RulePrefixes(std::span<const Source> sources, const CompileOptions& options);

  // Of all sources, in order: the numbers of Ruleset::rule().
  std::size_t rule_count() const { return rule_count_; }

  // The image of all but the rules from number `count` on. A trigger whose rules are all gone is
  // still served, by one that never applies. Empty if that does not compile.
  std::vector<std::byte> image(std::size_t count) const;

 private:
  std::span<const Source> sources_;
  CompileOptions options_;
  std::vector<grammar::File> files_;
  std::size_t rule_count_ = 0;
};

}  // namespace lintel::cli
