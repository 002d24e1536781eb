// SPDX-License-Identifier: Apache-2.0
// The verifier at work. verifier.cpp checks header, strings, tables and the small sections,
// verify_dfa.cpp patterns, verify_plan.cpp the field plan, verify_program.cpp programs and what
// stands beside them, verify_index.cpp their rule indexes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "runtime/image.h"
#include "runtime/instruction.h"
#include "runtime/lintel.h"

namespace lintel::runtime {

class Verifier {
 public:
  // The header and the places of the sections have been checked.
  explicit Verifier(std::span<const std::byte> image) : bytes_(image.data()), image_(image) {}

  bool run();
  const Fault& fault() const { return fault_; }

 private:
  bool fail(FaultKind kind, image::Section section, std::uint32_t row);

  bool check_strings();
  bool check_top();
  bool check_tables();
  bool check_dfas();
  bool check_registers();
  bool check_plan();
  bool check_programs();
  bool check_indexes();
  bool check_triggers();
  bool check_response();
  bool check_variables();
  bool check_rules();
  bool check_trace();

  bool is_sound(const image::TableRow& table, std::uint32_t number) const;
  bool is_sound(const image::FieldRow& field) const;
  bool is_sound(const image::EffectRow& effect) const;
  std::uint32_t value_bound(std::uint8_t kind, std::uint32_t number) const;
  bool has_words(std::uint32_t first, std::uint32_t count) const;
  bool has_string(std::uint32_t number) const {
    return number < image_.count(image::Section::strings);
  }
  bool has_string_or_none(std::uint32_t number) const {
    return number == image::none || has_string(number);
  }
  bool has_program_or_none(std::uint32_t number) const {
    return number == image::none || number < image_.count(image::Section::programs);
  }
  std::uint32_t rule_count() const { return image_.header().rule_count; }
  bool is_stripped() const { return (image_.header().flags & 1) != 0; }

  // Patterns.
  bool is_sound(const image::DfaRow& dfa) const;
  bool has_sound_ranges(const image::DfaRow& dfa) const;
  bool has_sound_words(const image::DfaRow& dfa) const;

  // Plan.
  bool is_sound(const image::PlanNode& node, std::uint32_t number) const;
  bool has_sound_edges(const image::PlanNode& node, std::uint32_t number) const;

  // Programs.
  bool check_program(const image::ProgramRow& program);
  bool is_sound(const image::InstructionRow& row, std::uint32_t number, std::uint32_t end,
                const image::ProgramRow& program);
  bool is_below_limits(const image::InstructionRow& row) const;
  [[gnu::noinline]] void learn_limits(std::uint8_t opcode);
  [[gnu::noinline]] bool are_operands(const image::InstructionRow& row, std::uint32_t number,
                                      const image::ProgramRow& program) const;
  std::uint32_t bound_of(Operand operand) const;
  bool is_operand(Operand operand, std::uint32_t value, const image::InstructionRow& row,
                  std::uint32_t number, const image::ProgramRow& program) const;
  bool is_field_of(const image::ProgramRow& program, std::uint32_t field,
                   image::Opcode opcode) const;
  bool are_arguments(const image::InstructionRow& row) const;
  bool is_next(std::uint32_t number) const;
  bool is_time(const image::InstructionRow& row) const;
  bool is_register_of(image::Kind kind, std::uint32_t number) const;
  bool has_register(std::uint32_t number) const {
    return number < image_.count(image::Section::registers);
  }
  image::Kind kind_of(std::uint32_t number) const {
    return image_.row<image::Kind>(image::Section::registers, number);
  }
  bool is_sound(const image::TraceRow& row) const;

  // Rule indexes. How many rows of each section have been passed, and how many nodes of this index
  // something refers to.
  struct IndexProgress {
    std::uint32_t indexes = 0;
    std::uint32_t candidates = 0;
    std::uint32_t nodes = 0;
    std::uint32_t groups = 0;
    std::uint32_t postings = 0;
    std::uint32_t lists = 0;
    std::uint32_t referred = 0;
  };
  bool check_index(const image::ProgramRow& program, std::uint32_t select);
  bool check_node(const image::IndexRow& index, std::uint32_t number);
  bool check_postings(const image::IndexRow& index, const image::IndexNodeRow& node,
                      const image::IndexGroupRow& group, std::uint32_t& cursors);
  bool check_posting(const image::IndexRow& index, const image::IndexNodeRow& node,
                     std::uint32_t posting, std::uint32_t& cursors);
  bool check_list(const image::IndexRow& index);
  bool is_sound(const image::IndexGroupRow& group) const;

  const std::byte* bytes_;
  image::View image_;
  // Of the four operands of an instruction, the first in the upper half of its word. Known of those
  // that have been seen; else 0, which no word is below.
  using Words = std::uint32_t __attribute__((vector_size(16)));
  Words limits_[opcode_count]{};
  IndexProgress index_;
  Fault fault_{};
};

}  // namespace lintel::runtime
