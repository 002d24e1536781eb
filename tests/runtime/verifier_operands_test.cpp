// SPDX-License-Identifier: Apache-2.0
// Instructions: every register of every one, and every mask.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/runtime/changed_image.h"
#include "tests/runtime/image_sketch.h"
#include "tests/support/wanted_kind.h"

namespace lintel::test {
namespace {

using image::InstructionRow;
using image::Section;
using runtime::InstructionInfo;
using runtime::Operand;

constexpr Number registers = image::kind_count;  // register i is of Kind i
constexpr std::size_t places = 4;

// An image with one instruction, its operands, and everything that they may refer to.
Bytes image_of(std::size_t opcode, const Number (&values)[places], std::uint8_t mask) {
  ImageSketch sketch;
  for (Number i = 0; i < registers; ++i) sketch.reg(static_cast<Kind>(i));
  auto& builder = sketch.builder;
  builder.string("s");
  builder.integer(1);
  builder.list(Kind::text, {builder.string("s")});
  builder.variable("V");
  sketch.pattern();
  sketch.rule("r");
  sketch.effect("e", {});
  int names = 0;
  for (const FieldKind kind :
       {FieldKind::flag, FieldKind::text, FieldKind::entries, FieldKind::items})
    sketch.field("f" + std::to_string(names++), kind, FieldDefault::no);
  sketch.emit(static_cast<Opcode>(opcode), values[0], values[1], values[2], values[3], mask);
  return sketch.finish();
}

// Operands that are in order. `field`: if there is one, this.
void choose(const InstructionInfo& instruction, Number field, Number (&values)[places]) {
  for (std::size_t i = 0; i < places; ++i) {
    const Operand operand = instruction.operands[i];
    values[i] = 0;
    if (const auto kind = wanted_kind(operand)) values[i] = static_cast<Number>(*kind);
    if (operand == Operand::sequence) values[i] = static_cast<Number>(Kind::list);
    if (operand == Operand::same || operand == Operand::value_kind) values[i] = values[0];
    if (operand == Operand::field) values[i] = field;
    if (operand == Operand::length || operand == Operand::target) values[i] = 1;
  }
}

// True if there are operands for it; not for what needs other instructions or an index, nor for the
// end of the program, which is there anyway.
bool choose_sound(std::size_t opcode, std::uint8_t mask, Number (&values)[places]) {
  for (Number field = 0; field < 4; ++field) {
    choose(runtime::instruction_set[opcode], field, values);
    if (verdict(image_of(opcode, values, mask)) == "loads") return true;
  }
  return false;
}

TEST(VerifierOperands, RegistersAreOfTheirKind) {
  std::string left_out;
  std::size_t tried = 0;
  for (std::size_t opcode = 0; opcode < runtime::opcode_count; ++opcode) {
    const InstructionInfo& instruction = runtime::instruction_set[opcode];
    const std::uint8_t mask = instruction.mask == runtime::Mask::tests ? if_yes : 0;
    Number values[places] = {};
    if (!choose_sound(opcode, mask, values)) {
      left_out.append(instruction.name).append(" ");
      continue;
    }
    for (std::size_t i = 0; i < places; ++i) {
      const auto kind = wanted_kind(instruction.operands[i]);
      if (!kind && instruction.operands[i] != Operand::any) continue;
      const Number sound = values[i];
      // One of `any` kind goes with the others; the kind of none is no kind at all.
      for (Number other = kind ? 0 : registers; other <= registers; ++other) {
        if (other == sound) continue;
        values[i] = other;
        EXPECT_NE(verdict(image_of(opcode, values, mask)), "loads")
            << instruction.name << " " << i << " " << other;
        ++tried;
      }
      values[i] = sound;
    }
  }
  EXPECT_EQ(left_out, "repeat select advance fire_candidate ");
  EXPECT_GT(tried, 1000U);
}

TEST(VerifierOperands, MasksAreOfOutcomes) {
  for (const Opcode opcode : {Opcode::lower, Opcode::test_present}) {
    const auto number = static_cast<std::size_t>(opcode);
    const bool is_test = runtime::instruction_set[number].mask == runtime::Mask::tests;
    Number values[places] = {};
    ASSERT_TRUE(choose_sound(number, is_test ? if_yes : 0, values));
    for (int mask = 0; mask < 256; ++mask) {
      const bool is_sound = is_test ? mask >= 1 && mask <= 7 : mask == 0;
      EXPECT_EQ(verdict(image_of(number, values, static_cast<std::uint8_t>(mask))) == "loads",
                is_sound)
          << int{is_test} << " " << mask;
    }
  }
}

}  // namespace
}  // namespace lintel::test
