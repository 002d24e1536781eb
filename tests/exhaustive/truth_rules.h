// SPDX-License-Identifier: Apache-2.0
// Rules that show what expressions are worth, as conditions and as values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/exhaustive/forms.h"

namespace lintel::exhaustive {

// An expression and what it is worth: "T", "F", "A", or of one that is no bool, its text, or "A".
struct Shown {
  std::string text;
  bool is_condition = true;
  std::function<std::string()> worth;  // for the event of the moment
};

// The expressions, in images with a good number of them each.
class TruthRules {
 public:
  // `head` is what stands before the rules.
  TruthRules(std::string head, std::vector<Shown> shown);

  // Checks all of them for an event. What is wrong first, if anything is.
  std::optional<std::string> difference(std::string_view event);

  const std::string& refusal() const { return refusal_; }
  std::size_t count() const { return shown_.size(); }
  std::uint64_t cases() const { return cases_; }

 private:
  struct Image {
    std::size_t first;
    std::size_t end;
    Forms forms;
  };

  std::optional<std::string> difference(Image& image, std::string_view event);

  std::vector<Shown> shown_;
  std::vector<Image> images_;
  std::string refusal_;
  std::uint64_t cases_ = 0;
};

}  // namespace lintel::exhaustive
