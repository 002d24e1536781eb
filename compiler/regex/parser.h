// SPDX-License-Identifier: Apache-2.0
// Patterns in RE2's syntax to trees.
#pragma once

#include <string_view>
#include <variant>

#include "compiler/regex/error.h"
#include "compiler/regex/syntax.h"

namespace lintel::compiler::regex {

// `pattern` is UTF-8. The counts of repetitions are not written out yet: Node::size says how large
// that will be.
std::variant<Tree, Error> parse(std::string_view pattern);

}  // namespace lintel::compiler::regex
