// SPDX-License-Identifier: Apache-2.0
// A run of `lintel bench` for people.
#pragma once

#include <string>

#include "compiler/cli/bench/comparison.h"
#include "compiler/cli/bench/figures.h"

namespace lintel::cli {

// `before` and `comparison` belong together; both may be null.
std::string run_table(const Run& run, const Run* before, const Comparison* comparison);

}  // namespace lintel::cli
