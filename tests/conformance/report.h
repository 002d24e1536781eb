// SPDX-License-Identifier: Apache-2.0
// What a run of the suite comes to: the counts that may only rise, and the page on how the language
// differs.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/conformance/suite.h"
#include "tests/conformance/verdict.h"

namespace lintel::conformance {

// Deliberate differences of single tests, with their reasons, by the id of the test.
using Exceptions = std::map<std::string, std::string>;

// Reads exceptions.txt: an id on a line of its own, below it the reason, indented.
Exceptions read_exceptions(std::string_view text);

struct Judged {
  const Case* test;
  Verdict verdict;
  bool excepted = false;  // wrong or todo, and one of the exceptions
};

// tests/conformance/counts.txt.
std::string counts(const std::vector<Judged>& all);

// The passes of each file, from such a text.
std::map<std::string, int> passes(std::string_view counts);

// grammar/cel.md.
std::string page(const std::vector<Judged>& all, const Exceptions& exceptions);

// The needs that no reason is known for; empty if all is well.
std::vector<std::string> unknown_needs(const std::vector<Judged>& all);

}  // namespace lintel::conformance
