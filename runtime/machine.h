// SPDX-License-Identifier: Apache-2.0
// The interpreter: runs programs on the slots of an event. vm.cpp goes from instruction to
// instruction, the other vm_*.cpp files do the work of those that take more than a few lines.
//
// Every jump goes forward, but for those of loops, whose rounds are counted, and those to the
// candidates of a rule index, whose numbers ascend: a program of n instructions and m candidates
// ends after at most n * (m + limits::max_loop_rounds) steps. Nothing is checked here that the
// verifier has checked.
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

// What stands in a function of its own is kept there: interpret() has then few registers to save,
// and what it needs all the time stays in them.
class Machine {
 public:
  // Refers to all three, whose parts stay where they are.
  Machine(const image::View& image, Workspace& work, Decision& decision)
      : image_(image),
        work_(work),
        cells_(work.cells),
        decision_(decision),
        instructions_(
            reinterpret_cast<const InstructionRow*>(image.start(image::Section::instructions))),
        strings_(image.start(image::Section::strings)),
        string_bytes_(reinterpret_cast<const char*>(image.start(image::Section::string_bytes))),
        candidates_(work.cursors) {}

  // Runs `program`, one of the image, when the slots have been read from an event that starts at
  // `event`. Tells `tracer` why, unless it is null. Sets all of the decision that its kind gives a
  // meaning to.
  void run(const image::ProgramRow& program, const char* event, Tracer* tracer);

 private:
  using InstructionRow = image::InstructionRow;

  // Runs the instructions from `row` on until the program ends; or only that one, if it does not
  // end it, and then says which is next, and what a test has found.
  void interpret(const InstructionRow* row, bool is_single);
  void trace(const InstructionRow* row, Tracer& tracer);

  Cell& cell(std::uint32_t number) { return cells_[number]; }
  // As View::string(), which looks up where both sections begin.
  std::string_view string(std::uint32_t number) const {
    const auto ref = image::load<image::StringRow>(strings_ + number * sizeof(image::StringRow));
    return {string_bytes_ + ref.offset, ref.size};
  }
  const image::TableRow& table(const Cell& cell) const {
    return image_.row_in_place<image::TableRow>(image::Section::tables,
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
  [[gnu::noinline]] bool lower(InstructionRow row);
  [[gnu::noinline]] bool upper(InstructionRow row);
  [[gnu::noinline]] bool integer_to_text(InstructionRow row);
  [[gnu::noinline]] bool rewrite(InstructionRow row, bool (*is_plain)(std::string_view),
                                 std::size_t (*write)(std::string_view, char*));
  [[gnu::noinline]] bool concat(InstructionRow row);
  [[gnu::noinline]] bool concat_constant(InstructionRow row);
  bool set_joined(Cell& a, std::string_view left, std::string_view right);
  template <typename Letters>
  bool set_letters(Cell& a, std::string_view text);
  template <typename Letters>
  [[gnu::noinline]] bool set_any_letters(Cell& a, std::string_view text);
  [[gnu::noinline]] bool domain(InstructionRow row);
  [[gnu::noinline]] bool count_names(InstructionRow row);
  [[gnu::noinline]] Truth test_member(InstructionRow row);

  [[gnu::noinline]] void entry(InstructionRow row, bool of_map);
  [[gnu::noinline]] bool member(InstructionRow row);
  [[gnu::noinline]] bool member_as(InstructionRow row);

  // The library. False: there is no room.
  [[gnu::noinline]] bool library(InstructionRow row);

  // Lists and maps. False: there is no room.
  [[gnu::noinline]] bool build(InstructionRow row);
  [[gnu::noinline]] void pick(InstructionRow row, bool of_map);
  [[gnu::noinline]] void parse(InstructionRow row, char first);
  [[gnu::noinline]] bool next(InstructionRow row, bool of_table);
  [[gnu::noinline]] Truth test_value(InstructionRow row);

  // Where to go on: at a candidate, or at `otherwise`.
  [[gnu::noinline]] std::uint32_t select(std::uint32_t otherwise);
  [[gnu::noinline]] std::uint32_t advance(std::uint32_t otherwise);

  // Candidates may share instructions, so what is noted is counted here and not by the verifier.
  void fire(std::uint32_t rule) {
    if (decision_.fired < program_->max_fired) work_.fired[decision_.fired++] = rule;
  }
  [[gnu::noinline]] bool request_effect(InstructionRow row);
  FieldValue& field(std::uint32_t number) { return work_.fields[number - program_->first_field]; }
  // What is set first stays.
  void set_flag(std::uint32_t number, bool flag) {
    FieldValue& value = field(number);
    if (value.is_set) return;
    value.flag = flag;
    value.is_set = true;
  }
  void set_text(std::uint32_t number, std::string_view text) {
    FieldValue& value = field(number);
    if (value.is_set) return;
    value.text = text;
    value.is_set = true;
  }
  void set_null(std::uint32_t number) {
    FieldValue& value = field(number);
    if (value.is_set) return;
    value.is_null = value.is_set = true;
  }
  [[gnu::noinline]] bool collect(InstructionRow row);
  void forget_fields() {
    for (std::uint32_t i = 0; i < program_->field_count; ++i) work_.fields[i] = FieldValue{};
    work_.collected.clear();
  }

  std::string_view path_of(std::uint32_t slot) const;
  void end(OutcomeKind kind, std::string_view text) {
    decision_.kind = kind;
    decision_.text = text;
  }
  // After a step has set the fault.
  void fail() { decision_ = {OutcomeKind::fault, {}, 0, 0, decision_.fault}; }
  image::Kind kind(std::uint32_t number) const {
    return image_.row<image::Kind>(image::Section::registers, number);
  }
  [[gnu::noinline]] bool load_now(Cell& a);
  [[gnu::noinline]] bool load_random(InstructionRow row);
  [[gnu::noinline]] bool to_json(InstructionRow row);
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
    decision_.fault = {FaultKind::too_many_rounds, 0, {}, {}};
    return false;
  }
  bool no_room() { return fit(false); }
  bool fit(bool fits) {
    if (!fits) decision_.fault = {FaultKind::text_too_long, 0, {}, {}};
    return fits;
  }

  const image::View& image_;
  Workspace& work_;
  Cell* const cells_;
  Decision& decision_;
  const InstructionRow* const instructions_;
  const std::byte* const strings_;
  const char* const string_bytes_;
  Candidates candidates_;

  // Of the run.
  const image::ProgramRow* program_ = nullptr;
  const char* event_ = nullptr;
  const InstructionRow* next_ = nullptr;
  Truth outcome_ = Truth::absent;
  image::CandidateRow candidate_{};
  std::uint32_t first_candidate_ = 0;
  std::uint32_t places_[limits::max_loop_levels] = {};  // in the loops
  std::uint32_t rounds_ = 0;
  Effort effort_{limits::max_compared_cells};
};

}  // namespace lintel::runtime
