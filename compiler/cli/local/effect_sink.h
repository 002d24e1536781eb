// SPDX-License-Identifier: Apache-2.0
// Where the effects of decisions go.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/lintel.h"

namespace lintel::cli {

struct EffectsReport {
  std::string lines;                     // for people; each ends with its line end
  std::vector<std::string_view> failed;  // names of effects, views of the outcome
  bool is_failure = false;               // the last of them has a rule with onFailure: "reject"
};

class EffectSink {
 public:
  virtual ~EffectSink() = default;

  // Takes the effects of an outcome of `event`, in order.
  virtual EffectsReport take(const Outcome& outcome, const Ruleset& ruleset,
                             std::string_view event) = 0;
};

// Says what would be carried out.
std::unique_ptr<EffectSink> make_printing_sink();

// Carries them out, through AWS or what the variables AWS_ENDPOINT_URL... name. Null if this lintel
// was built without what that needs.
std::unique_ptr<EffectSink> make_carrying_sink();

// Says nothing and does nothing.
std::unique_ptr<EffectSink> make_dropping_sink();

}  // namespace lintel::cli
