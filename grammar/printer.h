// SPDX-License-Identifier: Apache-2.0
// Tree to text: as rules that parse to the same tree again, and as an outline for people.
#pragma once

#include <string>
#include <string_view>

#include "grammar/ast.h"

namespace lintel::grammar {

// The file as rules text, in the canonical layout. parse(print(f)) prints the same again.
std::string print(const File& file);

// One expression as rules text, with only the parentheses that it needs.
std::string print(const Expr& expr);

// A string literal in double quotes, escaped so that it is read back as `value`. With
// `interpolating`, a `${` in it is escaped too.
std::string quote(std::string_view value, bool interpolating);

// The tree, one node a line, indented; what `lintel check --dump=ast` shows.
std::string outline(const File& file);

}  // namespace lintel::grammar
