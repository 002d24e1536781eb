// SPDX-License-Identifier: Apache-2.0
// Programs: every instruction by its row of opcodes.def, and the trace rows that explain tests.
#include <array>
#include <cstring>

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

bool uses_index(Opcode opcode) {
  return opcode == Opcode::select || opcode == Opcode::advance || opcode == Opcode::fire_candidate;
}

// What is left to ask of an operand that lies below its bound: the kind of its register, or more.
struct Rest {
  bool is_kind = false;
  bool is_more = false;
  Kind kind{};
};

consteval Rest rest_of(Operand operand) {
  switch (operand) {
    case Operand::text: return {.is_kind = true, .kind = Kind::text};
    case Operand::integer: return {.is_kind = true, .kind = Kind::integer};
    case Operand::boolean: return {.is_kind = true, .kind = Kind::boolean};
    case Operand::table: return {.is_kind = true, .kind = Kind::table};
    case Operand::object: return {.is_kind = true, .kind = Kind::object};
    case Operand::array: return {.is_kind = true, .kind = Kind::array};
    case Operand::number: return {.is_kind = true, .kind = Kind::number};
    case Operand::time: return {.is_kind = true, .kind = Kind::time};
    case Operand::list: return {.is_kind = true, .kind = Kind::list};
    case Operand::map: return {.is_kind = true, .kind = Kind::map};
    case Operand::sequence:
    case Operand::same:
    case Operand::value_kind:
    case Operand::field:
    case Operand::count:
    case Operand::length:
    case Operand::back: return {.is_more = true};
    default: return {};
  }
}

// A row of opcodes.def as what is to be asked: an image has thousands of instructions, so what is
// always answered the same way is left out.
struct Questions {
  std::uint8_t kinds[4];  // that the registers in the operands must have, or none8
  std::uint8_t masks;     // bit m: the mask may be m
  bool jumps;             // to d, a later instruction
  bool asks_more;         // than the kinds of a and b, and where it jumps to
  bool is_special;        // something is asked of the whole, or it counts for its program
};

consteval bool is_special(Opcode opcode) {
  switch (opcode) {
    case Opcode::select:
    case Opcode::advance:
    case Opcode::fire_candidate:
    case Opcode::repeat:
    case Opcode::fire:
    case Opcode::load_time: return true;
    default: return false;
  }
}

// The first operand has half a word, which is enough for a register; the fourth alone is a target.
consteval bool are_in_place() {
  for (const InstructionInfo& instruction : instruction_set) {
    const Operand first = instruction.operands[0];
    if (first != Operand::none && !is_register(first)) return false;
    for (std::size_t place = 0; place < 3; ++place) {
      if (instruction.operands[place] == Operand::target) return false;
    }
  }
  return true;
}
static_assert(are_in_place());

consteval std::array<Questions, opcode_count> all_questions() {
  std::array<Questions, opcode_count> all{};
  for (std::size_t opcode = 0; opcode < opcode_count; ++opcode) {
    const InstructionInfo& instruction = instruction_set[opcode];
    Questions& questions = all[opcode];
    for (std::size_t place = 0; place < 4; ++place) {
      const Rest rest = rest_of(instruction.operands[place]);
      questions.kinds[place] = rest.is_kind ? static_cast<std::uint8_t>(rest.kind) : image::none8;
      questions.asks_more |= rest.is_more || (rest.is_kind && place >= 2);
    }
    questions.jumps = instruction.operands[3] == Operand::target;
    questions.masks = instruction.mask == Mask::tests ? 0xfe : 0x01;  // a bit for each Truth, or 0
    questions.is_special = is_special(static_cast<Opcode>(opcode));
  }
  return all;
}
constexpr auto questions_of = all_questions();

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

// All four operands at a time, with what stands before `a` in the first word: each is below its
// limit if the word is.
inline bool Verifier::is_below_limits(const InstructionRow& row) const {
  Words words;
  static_assert(sizeof words == sizeof row);
  std::memcpy(&words, &row, sizeof words);
  const auto below = words < limits_[row.opcode];
  std::uint64_t halves[2];
  std::memcpy(halves, &below, sizeof halves);
  return (halves[0] & halves[1]) == ~std::uint64_t{0};
}

void Verifier::learn_limits(std::uint8_t opcode) {
  const auto bound = [&](std::size_t place) { return bound_of(info(opcode).operands[place]); };
  static_assert(limits::max_registers <= 0xffff);
  limits_[opcode] = Words{bound(0) << 16, bound(1), bound(2), bound(3)};
}

inline bool Verifier::is_sound(const InstructionRow& row, std::uint32_t number, std::uint32_t end,
                               const ProgramRow& program) {
  if (row.opcode >= opcode_count) return false;
  const Questions& questions = questions_of[row.opcode];
  if (row.mask >= 8 || (questions.masks >> row.mask & 1) == 0) return false;
  if (!is_below_limits(row)) {
    learn_limits(row.opcode);
    if (!is_below_limits(row)) return false;
  }
  const auto has_kind = [&](std::uint32_t value, std::size_t place) {
    const std::uint8_t kind = questions.kinds[place];
    return kind == image::none8 || kind_of(value) == static_cast<Kind>(kind);
  };
  if (!has_kind(row.a, 0) || !has_kind(row.b, 1)) return false;
  if (questions.jumps && (row.d <= number || row.d >= end)) return false;
  return !questions.asks_more || are_operands(row, number, program);
}

bool Verifier::check_program(const ProgramRow& program) {
  const std::uint32_t end = program.first_instruction + program.instruction_count;
  const bool has_index = program.index != image::none;
  std::uint32_t fired = 0;
  std::uint32_t select = image::none;
  const auto* const rows =
      reinterpret_cast<const InstructionRow*>(image_.start(Section::instructions));
  for (std::uint32_t i = program.first_instruction; i < end; ++i) {
    const InstructionRow& row = rows[i];
    if (!is_sound(row, i, end, program)) {
      return fail(FaultKind::image_instruction, Section::instructions, i);
    }
    if (!questions_of[row.opcode].is_special) continue;
    const auto opcode = static_cast<Opcode>(row.opcode);
    // Only once, and not in a loop.
    const bool again = (opcode == Opcode::select && select != image::none) ||
                       (opcode == Opcode::repeat && select != image::none && row.d <= select);
    if (again || (uses_index(opcode) && !has_index) ||
        (opcode == Opcode::load_time && !is_time(row))) {
      return fail(FaultKind::image_instruction, Section::instructions, i);
    }
    if (opcode == Opcode::fire) ++fired;
    if (opcode == Opcode::select) select = i;
  }
  if (static_cast<Opcode>(rows[end - 1].opcode) != Opcode::end ||
      has_index != (select != image::none)) {
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

bool Verifier::are_operands(const InstructionRow& row, std::uint32_t number,
                            const ProgramRow& program) const {
  const auto values = operands(row);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::uint8_t kind = questions_of[row.opcode].kinds[i];
    if (kind != image::none8 && kind_of(values[i]) != static_cast<Kind>(kind)) return false;
    if (!is_operand(info(row.opcode).operands[i], values[i], row, number, program)) return false;
  }
  return true;
}

// Durations lie between the first and the last timestamp too. What is computed with a time relies
// on it: sums do not overflow.
bool Verifier::is_time(const InstructionRow& row) const {
  const std::int64_t nanoseconds = image_.integer(row.c);
  if (nanoseconds < 0 || nanoseconds >= nanoseconds_per_second) return false;
  return is_timestamp({image_.integer(row.b), static_cast<std::uint32_t>(nanoseconds)});
}

// What an operand must be less than, whatever the program.
std::uint32_t Verifier::bound_of(Operand operand) const {
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
    case Operand::target: return image_.count(Section::instructions);
  }
  return 0;  // never: each kind of operand has its case
}

// The rest of an operand, if it is more than its kind. Operand a is checked first:
// `same`, `count` and `value_kind` may rely on it.
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
    default: return true;  // of the others, no more is asked
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
