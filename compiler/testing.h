// SPDX-License-Identifier: Apache-2.0
// The front door for tests: runs the `test` blocks of rules files and says what they cover.
//
// Each event is answered by the image as compile() makes it, and once more, to find out why, by one
// in which every part of every condition is decided on its own. Both have to agree.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/compiler.h"
#include "runtime/lintel.h"

namespace lintel {

// A value that a part of a condition looked at.
struct TestedValue {
  std::string expression;
  std::string text;
  bool present = false;
  bool is_text = false;
};

// A part of a condition, as one test decided it.
struct TestedPart {
  std::string expression;
  Truth truth = Truth::absent;
  std::vector<TestedValue> values;
};

// What one rule did in one test. A rule that an earlier rejection kept from being asked has no
// parts.
struct TestedRule {
  std::uint32_t rule = 0;  // in TestReport::rules
  bool fired = false;
  std::vector<TestedPart> parts;
};

struct TestResult {
  std::string name;
  Span span;  // the whole test
  bool passed = false;
  std::string expected;             // as written, without `expect`
  std::string outcome;              // as actions: what came
  std::vector<std::string> wrong;   // what differed, a line each
  std::vector<TestedRule> reasons;  // if it failed: the rules that fired, or should have
};

// A part of a condition in all tests: how often it had each outcome, by Truth.
struct CoveredPart {
  Span span;
  std::string expression;
  std::uint8_t possible = 0;  // a mask of bits by Truth; the others do not count
  std::array<std::size_t, 3> seen{};
};

struct CoveredRule {
  std::string name;  // empty if it has none
  Span span;
  bool can_fire = true;
  std::size_t fired = 0;
  std::vector<CoveredPart> parts;
};

struct TestReport {
  std::vector<Finding> findings;
  bool ok = false;             // false: an error kept the tests from running
  bool agreed = true;          // false: the two images differ, which is a bug of Lintel
  std::size_t test_count = 0;  // with those that the filter left out
  std::vector<TestResult> results;
  std::vector<CoveredRule> rules;

  // Outcomes of the rules and parts above: a rule can fire, a part can be what `possible` says.
  std::size_t possible() const;
  std::size_t covered() const;
};

// What the rules see of the world, in every test the same. Random bytes count up from 0 in every
// test: 0, 1, 2 and so on.
struct TestWorld {
  Instant now{1'767'225'600, 0};                               // 2026-01-01T00:00:00Z
  std::vector<std::pair<std::string, std::string>> variables;  // the last of a name counts
};

// Runs the tests whose name holds `filter`, in the order in which they stand.
TestReport run_tests(std::span<const Source> sources, const CompileOptions& options,
                     std::string_view filter, const TestWorld& world = {});

}  // namespace lintel
