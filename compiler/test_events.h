// SPDX-License-Identifier: Apache-2.0
// The events that tests start from.
#pragma once

#include <string_view>

#include "compiler/json.h"
#include "compiler/schema.h"

namespace lintel::compiler {

// A valid, realistic event of a source of the trigger (default_events.def).
Json default_event(std::string_view source, schema::Trigger trigger);

}  // namespace lintel::compiler
