// SPDX-License-Identifier: Apache-2.0
// The groups of characters that a pattern can name.
//
// The tables of Unicode (categories.def, scripts.def, folding.def) are written by
// unicode_tables.py.
#pragma once

#include <string_view>

#include "compiler/regex/char_set.h"

namespace lintel::compiler::regex {

// Adds the group of \p{NAME}: a general category of one or two letters, a script, or Any. False if
// there is none of this name.
bool add_unicode_group(std::string_view name, CharSet& to);

// Adds the group of [[:NAME:]]. False if there is none of this name.
bool add_posix_group(std::string_view name, CharSet& to);

// Adds the group of \d, \s or \w. False for another letter.
bool add_perl_group(char letter, CharSet& to);

}  // namespace lintel::compiler::regex
