// SPDX-License-Identifier: Apache-2.0
// Random patterns in RE2's syntax, and texts that match them or nearly do.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/regex/syntax.h"
#include "tests/support/program_generator.h"

namespace lintel::generator {

// Most are valid; some are not, in a small way.
std::string make_pattern(Dice& dice);

// Short texts of the characters that patterns are made of.
std::string make_text(Dice& dice);

// A text that the tree matches, its assertions aside.
std::string matching_text(Dice& dice, const compiler::regex::Tree& tree);

// `text` with a character or so added, left out or changed.
std::string mutated(Dice& dice, std::string_view text);

}  // namespace lintel::generator
