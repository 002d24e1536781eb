// SPDX-License-Identifier: Apache-2.0
// A run of `lintel bench` as JSON, for programs and for the next run. README.md has its fields.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "compiler/cli/bench/comparison.h"
#include "compiler/cli/bench/figures.h"

namespace lintel::cli {

// `comparison` may be null.
std::string run_json(const Run& run, const Comparison* comparison);

// What run_json() wrote, without the comparison. Nothing, with `why`, if it did not write this;
// `why` goes on after the name of the file.
std::optional<Run> read_run(std::string_view json, std::string& why);

}  // namespace lintel::cli
