// SPDX-License-Identifier: Apache-2.0
// Rules in the four forms that the compiler can give them: with and without passes, with and
// without an index.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/lintel.h"

namespace lintel::exhaustive {

class Forms {
 public:
  static constexpr std::size_t count = 4;
  static constexpr std::array<std::string_view, count> names = {
      "optimised", "not optimised", "without an index", "neither optimised nor with an index"};

  explicit Forms(const std::string& rules);

  // Why the rules were refused; empty if they were not.
  const std::string& refusal() const { return refusal_; }

  Outcome run(std::size_t form, std::string_view event) {
    return evaluators_[form].evaluate(event);
  }

 private:
  std::string refusal_;
  std::vector<std::vector<std::byte>> images_;
  std::vector<Evaluator> evaluators_;
};

}  // namespace lintel::exhaustive
