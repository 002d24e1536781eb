// SPDX-License-Identifier: Apache-2.0
// Parts of conditions as people wrote them: what traces and coverage show.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "compiler/compiler.h"
#include "compiler/typed.h"

namespace lintel::compiler {

// The text of the expression in its file, on one line and without comments; of what a let stands
// for, the text of the let. What is too long for that is printed (typed_printer.h).
std::string as_written(const Typed& node, std::span<const Source> sources);

// Blanks, line ends and comments become one space; strings stay.
std::string on_one_line(std::string_view text);

// The same of an operand of `node`, by the name of the let if it is one.
std::string operand_as_written(const Typed& operand, const Typed& node,
                               std::span<const Source> sources);

}  // namespace lintel::compiler
