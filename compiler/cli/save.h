// SPDX-License-Identifier: Apache-2.0
// Writing a file whole or not at all.
#pragma once

#include <string_view>

#include "compiler/cli/environment.h"

namespace lintel::cli {

// False, after a complaint, if the file cannot be written; then what stood there still does.
bool save(std::string_view path, std::string_view content, Environment& environment);

// The complaint for a file that cannot be written.
void complain_unwritable(std::string_view path, std::string_view why, Environment& environment);

}  // namespace lintel::cli
