// SPDX-License-Identifier: Apache-2.0
// Presence: whether an expression can be absent, given what its guards say.
//
// Facts are sets of value numbers that are known to be present. A guard that is true, or false,
// yields facts; the expression that it guards is graded under them. See "Absence" in
// grammar/language.md.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "compiler/typed.h"

namespace lintel::compiler {

// From better to worse.
enum class Grade : std::uint8_t {
  present,   // always has a value
  fallible,  // absent only if something fails at run time: the type does not show it
  optional,  // T?: may be absent
};

// A sorted set of value numbers.
class Facts {
 public:
  bool contains(std::uint32_t value) const;
  void add(std::uint32_t value);
  void add_present(const Typed& node);  // the node, and whatever it needs to be present
  void add(const Facts& other);
  static Facts in_both(const Facts& a, const Facts& b);

  friend bool operator<(const Facts& a, const Facts& b) { return a.values_ < b.values_; }

 private:
  std::vector<std::uint32_t> values_;
};

// What is known when `condition` is true, or false.
Facts facts_if(const Typed& condition, bool truth);

// What is known when `node` is present: it, and whatever it needs.
Facts facts_if_present(const Typed& node);

struct Graded {
  Grade grade = Grade::present;
  const Typed* cause = nullptr;  // the first part that makes it so; null if present
  const Typed* site = nullptr;   // where the cause stands in the rule: itself, or the use of a let
};

// Grades expressions; remembers what it has graded, so that lets which are used many times cost
// little.
class Presence {
 public:
  Graded grade(const Typed& node, const Facts& facts);

 private:
  Graded compute(const Typed& node, const Facts& facts);
  Graded chain(const Typed& node, const Facts& facts, bool truth);

  std::map<std::pair<const Typed*, Facts>, Graded> known_;
};

}  // namespace lintel::compiler
