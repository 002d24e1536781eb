// SPDX-License-Identifier: Apache-2.0
// What every command says in the same words, on standard error.
#pragma once

#include <string_view>

#include "compiler/cli/environment.h"

namespace lintel::cli {

// "lintel: MESSAGE"
void complain(Environment& environment, std::string_view message);

// Where to read on after a usage error.
void advise(Environment& environment, std::string_view command_line);

}  // namespace lintel::cli
