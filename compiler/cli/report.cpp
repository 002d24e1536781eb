// SPDX-License-Identifier: Apache-2.0
// Complaints and advice.
#include "compiler/cli/report.h"

#include <fmt/format.h>

namespace lintel::cli {

void complain(Environment& environment, std::string_view message) {
  environment.err.write(fmt::format("lintel: {}\n", message));
}

void advise(Environment& environment, std::string_view command_line) {
  environment.err.write(fmt::format("Try `{}`.\n", command_line));
}

}  // namespace lintel::cli
