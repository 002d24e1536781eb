// SPDX-License-Identifier: Apache-2.0
// Text to tree. The parser goes on after an error at the next line that opens an item, so that all
// errors of a file are found in one run.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "grammar/ast.h"
#include "grammar/finding.h"

namespace lintel::grammar {

// Parses `text`, the source with index `file`. Errors are added to `findings`; items that could not
// be read are left out of the tree. The tree holds views of `text`, which must outlive it.
File parse(std::string_view text, std::uint32_t file, std::vector<Finding>& findings);

}  // namespace lintel::grammar
