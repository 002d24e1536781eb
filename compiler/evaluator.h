// SPDX-License-Identifier: Apache-2.0
// Evaluators for tools: want of memory is what it is for every other allocation of theirs, and not
// a fault of each event.
#pragma once

#include "runtime/lintel.h"

namespace lintel {

// If there is no memory, calls the new-handler until there is some; without one, aborts. `host` as
// for Evaluator.
Evaluator make_evaluator(const Ruleset& ruleset, Host* host);

}  // namespace lintel
