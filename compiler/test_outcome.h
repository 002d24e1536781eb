// SPDX-License-Identifier: Apache-2.0
// An outcome as the actions that were taken, and what a test finds wrong with it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/module.h"
#include "compiler/response_changes.h"
#include "runtime/lintel.h"

namespace lintel::compiler {

// A denial or an effect.
struct TakenAction {
  ExpectedAction::Kind kind = ExpectedAction::Kind::effect;
  std::string_view effect;
  std::string message;  // of a denial
  std::vector<std::pair<std::string, Json>> arguments;
  bool reject_on_failure = false;
};

// What came of an event, until the next evaluation.
class Taken {
 public:
  Taken(const Outcome& outcome, const TypedTest& test);

  // For people: actions as in rules, `nothing`, or the fault.
  std::string describe() const;

  // What is wrong, a line each; nothing if the test has passed. `missed`: the expectations that
  // were not met.
  std::vector<std::string> differences(std::vector<const ExpectedAction*>& missed) const;

 private:
  // What is behind an expectation: numbers of changes, or of actions.
  struct Found {
    bool is_there = false;
    std::vector<std::size_t> changes;
    std::vector<std::size_t> actions;
  };

  Found find(const ExpectedAction& expected, const std::vector<bool>& is_expected) const;
  std::string described(const Found& found, const ExpectedAction& expected) const;

  const Outcome& outcome_;
  const TypedTest& test_;
  ResponseChanges changes_;
  std::vector<TakenAction> actions_;
};

}  // namespace lintel::compiler
