// SPDX-License-Identifier: Apache-2.0
// The interpreter's inside: one run of a program. vm.cpp has the loop over the instructions, the
// other vm_*.cpp files the work of those that take more than a few lines.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/image.h"
#include "runtime/rule_index.h"
#include "runtime/trace.h"
#include "runtime/values.h"
#include "runtime/vm.h"

namespace lintel::runtime {

constexpr Truth truth(bool value) { return value ? Truth::yes : Truth::no; }

class Machine {
 public:
  Machine(const image::View& image, const image::ProgramRow& program, Workspace& work,
          const char* event, Decision& decision)
      : image_(image),
        program_(program),
        work_(work),
        cells_(work.cells),
        event_(event),
        decision_(decision),
        strings_(image.start(image::Section::strings)),
        string_bytes_(reinterpret_cast<const char*>(image.start(image::Section::string_bytes))),
        candidates_(work.cursors) {
    decision_.fired = decision_.effects = 0;
    forget_fields();
  }

  template <bool tracing>
  void run(TraceTeller* teller);

 private:
  using InstructionRow = image::InstructionRow;

  Cell& cell(std::uint32_t number) { return cells_[number]; }
  // As View::string(), which looks up where both sections begin.
  std::string_view string(std::uint32_t number) const {
    const auto ref = image::load<image::StringRow>(strings_ + number * sizeof(image::StringRow));
    return {string_bytes_ + ref.offset, ref.size};
  }
  image::TableRow table(const Cell& cell) const {
    return image_.row<image::TableRow>(image::Section::tables,
                                       static_cast<std::uint32_t>(cell.number));
  }

  // a = compute(a, b), or absent if b is.
  template <typename Compute>
  void from_one(InstructionRow row, Compute compute) {
    const Cell b = cell(row.b);
    if (b.present())
      compute(cell(row.a), b);
    else
      cell(row.a).set_absent();
  }

  template <typename Compute>
  void from_two(InstructionRow row, Compute compute) {
    const Cell b = cell(row.b);
    const Cell c = cell(row.c);
    if (b.present() && c.present())
      compute(cell(row.a), b, c);
    else
      cell(row.a).set_absent();
  }

  // a = b and c combined by `compute`, which says whether the result does not fit.
  template <typename Compute>
  void arithmetic(InstructionRow row, Compute compute) {
    from_two(row, [&](Cell& a, const Cell& b, const Cell& c) {
      std::int64_t result = 0;
      if (compute(b.number, c.number, &result))
        a.set_absent();
      else
        a.set_number(result);
    });
  }

  template <typename Decide>
  Truth test_one(InstructionRow row, Decide decide) {
    const Cell& a = cell(row.a);
    return a.present() ? truth(decide(a)) : Truth::absent;
  }

  template <typename Decide>
  Truth test_two(InstructionRow row, Decide decide) {
    const Cell& a = cell(row.a);
    const Cell& b = cell(row.b);
    return a.present() && b.present() ? truth(decide(a, b)) : Truth::absent;
  }

  template <typename Decide>
  Truth test_texts(InstructionRow row, Decide decide) {
    return test_two(row, [&](const Cell& a, const Cell& b) { return decide(a.text(), b.text()); });
  }

  // New texts. False: there is no room.
  bool set_new_text(Cell& a, std::string_view text);
  bool lower(InstructionRow row);
  bool upper(InstructionRow row);
  bool rewrite(InstructionRow row, bool (*is_plain)(std::string_view),
               std::size_t (*write)(std::string_view, char*));
  bool concat(InstructionRow row);
  bool concat_constant(InstructionRow row);
  bool set_joined(Cell& a, std::string_view left, std::string_view right);
  template <typename Letters>
  bool set_letters(Cell& a, std::string_view text);
  bool domain(InstructionRow row);
  bool count_names(InstructionRow row);
  Truth test_member(InstructionRow row);

  void entry(InstructionRow row, bool of_map);
  bool member(InstructionRow row);
  bool member_as(InstructionRow row);

  // The library. False: there is no room.
  bool library(InstructionRow row);

  // Lists and maps. False: there is no room.
  bool build(InstructionRow row);
  void pick(InstructionRow row, bool of_map);
  void parse(InstructionRow row, char first);
  bool next(InstructionRow row, bool of_table);
  Truth test_value(InstructionRow row);

  // Where to go on: at a candidate, or at `otherwise`.
  std::uint32_t select(std::uint32_t otherwise);
  std::uint32_t advance(std::uint32_t otherwise);

  // Candidates may share instructions, so what is noted is counted here and not by the verifier.
  void fire(std::uint32_t rule) {
    if (decision_.fired < program_.max_fired) work_.fired[decision_.fired++] = rule;
  }
  bool request_effect(InstructionRow row);
  void set_field(std::uint32_t number, const FieldValue& value);
  bool collect(InstructionRow row);
  void forget_fields() {
    std::fill_n(work_.fields, program_.field_count, FieldValue{});
    work_.collected.clear();
  }

  std::string_view path_of(std::uint32_t slot) const;
  void end(OutcomeKind kind, std::string_view text) {
    decision_.kind = kind;
    decision_.text = text;
  }
  void fail() { decision_ = {OutcomeKind::fault, {}, 0, 0, fault_}; }
  image::Kind kind(std::uint32_t number) const {
    return image_.row<image::Kind>(image::Section::registers, number);
  }
  bool load_now(Cell& a);
  bool load_random(InstructionRow row);
  bool to_json(InstructionRow row);
  bool has_rounds() {
    if (rounds_++ < limits::max_loop_rounds) return true;
    return too_many_rounds();
  }
  // Looking a name up goes through the whole object; in loops that would take any time. What passes
  // by counts as comparing does, so many bytes as a cell: at most about a gigabyte in all.
  bool has_effort_for(std::string_view object) {
    constexpr std::size_t bytes_of_a_cell = 64;
    effort_.spend(object.size() / bytes_of_a_cell);
    if (!effort_.is_spent()) return true;
    return too_many_rounds();
  }
  bool too_many_rounds() {
    fault_ = {FaultKind::too_many_rounds, 0, {}, {}};
    return false;
  }
  bool no_room() { return fit(false); }
  bool fit(bool fits) {
    if (!fits) fault_ = {FaultKind::text_too_long, 0, {}, {}};
    return fits;
  }

  const image::View& image_;
  const image::ProgramRow program_;
  Workspace& work_;
  Cell* const cells_;
  const char* event_;
  Decision& decision_;
  const std::byte* const strings_;
  const char* const string_bytes_;
  Candidates candidates_;
  image::CandidateRow candidate_{};
  std::uint32_t first_candidate_ = 0;
  std::uint32_t places_[limits::max_loop_levels] = {};  // in the loops
  std::uint32_t rounds_ = 0;
  Effort effort_{limits::max_compared_cells};
  Fault fault_{};
};

}  // namespace lintel::runtime
