// SPDX-License-Identifier: Apache-2.0
// One instruction of an image, run on registers that the test fills.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "runtime/instruction.h"
#include "runtime/limits.h"
#include "runtime/machine.h"
#include "tests/exhaustive/twin.h"
#include "tests/runtime/fence.h"
#include "tests/runtime/image_sketch.h"

namespace lintel::exhaustive {

using image::Opcode;
using runtime::Cell;
using runtime::InstructionInfo;
using runtime::Operand;
using test::Number;

inline constexpr Number nowhere = image::none;

// What stands in the place of an operand: a register, or one of some constants.
struct Place {
  Number reg = nowhere;
  Kind kind = Kind::text;
  std::vector<Value> constants = {};  // by their numbers
};

// An image with one instruction, and everything that it may refer to.
class Bench {
 public:
  Bench(Opcode opcode, const std::vector<Place>& places, std::uint8_t mask) {
    for (const Place& place : places) {
      if (place.reg == nowhere) continue;
      while (kinds_.size() <= place.reg) kinds_.push_back(place.kind);
      kinds_[place.reg] = place.kind;
    }
    kinds_.push_back(Kind::text);  // nobody's
    outcome_ = static_cast<Number>(kinds_.size());
    kinds_.push_back(Kind::boolean);
    for (const Kind kind : kinds_) sketch_.reg(kind);
    auto& builder = sketch_.builder;
    for (const Value& table : tables()) add_table(builder, table);
    for (const std::string& text : constant_texts()) texts_.push_back(builder.string(text));
    for (const std::int64_t value : constant_integers())
      integers_.push_back(builder.integer(value));
    builder.variable("A");
    builder.variable("B");
    sketch_.pattern();
    sketch_.emit(opcode, 0, 0, 0, 0, mask);
    if (mask != 0) {
      sketch_.emit(Opcode::load_boolean, outcome_, 0);
      const Number over = sketch_.emit(Opcode::jump);
      sketch_.builder.instructions[0].d = sketch_.here();
      sketch_.emit(Opcode::load_boolean, outcome_, 1);
      sketch_.land(over);
    }
  }

  // With the numbers of constants as the pools of the image have them.
  bool load(const std::vector<Place>& places, const std::vector<std::size_t>& chosen,
            const InstructionInfo& instruction) {
    auto& row = sketch_.builder.instructions[0];
    std::uint32_t numbers[4] = {};
    for (std::size_t i = 0; i < 4; ++i) {
      numbers[i] = places[i].reg != nowhere ? places[i].reg : static_cast<Number>(chosen[i]);
      if (instruction.operands[i] == Operand::text_constant) numbers[i] = texts_[chosen[i]];
      if (instruction.operands[i] == Operand::integer_constant) numbers[i] = integers_[chosen[i]];
      if (instruction.operands[i] == Operand::value_kind)
        numbers[i] = static_cast<std::uint32_t>(places[0].kind);
    }
    row.a = static_cast<std::uint16_t>(numbers[0]);
    row.b = numbers[1];
    row.c = numbers[2];
    if (instruction.mask == runtime::Mask::plain) row.d = numbers[3];
    test::ImageSketch made = sketch_;
    image_ = made.finish();
    view_ = image::View(image_);
    return static_cast<bool>(Ruleset::load(image_));
  }

  // Runs on these values of the registers, with so many bytes of room.
  void run(const std::vector<const Value*>& values, std::size_t room) {
    memory_.clear();
    const std::string blank(kinds_.size() * sizeof(Cell), '\0');
    cells_ = {reinterpret_cast<Cell*>(const_cast<char*>(fence_.before(blank).data())),
              kinds_.size()};
    for (std::size_t i = 0; i < kinds_.size(); ++i)
      cells_[i] = i < values.size() && values[i] != nullptr ? memory_.cell(*values[i])
                                                            : memory_.cell(of_nobody(kinds_[i]));
    before_.assign(cells_.begin(), cells_.end());
    room_.resize(limits::text_arena_bytes);
    runtime::Workspace work{};
    work.cells = cells_.data();
    std::vector<Cell> known;
    for (const Value& variable : variables()) known.push_back(memory_.cell(variable));
    work.variables = known.data();
    work.texts = runtime::TextArena({room_.data(), room});
    const auto program = view_.row<image::ProgramRow>(image::Section::programs, 0);
    runtime::Machine(view_, work, decision_).run(program, "", nullptr);
  }

  bool fault() const { return decision_.kind == OutcomeKind::fault; }
  FaultKind fault_kind() const { return decision_.fault.kind; }
  Value value(Number reg) const { return value_of(cells_[reg], kinds_[reg]); }
  bool jumped() const { return cells_[outcome_].number != 0; }

  // Whether a register but `a`, and the one for the outcome of a test, is not what it was.
  bool has_changed(Number a) const {
    for (Number i = 0; i < kinds_.size(); ++i) {
      if (i == a || i == outcome_) continue;
      if (cells_[i].state != before_[i].state) return true;
      if (before_[i].present() &&
          (cells_[i].number != before_[i].number || cells_[i].size != before_[i].size))
        return true;
    }
    return false;
  }

 private:
  static const Value& of_nobody(Kind kind) {
    static const Value text = of_text("nobody's");
    static const Value other = of_boolean(false);
    return kind == Kind::text ? text : other;
  }

  test::ImageSketch sketch_;
  std::vector<Kind> kinds_;
  std::vector<Number> texts_;
  std::vector<Number> integers_;
  Number outcome_ = 0;
  test::Bytes image_;
  image::View view_;
  static constexpr std::size_t most_cells = 64;
  test::Fence fence_{most_cells * sizeof(Cell)};
  std::span<Cell> cells_;  // at the fence: no operand but a register is taken for one
  std::vector<Cell> before_;
  std::vector<char> room_;
  Cells memory_;
  runtime::Decision decision_{};
};

}  // namespace lintel::exhaustive
