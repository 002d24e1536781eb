// SPDX-License-Identifier: Apache-2.0
// One line that says what became of an event.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "compiler/cli/local/effect_sink.h"
#include "runtime/lintel.h"

namespace lintel::cli {

// The event's triggerSource, fit to be shown, or "event" if it has none.
std::string shown_source(std::string_view event);

// Such as `PostConfirmation_ConfirmSignUp: answered; fired "group" (x.rules:3); effects addToGroup;
// failed addToGroup; 1200 us`, and a line end. The time is that of the effects, too.
std::string decision_line(std::string_view source, const Outcome& outcome,
                          const EffectsReport& effects, const Ruleset& ruleset,
                          std::int64_t nanoseconds);

}  // namespace lintel::cli
