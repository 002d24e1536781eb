// SPDX-License-Identifier: Apache-2.0
// What no text of a rules file may hold, wherever it stands.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "grammar/finding.h"

namespace lintel::grammar {

// Adds findings for bytes that are not UTF-8, NUL bytes and bidirectional control characters.
void check_text(std::string_view text, std::uint32_t file, std::vector<Finding>& findings);

}  // namespace lintel::grammar
