// SPDX-License-Identifier: Apache-2.0
// One instruction of any kind in an image that is sound around it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "runtime/instruction.h"
#include "tests/runtime/image_sketch.h"

namespace lintel::exhaustive {

using image::InstructionRow;
using image::Kind;
using image::Opcode;
using runtime::InstructionInfo;
using runtime::Operand;
using test::Number;

// Registers: two of each kind, in the order of the kinds and then the other way round. Two
// constants, tables, patterns, effects, rules and variables each. The program has a field of each
// kind; another program stands before it and one behind it, with fields of their own.
class InstructionSketch {
 public:
  explicit InstructionSketch(Opcode opcode);

  // The instruction with operands that it may have. Register `n` of the kind that it wants, 0 or 1.
  const InstructionRow& row() const { return row_; }
  Number place() const { return place_; }  // of the instruction
  Number first() const { return first_; }  // instruction of its program
  Number end() const { return end_; }      // behind the last instruction of its program
  Number first_field() const { return first_field_; }
  Number field_count() const { return field_count_; }

  // The image with `row` in its place, and the register files as they are.
  test::Bytes with(const InstructionRow& row);

  // The registers of a kind are these.
  static constexpr Number register_count = 2 * image::kind_count;
  static Number register_of(Kind kind, bool second) {
    const auto number = static_cast<Number>(kind);
    return second ? register_count - 1 - number : number;
  }
  static Kind kind_of(Number number) {
    return static_cast<Kind>(number < image::kind_count ? number : register_count - 1 - number);
  }

  static constexpr Number constants = 2;  // of each sort

 private:
  void add_index();
  std::uint32_t operand(Operand operand) const;

  test::ImageSketch sketch_;
  Opcode opcode_;
  InstructionRow row_{};
  Number place_ = 0;
  Number first_ = 0;
  Number end_ = 0;
  Number first_field_ = 0;
  Number field_count_ = 0;
};

// Why load() refuses an image; nothing if it does not.
std::optional<FaultKind> refusal(const test::Bytes& image);

}  // namespace lintel::exhaustive
