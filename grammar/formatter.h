// SPDX-License-Identifier: Apache-2.0
// Rules text in its usual layout. Only white space changes: each word, literal and comment stays,
// in its order, and so does the line on which it stands, but for what is said here.
#pragma once

#include <string>
#include <string_view>

#include "grammar/ast.h"

namespace lintel::grammar {

// `text`, which was parsed to `file` without an error, in this layout:
//
// - Items start on lines of their own. In one that takes several lines, so do `when`, `then`,
//   `given` and `expect`, unless it has a comment between them that may be meant for one line.
// - Other lines are broken where the author has broken them. Such a line is indented by two spaces,
//   and by two more than the line that has opened the bracket around it.
// - One space stands between tokens, none inside of brackets, before commas and behind names that
//   are called. Comments behind the code of lines that follow each other start in one column.
// - At most one empty line stands between two others, none at either end of the text or of
//   brackets.
// - Lines end in LF alone, the last one too, and no blanks stand before that. No byte order mark
//   is left.
//
// format(format(t)) is format(t).
std::string format(std::string_view text, const File& file);

}  // namespace lintel::grammar
