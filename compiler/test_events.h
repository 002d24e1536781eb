// SPDX-License-Identifier: Apache-2.0
// The events that tests start from.
#pragma once

#include <string_view>

#include "compiler/json.h"

namespace lintel::compiler {

// A valid, realistic event of a source of triggers.def (default_events.def).
Json default_event(std::string_view source);

}  // namespace lintel::compiler
