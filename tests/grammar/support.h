// SPDX-License-Identifier: Apache-2.0
// What the tests of the grammar share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "grammar/ast.h"
#include "grammar/finding.h"

namespace lintel::grammar {

struct Parsed {
  explicit Parsed(std::string source);

  std::string text;
  std::vector<Finding> findings;
  File file;
};

// The tree of `expression` with all its brackets: (+ a (* b c)). Findings fail the test.
std::string shape(std::string_view expression);
std::string shape(const Expr& expr);

// The first argument of `then f(ARGUMENT)`, where templates are read.
std::string argument_shape(std::string_view argument);

// Where ⟦...⟧ stands in `marked`, and the text without the marks.
struct Marked {
  explicit Marked(std::string_view marked);

  std::string text;
  Span span;
};

// The findings, one a line: code, [begin, end), message.
std::string list(const std::vector<Finding>& findings);

// `text` after the edits.
std::string apply(std::string text, const FixIt& fix);

// The outline without the places.
std::string structure(const File& file);

// Rules files without errors that together hold every form of the language.
const std::vector<std::string>& samples();

}  // namespace lintel::grammar
