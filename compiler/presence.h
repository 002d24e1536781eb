// SPDX-License-Identifier: Apache-2.0
// Presence: whether an expression can be absent, given what its guards say.
//
// Facts are sets of value numbers that are known to be present. A guard that is true, or false,
// yields facts; the expression that it guards is graded under them. See "Absence" in
// grammar/language.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <unordered_map>
#include <utility>
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
  Facts() = default;
  explicit Facts(std::vector<std::uint32_t> values);  // in any order

  bool contains(std::uint32_t value) const;
  void add(std::uint32_t value);
  void add_present(const Typed& node);  // the node, and whatever it needs to be present
  void add(const Facts& other);
  static Facts in_both(const Facts& a, const Facts& b);

  const std::vector<std::uint32_t>& values() const { return values_; }  // ascending

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

// The facts that hold at the part of an expression that is being graded: a stack, to which each
// guard adds what it says, and from which that is taken when the guarded part ends. To add and to
// take away costs the new facts only, however many hold.
class HeldFacts {
 public:
  bool contains(std::uint32_t value) const { return value < held_.size() && held_[value]; }
  std::size_t size() const { return stack_.size(); }
  void add(const Facts& facts);
  void shrink(std::size_t size);  // to what it was

  // Equal for facts that were added in the same order.
  std::uint32_t state();

 private:
  struct Fact {
    std::uint32_t value;
    std::uint32_t state;  // of the facts up to this one; 0 if nobody asked yet
  };
  std::vector<bool> held_;  // by value number
  std::vector<Fact> stack_;
  std::unordered_map<std::uint64_t, std::uint32_t> states_;  // of a state and one more value
};

// Grades expressions; remembers what it has graded, so that lets which are used many times cost
// little.
class Presence {
 public:
  Graded grade(const Typed& node, const Facts& facts);

  // Under the facts that the caller holds itself, by held().
  Graded grade(const Typed& node);
  HeldFacts& held() { return facts_; }

 private:
  Graded compute(const Typed& node);
  Graded chain(const Typed& node, bool truth);

  HeldFacts facts_;
  std::map<std::pair<const Typed*, std::uint32_t>, Graded> known_;
};

}  // namespace lintel::compiler
