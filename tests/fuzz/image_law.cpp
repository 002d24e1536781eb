// SPDX-License-Identifier: Apache-2.0
// The laws of images: one whose bytes come as they are, and one whose layout is in order, so that
// the verifier's other checks are reached.
#include <algorithm>

#include "runtime/disassembler.h"
#include "tests/fuzz/image_bytes.h"
#include "tests/fuzz/law.h"
#include "tests/fuzz/rig.h"
#include "tests/fuzz/targets.h"
#include "tests/runtime/sample_image.h"

namespace lintel::fuzz {
namespace {

constexpr std::uint32_t enough_rules = 1000;

void append(void* to, std::string_view text) { static_cast<std::string*>(to)->append(text); }

// Whether it loads; if it does, uses it in every way.
bool use(std::string_view bytes) {
  const auto rig = Rig::load(as_bytes(bytes));
  if (rig == nullptr) return false;
  std::vector<std::string> events = events_for(rig->view());
  events.insert(events.end(), std::begin(test::sample_events), std::end(test::sample_events));
  std::vector<std::string> answers;
  for (const std::string& event : events) {
    const Outcome outcome = rig->evaluate(event);
    check_outcome(event, outcome);
    answers.push_back(shown(outcome));
    std::uint64_t steps = 0;
    require_same(answers.back(), shown(rig->evaluate(event, steps)), "a tracer changes the answer");
    require(steps <= rig->most_steps(), "more steps than the runtime states", event);
  }
  // Nothing is left of one event when the next one comes.
  rig->renew();
  for (std::size_t i = events.size(); i-- > 0;)
    require_same(answers[i], shown(rig->evaluate(events[i])), "another answer in another order");
  // A stripped image says how many there are, and has no rows for them.
  const std::uint32_t rules = std::min(rig->ruleset().rule_count(), enough_rules);
  for (std::uint32_t i = 0; i < rules; ++i) rig->ruleset().rule(i);
  std::string listing;
  runtime::disassemble(rig->ruleset(), {append, &listing});
  require(!listing.empty(), "an image that cannot be shown");
  return true;
}

}  // namespace

void image_law(std::string_view input) {
  use(input);
  use(sealed(input));
}

void sealed_image_law(std::string_view input) { use(put_together(take_apart(input))); }

}  // namespace lintel::fuzz
