// SPDX-License-Identifier: Apache-2.0
// --timeout: how long a function has for an event.
#pragma once

#include <cstdint>
#include <optional>

#include "compiler/cli/arguments.h"
#include "compiler/cli/environment.h"

namespace lintel::cli {

// In milliseconds. Nothing, after a complaint, if it is no number from 1 to a day.
std::optional<std::int64_t> timeout_of(const Arguments& arguments, Environment& environment);

}  // namespace lintel::cli
