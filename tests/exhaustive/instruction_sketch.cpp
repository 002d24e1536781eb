// SPDX-License-Identifier: Apache-2.0
#include "tests/exhaustive/instruction_sketch.h"

#include <string>

namespace lintel::exhaustive {

using image::FieldDefault;
using image::FieldKind;

InstructionSketch::InstructionSketch(Opcode opcode) : opcode_(opcode) {
  for (Number i = 0; i < register_count; ++i) sketch_.reg(kind_of(i));
  auto& builder = sketch_.builder;
  const Number x = builder.string("x");
  const Number zero = builder.integer(0);
  builder.integer(1);
  builder.list(Kind::text, {x});
  builder.list(Kind::integer, {zero});
  sketch_.pattern();
  sketch_.pattern();
  sketch_.rule("first");
  sketch_.rule("second");
  sketch_.effect("none", {});
  sketch_.effect("one", {"text"}, false, true);
  builder.variable("A");
  builder.variable("B");
  sketch_.field("before", FieldKind::text, FieldDefault::null);
  sketch_.end_program();

  first_ = sketch_.here();
  first_field_ = static_cast<Number>(builder.fields.size());
  sketch_.field("flag", FieldKind::flag, FieldDefault::no);
  sketch_.field("text", FieldKind::text, FieldDefault::null);
  sketch_.field("entries", FieldKind::entries, FieldDefault::as_it_came);
  sketch_.field("items", FieldKind::items, FieldDefault::as_it_came);
  sketch_.field("entries", FieldKind::dropped, FieldDefault::as_it_came);
  sketch_.field("entries", FieldKind::kept, FieldDefault::as_it_came);
  field_count_ = static_cast<Number>(builder.fields.size()) - first_field_;

  // A loop around the instruction, so that there is something to go back to; twice, so that there
  // are instructions of every kind before and behind it.
  const bool uses_index =
      opcode == Opcode::select || opcode == Opcode::advance || opcode == Opcode::fire_candidate;
  const Number list = register_of(Kind::list, false);
  const Number table = register_of(Kind::table, false);
  if (uses_index) {
    add_index();
  } else {
    sketch_.emit(Opcode::loop, 0, 0);
    const Number next = sketch_.emit(Opcode::next, register_of(Kind::text, true), list, 0);
    sketch_.emit(Opcode::repeat, 0, 0, 0, next);
    sketch_.land(next);
    sketch_.emit(Opcode::loop, 0, 1);
    const Number entry = sketch_.emit(Opcode::next_entry, register_of(Kind::text, true), table, 1);
    place_ = sketch_.emit(opcode);
    sketch_.emit(Opcode::repeat, 0, 0, 0, entry);
    sketch_.land(entry);
  }
  sketch_.emit(Opcode::load_absent, register_of(Kind::text, false));
  sketch_.end_program();
  end_ = sketch_.here();
  sketch_.field("behind", FieldKind::text, FieldDefault::null);
  sketch_.end_program();

  const InstructionInfo& instruction = runtime::info(static_cast<std::uint8_t>(opcode));
  row_.opcode = static_cast<std::uint8_t>(opcode);
  row_.mask = instruction.mask == runtime::Mask::tests ? 7 : 0;
  row_.a = static_cast<std::uint16_t>(operand(instruction.operands[0]));
  row_.b = operand(instruction.operands[1]);
  row_.c = operand(instruction.operands[2]);
  row_.d = operand(instruction.operands[3]);
}

// select, a candidate that fires, advance: the instruction is one of them.
void InstructionSketch::add_index() {
  auto& builder = sketch_.builder;
  const Number select = sketch_.emit(Opcode::select);
  const Number body = sketch_.emit(Opcode::fire_candidate);
  const Number advance = sketch_.emit(Opcode::advance);
  sketch_.land(select);
  sketch_.land(advance);
  builder.candidates.push_back({0, body});
  builder.index_nodes.push_back({0, 0, 0, 1, 0});
  builder.indexes.push_back({0, 1, 0, 1});
  place_ = opcode_ == Opcode::select ? select : opcode_ == Opcode::advance ? advance : body;
}

std::uint32_t InstructionSketch::operand(Operand operand) const {
  switch (operand) {
    case Operand::none:
    case Operand::text_constant:
    case Operand::integer_constant:
    case Operand::table_constant:
    case Operand::dfa:
    case Operand::flag:
    case Operand::rule:
    case Operand::variable:
    case Operand::capacity:
    case Operand::level: return 0;
    case Operand::any:
    case Operand::same:
    case Operand::text: return register_of(Kind::text, false);
    case Operand::integer: return register_of(Kind::integer, false);
    case Operand::boolean: return register_of(Kind::boolean, false);
    case Operand::table: return register_of(Kind::table, false);
    case Operand::object: return register_of(Kind::object, false);
    case Operand::array: return register_of(Kind::array, false);
    case Operand::number: return register_of(Kind::number, false);
    case Operand::time: return register_of(Kind::time, false);
    case Operand::list:
    case Operand::sequence: return register_of(Kind::list, false);
    case Operand::map: return register_of(Kind::map, false);
    case Operand::value_kind: return static_cast<std::uint32_t>(Kind::text);
    case Operand::effect:
    case Operand::count:
    case Operand::length: return 1;
    case Operand::field:
      switch (opcode_) {
        case Opcode::set_flag: return first_field_;
        case Opcode::set_entry:
        case Opcode::set_entries: return first_field_ + 2;
        case Opcode::add_item:
        case Opcode::add_items: return first_field_ + 3;
        default: return first_field_ + 1;
      }
    case Operand::back: return place_ - 1;
    case Operand::target: return place_ + 1;
  }
  return 0;
}

test::Bytes InstructionSketch::with(const InstructionRow& row) {
  sketch_.builder.instructions[place_] = row;
  test::ImageSketch made = sketch_;
  return made.finish();
}

std::optional<FaultKind> refusal(const test::Bytes& image) {
  const LoadResult loaded = Ruleset::load(image);
  if (loaded) return std::nullopt;
  return loaded.fault().kind;
}

}  // namespace lintel::exhaustive
