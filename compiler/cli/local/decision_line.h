// SPDX-License-Identifier: Apache-2.0
// One line that says what became of an event.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/lintel.h"

namespace lintel::cli {

// The event's triggerSource, fit to be shown, or "event" if it has none.
std::string shown_source(std::string_view event);

// Such as `PreSignUp_SignUp: answered; fired "own domain" (x.rules:3); effects log; 12 us`, and a
// line end.
std::string decision_line(std::string_view source, const Outcome& outcome, const Ruleset& ruleset,
                          std::int64_t nanoseconds);

}  // namespace lintel::cli
