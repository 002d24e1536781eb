// SPDX-License-Identifier: Apache-2.0
// An outcome as the actions that were taken, and what a test finds wrong with it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/json.h"
#include "compiler/module.h"
#include "runtime/lintel.h"

namespace lintel::compiler {

struct TakenAction {
  ExpectedAction::Kind kind = ExpectedAction::Kind::field;
  const schema::ResponseRow* response = nullptr;
  std::string_view effect;
  Json value;
  std::vector<std::pair<std::string, std::string>> arguments;
  bool reject_on_failure = false;
};

// What came of an event of the trigger. A field was set if it is not as it is by default.
std::vector<TakenAction> taken_actions(const Outcome& outcome, schema::Trigger trigger);

// For people: actions as in rules, `nothing`, or the fault.
std::string describe(const Outcome& outcome, const std::vector<TakenAction>& taken);

// What is wrong, a line each; nothing if the test has passed. `missed`: the expectations that were
// not met.
std::vector<std::string> differences(const TypedTest& test, const Outcome& outcome,
                                     const std::vector<TakenAction>& taken,
                                     std::vector<const ExpectedAction*>& missed);

}  // namespace lintel::compiler
