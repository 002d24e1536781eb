// SPDX-License-Identifier: Apache-2.0
// Programs: every instruction by its row of opcodes.def, and the trace rows that explain tests.
#include <array>

#include "runtime/limits.h"
#include "runtime/time.h"
#include "runtime/verify.h"

namespace lintel::runtime {
namespace {

using image::InstructionRow;
using image::Kind;
using image::Opcode;
using image::ProgramRow;
using image::Section;

constexpr std::uint8_t last_mask = 7;  // a bit for each Truth

bool uses_index(Opcode opcode) {
  return opcode == Opcode::select || opcode == Opcode::advance || opcode == Opcode::fire_candidate;
}

// What is left to ask of an operand that lies below its bound.
enum class Rest : std::uint8_t { nothing, kind, more };

struct OperandTraits {
  Rest rest;
  Kind kind;  // of the register, if that is what is left
};

consteval OperandTraits traits_of(Operand operand) {
  switch (operand) {
    case Operand::text: return {Rest::kind, Kind::text};
    case Operand::integer: return {Rest::kind, Kind::integer};
    case Operand::boolean: return {Rest::kind, Kind::boolean};
    case Operand::table: return {Rest::kind, Kind::table};
    case Operand::object: return {Rest::kind, Kind::object};
    case Operand::array: return {Rest::kind, Kind::array};
    case Operand::number: return {Rest::kind, Kind::number};
    case Operand::time: return {Rest::kind, Kind::time};
    case Operand::list: return {Rest::kind, Kind::list};
    case Operand::map: return {Rest::kind, Kind::map};
    case Operand::sequence:
    case Operand::same:
    case Operand::value_kind:
    case Operand::field:
    case Operand::count:
    case Operand::length:
    case Operand::back:
    case Operand::target: return {Rest::more, {}};
    default: return {Rest::nothing, {}};
  }
}

// The same as a table: an image has four operands for each of its instructions.
consteval std::array<OperandTraits, operand_count> traits_of_all() {
  std::array<OperandTraits, operand_count> traits{};
  for (std::size_t i = 0; i < operand_count; ++i) {
    traits[i] = traits_of(static_cast<Operand>(i));
  }
  return traits;
}
constexpr auto operand_traits = traits_of_all();

}  // namespace

bool Verifier::check_programs() {
  std::uint32_t next = 0;
  for (std::uint32_t i = 0; i < image_.count(Section::programs); ++i) {
    const auto program = image_.row<ProgramRow>(Section::programs, i);
    const std::uint32_t fields = image_.count(Section::fields);
    const bool sound = program.first_instruction == next && program.instruction_count != 0 &&
                       program.instruction_count <= image_.count(Section::instructions) - next &&
                       program.first_field <= fields &&
                       program.field_count <= fields - program.first_field;
    if (!sound) return fail(FaultKind::image_program, Section::programs, i);
    if (!check_program(program)) return false;
    next += program.instruction_count;
  }
  if (next == image_.count(Section::instructions)) return true;
  return fail(FaultKind::image_program, Section::instructions, next);
}

bool Verifier::check_program(const ProgramRow& program) {
  for (std::size_t i = 0; i < operand_count; ++i) {
    bounds_[i] = bound_of(static_cast<Operand>(i), program);
  }
  const std::uint32_t end = program.first_instruction + program.instruction_count;
  const bool has_index = program.index != image::none;
  std::uint32_t fired = 0;
  std::uint32_t select = image::none;
  InstructionRow row{};
  for (std::uint32_t i = program.first_instruction; i < end; ++i) {
    row = image_.row<InstructionRow>(Section::instructions, i);
    const auto opcode = static_cast<Opcode>(row.opcode);
    // Only once, and not in a loop.
    const bool again = (opcode == Opcode::select && select != image::none) ||
                       (opcode == Opcode::repeat && select != image::none && row.d <= select);
    if (!is_sound(row, i, program) || again || (uses_index(opcode) && !has_index)) {
      return fail(FaultKind::image_instruction, Section::instructions, i);
    }
    if (opcode == Opcode::fire) ++fired;
    if (opcode == Opcode::select) select = i;
  }
  if (static_cast<Opcode>(row.opcode) != Opcode::end || has_index != (select != image::none)) {
    return fail(FaultKind::image_program, Section::instructions, end - 1);
  }
  std::uint64_t most = fired;
  if (has_index) {
    if (!check_index(program, select)) return false;
    most += image_.row<image::IndexRow>(Section::indexes, program.index).candidate_count;
  }
  if (most == program.max_fired) return true;
  return fail(FaultKind::image_program, Section::instructions, end - 1);
}

bool Verifier::is_sound(const InstructionRow& row, std::uint32_t number,
                        const ProgramRow& program) const {
  if (row.opcode >= opcode_count) return false;
  const InstructionInfo& instruction = info(row.opcode);
  const bool is_test = instruction.mask == Mask::tests;
  if (is_test ? row.mask == 0 || row.mask > last_mask : row.mask != 0) return false;
  const auto values = operands(row);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto operand = static_cast<std::size_t>(instruction.operands[i]);
    if (values[i] >= bounds_[operand]) return false;
    const OperandTraits traits = operand_traits[operand];
    if (traits.rest == Rest::nothing) continue;
    const bool is_sound = traits.rest == Rest::kind ? kind_of(values[i]) == traits.kind
                                                    : is_operand(instruction.operands[i], values[i],
                                                                 row, number, program);
    if (!is_sound) return false;
  }
  return static_cast<Opcode>(row.opcode) != Opcode::load_time || is_time(row);
}

// Durations lie between the first and the last timestamp too. What is computed with a time relies
// on it: sums do not overflow.
bool Verifier::is_time(const InstructionRow& row) const {
  const std::int64_t nanoseconds = image_.integer(row.c);
  if (nanoseconds < 0 || nanoseconds >= nanoseconds_per_second) return false;
  return is_timestamp({image_.integer(row.b), static_cast<std::uint32_t>(nanoseconds)});
}

// What an operand must be less than.
std::uint32_t Verifier::bound_of(Operand operand, const ProgramRow& program) const {
  switch (operand) {
    case Operand::none: return 1;
    case Operand::flag: return 2;
    case Operand::any:
    case Operand::text:
    case Operand::integer:
    case Operand::boolean:
    case Operand::table:
    case Operand::object:
    case Operand::array:
    case Operand::number:
    case Operand::time:
    case Operand::list:
    case Operand::map:
    case Operand::sequence:
    case Operand::same: return image_.count(Section::registers);
    case Operand::text_constant: return image_.count(Section::strings);
    case Operand::integer_constant: return image_.count(Section::integers);
    case Operand::table_constant: return image_.count(Section::tables);
    case Operand::dfa: return image_.count(Section::dfas);
    case Operand::value_kind: return image::kind_count;
    case Operand::field: return image_.count(Section::fields);
    case Operand::effect: return image_.count(Section::effects);
    case Operand::rule: return rule_count();
    case Operand::variable: return image_.count(Section::variables);
    case Operand::count: return limits::max_effect_arguments + 1;
    case Operand::capacity: return limits::max_list_elements + 1;
    case Operand::length: return limits::max_random_characters + 1;
    case Operand::level: return limits::max_loop_levels;
    case Operand::back:
    case Operand::target: return program.first_instruction + program.instruction_count;
  }
  return 0;  // never: each kind of operand has its case
}

// The rest of an operand, if it is more than its kind. Operand a is checked first: `same`, `count`
// and `value_kind` may rely on it.
bool Verifier::is_operand(Operand operand, std::uint32_t value, const InstructionRow& row,
                          std::uint32_t number, const ProgramRow& program) const {
  switch (operand) {
    case Operand::sequence: return kind_of(value) == Kind::list || kind_of(value) == Kind::map;
    case Operand::same: return kind_of(value) == kind_of(row.a);
    case Operand::value_kind: return value == static_cast<std::uint32_t>(kind_of(row.a));
    case Operand::field: return is_field_of(program, value, static_cast<Opcode>(row.opcode));
    case Operand::count: return are_arguments(row);
    case Operand::length: return value >= 1;
    case Operand::back:
      return value >= program.first_instruction && value < number && is_next(value);
    case Operand::target: return value > number;
    default: return false;  // never: of the others, no more is asked
  }
}

bool Verifier::is_next(std::uint32_t number) const {
  const auto opcode =
      static_cast<Opcode>(image_.row<InstructionRow>(Section::instructions, number).opcode);
  return opcode == Opcode::next || opcode == Opcode::next_entry;
}

bool Verifier::is_register_of(Kind kind, std::uint32_t number) const {
  return has_register(number) && kind_of(number) == kind;
}

bool Verifier::is_field_of(const ProgramRow& program, std::uint32_t field, Opcode opcode) const {
  if (field < program.first_field || field - program.first_field >= program.field_count) {
    return false;
  }
  using image::FieldKind;
  const auto kind =
      static_cast<FieldKind>(image_.row<image::FieldRow>(Section::fields, field).kind);
  switch (opcode) {
    case Opcode::set_flag: return kind == FieldKind::flag;
    case Opcode::set_null:
    case Opcode::skip_set: return kind == FieldKind::flag || kind == FieldKind::text;
    case Opcode::set_entry:
    case Opcode::set_entries: return kind == FieldKind::entries;
    case Opcode::add_item:
    case Opcode::add_items: return kind >= FieldKind::items;
    default: return kind == FieldKind::text;
  }
}

// The effect, operand b, has been checked.
bool Verifier::are_arguments(const InstructionRow& row) const {
  const auto effect = image_.row<image::EffectRow>(Section::effects, row.b);
  if (row.c != effect.parameter_count) return false;
  for (std::uint32_t i = 0; i < row.c; ++i) {
    if (!is_register_of(Kind::text, row.a + i)) return false;
  }
  return true;
}

bool Verifier::check_trace() {
  if (is_stripped() && image_.count(Section::trace) != 0) {
    return fail(FaultKind::image_rule, Section::trace, 0);
  }
  std::uint32_t previous = 0;
  for (std::uint32_t i = 0; i < image_.count(Section::trace); ++i) {
    const auto row = image_.row<image::TraceRow>(Section::trace, i);
    if (row.instruction < previous || !is_sound(row)) {
      return fail(FaultKind::image_rule, Section::trace, i);
    }
    previous = row.instruction;
  }
  return true;
}

bool Verifier::is_sound(const image::TraceRow& row) const {
  if (row.instruction >= image_.count(Section::instructions)) return false;
  if (row.rule >= rule_count() || !has_string(row.expression)) return false;
  if (row.reserved[0] != 0 || row.reserved[1] != 0) return false;
  if ((row.flags & ~(image::trace_inverted | image::trace_exchanged)) != 0) return false;
  if (row.constant != image::none8) {
    return row.flags == 0 && row.constant <= static_cast<std::uint8_t>(Truth::absent) &&
           row.a == image::none && row.b == image::none;
  }
  const auto test = image_.row<InstructionRow>(Section::instructions, row.instruction);
  const InstructionInfo& instruction = info(test.opcode);
  const bool names_b = row.b != image::none;
  return instruction.mask == Mask::tests && has_string_or_none(row.a) &&
         has_string_or_none(row.b) && (!names_b || is_register(instruction.operands[1]));
}

}  // namespace lintel::runtime
