// SPDX-License-Identifier: Apache-2.0
// Findings for programs: `lintel check --format json`.
#pragma once

#include <span>
#include <string>

#include "compiler/compiler.h"

namespace lintel::cli {

// An array with an object a finding. A place is given in bytes (offset, from 0), as a line and
// column in code points, and as a column in UTF-16 units (all from 1).
std::string findings_json(std::span<const Finding> findings, std::span<const Source> sources);

}  // namespace lintel::cli
