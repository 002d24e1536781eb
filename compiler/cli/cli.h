// SPDX-License-Identifier: Apache-2.0
// The command line as a function.
#pragma once

#include <span>
#include <string_view>

#include "compiler/cli/command.h"
#include "compiler/cli/environment.h"

namespace lintel::cli {

// Carries out a command line, given without the name of the program, and flushes the outputs. If
// one cannot be written, the code is `internal`; a lost reader of standard error changes nothing.
ExitCode carry_out(std::span<const std::string_view> words, Environment& environment);

}  // namespace lintel::cli
