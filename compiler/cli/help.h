// SPDX-License-Identifier: Apache-2.0
// The help texts, from commands.def.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/cli/command.h"

namespace lintel::cli {

std::vector<std::string_view> command_names();

// All commands, a line each.
std::string overview();

// One command: what it does, its flags and exit codes.
std::string help(const CommandRow& command);

}  // namespace lintel::cli
