// SPDX-License-Identifier: Apache-2.0
// Looking names up counts as comparing does: after nearly all that an evaluation may compare, a
// large object is not looked through any more.
#include <gtest/gtest.h>

#include <string>

#include "runtime/limits.h"
#include "runtime/values.h"
#include "tests/runtime/list_sketch.h"

namespace lintel::test {
namespace {

using enum Opcode;

std::string object_of(std::size_t bytes) {
  return R"({"o":{"k":"v","x":")" + std::string(bytes, 'x') + "\"}}";
}

// A look-up by `opcode`, and what it found.
void look_up(ImageSketch& s, Opcode opcode) {
  const Number name = s.text("k");
  if (opcode == test_member) return s.show_outcome(test_member, name, s.slot("o"));
  const Number to = s.reg(Kind::text);
  s.emit(opcode, to, s.slot("o"), name, opcode == member_as ? static_cast<Number>(Kind::text) : 0);
  s.show(to, Kind::text);
}

std::string after_comparing(Opcode opcode, std::size_t bytes) {
  ImageSketch s({{"o", ReadAs::object}});
  constexpr std::uint32_t length = limits::max_list_elements;
  constexpr std::uint32_t rounds = limits::max_compared_cells / length;  // leaves 3,328 cells
  const Number letters = s.reg(Kind::list);
  s.emit(split, letters, s.text(std::string(length, 'x')), s.text(""));
  const Number element = s.reg(Kind::integer);
  const Number sought = s.text("xx");
  // Two loops, because a list cannot have so many elements.
  const Number lists[] = {counted(s, 2441), counted(s, rounds - 2441)};
  for (const Number list : lists) {
    loop_over(s, next, list, element, 0,
              [&] { s.land(s.emit(test_same_in, sought, letters, 0, 0, if_no)); });
  }
  look_up(s, opcode);
  return Engine(s.finish()).logs(object_of(bytes)).front();
}

constexpr std::string_view too_many =
    "fault: the loops and comparisons of the rules take more steps than an evaluation may";

TEST(Effort, IsTakenForAMemberOfALargeObject) {
  EXPECT_EQ(after_comparing(member, 250'000), too_many);
}

TEST(Effort, IsTakenForAMemberByItsKind) {
  EXPECT_EQ(after_comparing(member_as, 250'000), too_many);
}

TEST(Effort, IsTakenForTheNamesOfALargeObject) {
  EXPECT_EQ(after_comparing(test_member, 250'000), too_many);
}

TEST(Effort, IsLeftForASmallerObject) { EXPECT_EQ(after_comparing(member, 200'000), "v"); }

TEST(Effort, IsEnoughForALargeObjectOrTwo) {
  for (const Opcode opcode : {member, member_as, test_member}) {
    ImageSketch s({{"o", ReadAs::object}});
    look_up(s, opcode);
    look_up(s, opcode);
    const std::string found = opcode == test_member ? "true" : "v";
    EXPECT_EQ(Engine(s.finish()).logs(object_of(1'000'000)),
              (std::vector<std::string>{found, found}));
  }
}

TEST(Effort, IsSpentByParts) {
  runtime::Effort effort{10};
  effort.spend(std::size_t{3});
  EXPECT_EQ(effort.left, 7U);
  effort.spend(std::size_t{0});
  EXPECT_EQ(effort.left, 7U);
  effort.spend(std::size_t{6});
  EXPECT_FALSE(effort.is_spent());
  effort.spend(std::size_t{1});
  EXPECT_TRUE(effort.is_spent());
  effort = {10};
  effort.spend(std::size_t{11});
  EXPECT_EQ(effort.left, 0U);
  effort = {10};
  effort.spend((std::size_t{1} << 32) + 1);
  EXPECT_EQ(effort.left, 0U);
}

}  // namespace
}  // namespace lintel::test
