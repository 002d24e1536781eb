// SPDX-License-Identifier: Apache-2.0
// What has to stay right when rules become many or long: numbers of values, the facts behind a long
// chain, sets of conditions, and comments that silence.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

#include "compiler/presence.h"
#include "compiler/proofs/condition_sets.h"
#include "compiler/typed.h"
#include "tests/compiler/support.h"

namespace lintel::testing {
namespace {

using compiler::Facts;
using compiler::HeldFacts;
using compiler::Typed;
using compiler::TypedTree;
using compiler::proofs::ConditionSet;
using compiler::proofs::KnownConditions;

// More than any table of a few rules holds, so that tables grow several times.
constexpr std::uint32_t many = 20'000;

TEST(ValueNumbers, AreEqualForEqualValuesAlone) {
  TypedTree tree;
  std::vector<std::uint32_t> numbers;
  for (std::uint32_t i = 0; i < many; ++i)
    numbers.push_back(tree.text(std::to_string(i), {})->value);
  for (std::uint32_t i = 0; i < many; ++i) {
    EXPECT_EQ(numbers[i], i);
    EXPECT_EQ(tree.text(std::to_string(i), {})->value, i);
  }
  EXPECT_EQ(tree.integer(7, {})->value, many);
  EXPECT_NE(tree.integer(7, {})->value, tree.text("7", {})->value);
}

TEST(ValueNumbers, GoByOperands) {
  TypedTree tree;
  const auto* boolean = compiler::Types::of(compiler::TypeKind::boolean);
  const Typed* a = tree.leaf(compiler::Kind::environment, boolean, "A", 0, {});
  const Typed* b = tree.leaf(compiler::Kind::environment, boolean, "B", 0, {});
  const auto both = [&](const Typed* x, const Typed* y) {
    return tree.make(compiler::Kind::all_of, boolean, {x, y}, {})->value;
  };
  EXPECT_EQ(both(a, b), both(a, b));
  EXPECT_NE(both(a, b), both(b, a));
}

TEST(HeldFacts, EndWithWhatTheyWereHeldFor) {
  HeldFacts held;
  held.add(Facts({3, 1}));
  const auto outside = held.state();
  const std::size_t before = held.size();
  held.add(Facts({1, 900}));
  EXPECT_TRUE(held.contains(900));
  EXPECT_NE(held.state(), outside);
  const auto inside = held.state();
  held.shrink(before);
  EXPECT_FALSE(held.contains(900));
  EXPECT_TRUE(held.contains(1));
  EXPECT_EQ(held.state(), outside);
  held.add(Facts({900}));
  EXPECT_EQ(held.state(), inside);
}

TEST(HeldFacts, ReachFromTheFirstPartOfALongChainToTheLast) {
  std::string chain = "has(attr.first)";
  for (std::uint32_t i = 0; i < 2000; ++i)
    chain += fmt::format(" && (attr.a{0} ?? \"\") == \"{0}\"", i);
  const auto denies = [&](const std::string& last) {
    return findings_of_rule("when " + chain + " && " + last + " then reject(\"no\")");
  };
  EXPECT_EQ(denies("attr.first == \"x\""), "");
  EXPECT_EQ(denies("attr.second == \"x\""), "E0401 attr.second");
}

TEST(KnownConditions, FindOneThatLeavesAPartOut) {
  ConditionSet large;
  for (std::uint32_t i = 0; i < 100; ++i) large.push_back(2 * i);
  for (const std::size_t left_out : {0U, 1U, 50U, 99U}) {
    ConditionSet known = large;
    known.erase(known.begin() + static_cast<std::ptrdiff_t>(left_out));
    KnownConditions conditions;
    conditions.add({known}, 7);
    EXPECT_EQ(conditions.implied_by({large}), 7U) << left_out;
    EXPECT_EQ(conditions.implied_by({known}), 7U) << left_out;
    known.front() += 1;
    EXPECT_EQ(conditions.implied_by({known}), KnownConditions::none) << left_out;
  }
}

TEST(KnownConditions, FindTheEmptyOneAndSingleParts) {
  KnownConditions single;
  single.add({{5}}, 1);
  EXPECT_EQ(single.implied_by({{1, 2, 3, 4, 5, 6, 7}}), 1U);
  EXPECT_EQ(single.implied_by({{4, 5}}), 1U);
  EXPECT_EQ(single.implied_by({{4, 6}}), KnownConditions::none);
  KnownConditions always;
  always.add({{}}, 2);
  EXPECT_EQ(always.implied_by({{1}}), 2U);
  EXPECT_EQ(always.implied_by({{1, 2, 3, 4, 5, 6, 7}}), 2U);
}

}  // namespace
}  // namespace lintel::testing
