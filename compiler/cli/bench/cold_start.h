// SPDX-License-Identifier: Apache-2.0
// From exec to the posted answer: the function that `lintel package` makes of the rules, started
// anew each time beside a Runtime API on loopback.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/cli/arguments.h"
#include "compiler/cli/environment.h"
#include "compiler/cli/given_host.h"
#include "compiler/cli/loaded.h"

namespace lintel::cli {

struct ColdStarts {
  std::vector<double> nanoseconds;
  std::optional<std::int64_t> peak_memory_bytes;  // of one process at most
  std::string left_out;                           // why there are none; otherwise empty
};

// `event` asks for no effects, and is answered or rejected as `kind` says. Nothing, after a
// complaint, with `code` set, if the function does not do its work.
std::optional<ColdStarts> measure_cold_starts(const Arguments& arguments, const Loaded& loaded,
                                              std::string_view event, OutcomeKind kind,
                                              const GivenVariables& variables,
                                              Environment& environment, ExitCode& code);

}  // namespace lintel::cli
