// SPDX-License-Identifier: Apache-2.0
// An input is the first letter of a ruleset (event_rules.h), then one event after the other. One
// evaluator answers them all; fresh ones answer one each.
#include <map>

#include <nlohmann/json.hpp>

#include "tests/fuzz/event_rules.h"
#include "tests/fuzz/law.h"
#include "tests/fuzz/rig.h"
#include "tests/fuzz/targets.h"

namespace lintel::fuzz {
namespace {

// A fault that says what is wrong with the event's text.
bool is_unreadable(const Outcome& outcome) {
  if (outcome.kind() != OutcomeKind::fault) return false;
  switch (outcome.fault().kind) {
    case FaultKind::event_malformed:
    case FaultKind::event_truncated:
    case FaultKind::event_encoding:
    case FaultKind::event_not_object: return true;
    default: return false;
  }
}

// The event as a peer reads it. Numbers that are too large for a double are JSON, and no error of
// ours. The peer takes a zero byte for the end of the text; no JSON text has one.
void check_reading(std::string_view event, const Outcome& outcome) {
  if (event.find('\0') != std::string_view::npos) {
    require(outcome.kind() == OutcomeKind::fault, "an event with a zero byte is read", event);
    return;
  }
  const auto json = nlohmann::json::parse(with_small_numbers(event), nullptr, false);
  if (is_unreadable(outcome))
    require(!json.is_object(), "an event that is JSON is refused", event);
  else if (outcome.kind() != OutcomeKind::fault)
    require(json.is_object(), "an event that is no JSON object is answered", event);
}

}  // namespace

void event_law(std::string_view input) {
  if (input.empty()) return;
  const EventRules& rules = event_rules(input.front());
  const auto warm = Rig::load(rules.image);
  const auto fresh = Rig::load(rules.image);
  require(warm != nullptr && fresh != nullptr, "an image that does not load", rules.rules);
  // What the warm one has learned before the events come.
  for (int i = 0; i < 2; ++i)
    for (const std::string& event : rules.events) warm->evaluate(event);

  for (const std::string_view part : parts_of(input.substr(1))) {
    const Alone event(part);
    fresh->renew();
    const Outcome outcome = fresh->evaluate(event.text());
    check_outcome(event.text(), outcome);
    check_reading(event.text(), outcome);
    const std::string answer = shown(outcome) + std::string(outcome.body());
    for (int i = 0; i < 2; ++i) {
      const Outcome of_warm = warm->evaluate(event.text());
      require_same(answer, shown(of_warm) + std::string(of_warm.body()),
                   "what was learned changes the answer");
    }
  }
}

}  // namespace lintel::fuzz
