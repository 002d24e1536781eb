// SPDX-License-Identifier: Apache-2.0
// The events that are measured with, as the command line names them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/cli/arguments.h"
#include "compiler/cli/environment.h"

namespace lintel::cli {

struct BenchEvent {
  std::string name;  // the file, with the line if it holds several
  std::string text;
};

// Of all --event EVENT..., in order; of a folder, the files `*.json` in it, by name. With --ndjson
// each line of a file that is not blank is one. Nothing, after a complaint, if there is none, or
// one cannot be read.
std::optional<std::vector<BenchEvent>> read_events(const Arguments& arguments,
                                                   Environment& environment);

}  // namespace lintel::cli
