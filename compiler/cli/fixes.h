// SPDX-License-Identifier: Apache-2.0
// Applies fix-its to sources.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "compiler/compiler.h"

namespace lintel::cli {

// Applies the fix-it of each finding that has exactly one, unless it would touch text that an
// earlier one has changed. Says for each source how many fix-its changed it.
std::vector<std::size_t> apply_fixes(std::span<const Finding> findings,
                                     std::vector<Source>& sources);

}  // namespace lintel::cli
