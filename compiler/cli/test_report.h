// SPDX-License-Identifier: Apache-2.0
// The report of `lintel test`, in the formats that it has.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "compiler/testing.h"
#include "grammar/source.h"

namespace lintel::cli {

class TestPrinter {
 public:
  TestPrinter(const TestReport& report, std::span<const Source> sources);

  std::size_t failed() const { return failed_; }

  std::string human(bool quiet) const;  // quiet: without the tests that passed
  std::string json() const;
  std::string junit() const;
  std::string tap() const;

  // Every rule and part, with how often it had which outcome; `!` marks what is missing.
  std::string listing() const;

  // What no test has covered, a line each.
  std::string missing() const;

 private:
  std::string place(const Span& span) const;  // FILE:LINE
  std::string details(const TestResult& result) const;
  std::string rule_line(const CoveredRule& rule) const;
  std::string summary() const;

  const TestReport& report_;
  std::span<const Source> sources_;
  std::vector<grammar::LineTable> lines_;
  std::size_t failed_ = 0;
};

}  // namespace lintel::cli
