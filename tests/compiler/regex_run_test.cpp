// SPDX-License-Identifier: Apache-2.0
// Which patterns are runs, and that a run says what its automaton says.
#include "compiler/regex/run.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "compiler/regex/regex.h"
#include "runtime/dfa.h"

namespace lintel::compiler::regex {
namespace {

Automaton automaton_of(std::string_view pattern) {
  const auto made = compile(pattern);
  EXPECT_TRUE(std::holds_alternative<Automaton>(made)) << pattern;
  return *std::get_if<Automaton>(&made);
}

image::DfaRow row_of(const Run& run) {
  image::DfaRow row{};
  std::copy(run.first.begin(), run.first.end(), row.run_first);
  std::copy(run.rest.begin(), run.rest.end(), row.run_rest);
  row.run_least = run.least;
  row.run_most = run.most;
  return row;
}

// All texts of up to `longest` characters of these.
std::vector<std::string> texts(const std::vector<std::string>& characters, std::size_t longest) {
  std::vector<std::string> all = {""};
  for (std::size_t begin = 0, length = 0; length < longest; ++length) {
    const std::size_t end = all.size();
    for (; begin < end; ++begin) {
      for (const std::string& c : characters) all.push_back(all[begin] + c);
    }
  }
  return all;
}

TEST(RegexRun, SaysWhatTheAutomatonSays) {
  const std::vector<std::string> all = texts({"a", "b", "-", "A", "\n", "\xc3\xa9"}, 5);
  for (const std::string_view pattern :
       {"^[ab]{2,4}$", "^a[ab]*$", "^[a-z][ab-]{1,3}$", "^a+$", "^a*$", "^[ab]$", "^aaa$", "^ab?b$",
        "^[^\\x00-\\x60é\\x{80}-\\x{10ffff}]{2,}$", "(?i)^a[b]{0,2}$", "^-a{1,}$",
        R"(\A[ab]{3}\z)"}) {
    const Automaton automaton = automaton_of(pattern);
    const auto run = run_of(automaton);
    ASSERT_TRUE(run.has_value()) << pattern;
    const image::DfaRow row = row_of(*run);
    for (const std::string& text : all) {
      ASSERT_EQ(runtime::matches_run(row, text), matches(automaton, text))
          << pattern << " on " << text;
    }
  }
}

TEST(RegexRun, OtherPatternsKeepTheirAutomaton) {
  for (const std::string_view pattern :
       {"a", "^a", "a$", "^(ab)*$", "^(aa)*$", "^a|b$", "^aba$", "^[^a]*$", "^é$", ".", "^$", "",
        "[^\\s\\S]", "^a{2}b{2}$", "^(a|bb)$", "^[ab]*b$"}) {
    EXPECT_FALSE(run_of(automaton_of(pattern)).has_value()) << pattern;
  }
}

}  // namespace
}  // namespace lintel::compiler::regex
