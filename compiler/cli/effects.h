// SPDX-License-Identifier: Apache-2.0
// Effects as JSON lines: `lintel run --effects FILE`.
#pragma once

#include <cstdint>
#include <string>

#include "runtime/lintel.h"

namespace lintel::cli {

// A line for each effect:
// {"effect":NAME,"arguments":{...},"onFailure":...,"rule":NUMBER,"ruleName":TEXT}, the name only if
// the rule has one. With `event`, which counts from 1, a line starts with its number.
std::string effect_lines(const Outcome& outcome, const Ruleset& ruleset, std::uint64_t event = 0);

}  // namespace lintel::cli
