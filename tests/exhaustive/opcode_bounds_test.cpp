// SPDX-License-Identifier: Apache-2.0
// Every instruction with every operand at its bounds and past them: what the table of opcodes.def
// allows is loaded and runs to an end, and nothing else is loaded.
#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/limits.h"
#include "runtime/time.h"
#include "tests/exhaustive/instruction_sketch.h"
#include "tests/exhaustive/scale.h"
#include "tests/support/wanted_kind.h"

namespace lintel::exhaustive {
namespace {

constexpr std::uint32_t largest = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint32_t largest_a = std::numeric_limits<std::uint16_t>::max();

// A value of an operand, and whether the instruction may have it.
struct Trial {
  std::uint32_t value;
  bool allowed;
};

std::vector<Trial> up_to(std::uint32_t last) {
  return {{0, true}, {last, true}, {last + 1, false}, {largest, false}};
}

// The field kinds of InstructionSketch, in its order, that an instruction may name: one letter each
// of flag, text, entries, items, dropped, kept.
std::string_view fields_of(Opcode opcode) {
  switch (opcode) {
    case Opcode::set_flag: return "f";
    case Opcode::set_text: return "t";
    case Opcode::set_null:
    case Opcode::skip_set: return "ft";
    case Opcode::set_entry:
    case Opcode::set_entries: return "e";
    case Opcode::add_item:
    case Opcode::add_items: return "idk";
    default: return "";
  }
}

std::vector<Trial> trials(Operand operand, const InstructionSketch& sketch, Opcode opcode) {
  std::vector<Trial> all;
  switch (operand) {
    case Operand::none: return {{0, true}, {1, false}, {largest, false}};
    case Operand::flag: return {{0, true}, {1, true}, {2, false}, {largest, false}};
    case Operand::text_constant: {
      // The strings of the sketch: their number is the format's business, so it is tried out.
      return {{0, true}, {1, true}, {largest, false}};
    }
    case Operand::integer_constant:
    case Operand::table_constant:
    case Operand::dfa:
    case Operand::rule:
    case Operand::variable: return up_to(InstructionSketch::constants - 1);
    case Operand::effect: {
      // The first effect has no parameter, so the count does not fit.
      return {{0, false}, {1, true}, {2, false}, {largest, false}};
    }
    case Operand::count: return {{0, false}, {1, true}, {2, false}, {largest, false}};
    case Operand::capacity: return up_to(limits::max_list_elements);
    case Operand::level: return up_to(limits::max_loop_levels - 1);
    case Operand::length: {
      all = {{0, false}, {1, true}};
      all.push_back({limits::max_random_characters, true});
      all.push_back({limits::max_random_characters + 1, false});
      all.push_back({largest, false});
      return all;
    }
    case Operand::value_kind:
      for (std::uint32_t i = 0; i <= image::kind_count; ++i) all.push_back({i, i == 0});
      return all;
    case Operand::field: {
      constexpr std::string_view kinds = "fteidk";
      for (Number i = 0; i < sketch.field_count(); ++i) {
        const bool fits = fields_of(opcode).find(kinds[i]) != std::string_view::npos;
        all.push_back({sketch.first_field() + i, fits});
      }
      all.push_back({sketch.first_field() - 1, false});
      all.push_back({sketch.first_field() + sketch.field_count(), false});
      all.push_back({largest, false});
      return all;
    }
    case Operand::target:
      for (Number i = 0; i <= sketch.end() + 1; ++i)
        all.push_back({i, i > sketch.place() && i < sketch.end()});
      all.push_back({largest, false});
      return all;
    case Operand::back:
      // The loops of the sketch have their next at the second instruction, and before this one.
      for (Number i = 0; i <= sketch.end() + 1; ++i)
        all.push_back({i, i == sketch.first() + 1 || i == sketch.place() - 1});
      all.push_back({largest, false});
      return all;
    default: break;
  }
  const std::optional<Kind> wanted = test::wanted_kind(operand);
  for (Number i = 0; i < InstructionSketch::register_count; ++i) {
    const Kind kind = InstructionSketch::kind_of(i);
    bool fits = wanted == kind || operand == Operand::any;
    if (operand == Operand::sequence) fits = kind == Kind::list || kind == Kind::map;
    if (operand == Operand::same) fits = kind == Kind::text;
    all.push_back({i, fits});
  }
  all.push_back({InstructionSketch::register_count, false});
  all.push_back({largest, false});
  return all;
}

void set_operand(InstructionRow& row, std::size_t number, std::uint32_t value) {
  (number == 1 ? row.b : number == 2 ? row.c : row.d) = value;
}

// Operands that go by the register that a names.
void fit_to_a(InstructionRow& row, const InstructionInfo& instruction) {
  const Kind kind = InstructionSketch::kind_of(row.a);
  for (std::size_t i = 1; i < 4; ++i) {
    if (instruction.operands[i] == Operand::same)
      set_operand(row, i, InstructionSketch::register_of(kind, true));
    if (instruction.operands[i] == Operand::value_kind)
      set_operand(row, i, static_cast<std::uint32_t>(kind));
  }
}

std::string shown(const InstructionRow& row) {
  return std::string(runtime::info(row.opcode).name) + " " + std::to_string(row.a) + " " +
         std::to_string(row.b) + " " + std::to_string(row.c) + " " + std::to_string(row.d) +
         " mask " + std::to_string(row.mask);
}

std::uint64_t tried = 0;

void expect(InstructionSketch& sketch, const InstructionRow& row, bool allowed) {
  ++tried;
  const test::Bytes image = sketch.with(row);
  const std::optional<FaultKind> why = refusal(image);
  ASSERT_EQ(!why.has_value(), allowed) << shown(row);
  if (why) {
    ASSERT_EQ(*why, FaultKind::image_instruction) << shown(row);
    return;
  }
  test::Engine engine(image);
  for (const char* event : {"{}", R"({"triggerSource":"Test_x","response":{}})"}) {
    const Outcome outcome = engine.run(event);
    ASSERT_FALSE(outcome.body().empty()) << shown(row);
  }
}

TEST(OpcodeBounds, OfEveryOperand) {
  for (std::size_t code = 0; code < runtime::opcode_count; ++code) {
    const auto opcode = static_cast<Opcode>(code);
    const InstructionInfo& instruction = runtime::instruction_set[code];
    InstructionSketch sketch(opcode);
    expect(sketch, sketch.row(), true);
    for (std::size_t i = 0; i < 4; ++i) {
      for (const Trial& trial : trials(instruction.operands[i], sketch, opcode)) {
        InstructionRow row = sketch.row();
        if (i == 0) {
          row.a = static_cast<std::uint16_t>(std::min(trial.value, largest_a));
          if (trial.allowed) fit_to_a(row, instruction);
        } else {
          set_operand(row, i, trial.value);
        }
        ASSERT_NO_FATAL_FAILURE(expect(sketch, row, trial.allowed));
      }
    }
  }
}

TEST(OpcodeBounds, OfEveryMask) {
  for (std::size_t code = 0; code < runtime::opcode_count; ++code) {
    const bool is_test = runtime::instruction_set[code].mask == runtime::Mask::tests;
    InstructionSketch sketch(static_cast<Opcode>(code));
    for (int mask = 0; mask <= 255; ++mask) {
      if (!everything() && mask > 16 && mask < 255) continue;
      InstructionRow row = sketch.row();
      row.mask = static_cast<std::uint8_t>(mask);
      const bool allowed = is_test ? mask >= 1 && mask <= 7 : mask == 0;
      ASSERT_NO_FATAL_FAILURE(expect(sketch, row, allowed));
    }
  }
}

TEST(OpcodeBounds, OfTheNumberOfTheOpcode) {
  InstructionSketch sketch(Opcode::load_absent);
  for (std::size_t code = runtime::opcode_count; code <= 255; ++code) {
    InstructionRow row = sketch.row();
    row.opcode = static_cast<std::uint8_t>(code);
    ++tried;
    EXPECT_EQ(refusal(sketch.with(row)), FaultKind::image_instruction) << code;
  }
  checked("operands at their bounds", tried);
}

TEST(OpcodeBounds, OfStrings) {
  for (const Opcode opcode : {Opcode::load_text, Opcode::test_is}) {
    // Loaded up to the last string of the image, and no further.
    InstructionSketch sketch(opcode);
    const test::Bytes bytes = sketch.with(sketch.row());
    const Number count = image::View(bytes).count(image::Section::strings);
    for (Number i = 0; i <= count + 1; ++i) {
      InstructionRow row = sketch.row();
      row.b = i;
      ASSERT_NO_FATAL_FAILURE(expect(sketch, row, i < count));
    }
  }
}

// An effect of two texts takes the register after a too.
TEST(OpcodeBounds, OfTheRegistersOfAnEffect) {
  for (const Number a : {0U, 1U, 2U, 3U, 65535U}) {
    test::ImageSketch sketch;
    for (int i = 0; i < 3; ++i) sketch.reg(Kind::text);
    sketch.emit(Opcode::request_effect, a, sketch.effect("two", {"x", "y"}), 2);
    EXPECT_EQ(refusal(sketch.finish()).has_value(), a > 1) << a;
  }
}

TEST(OpcodeBounds, OfTheNumberOfRegisters) {
  for (const std::size_t count : {limits::max_registers, limits::max_registers + 1}) {
    test::ImageSketch sketch;
    for (std::size_t i = 0; i < count; ++i) sketch.reg(Kind::text);
    sketch.emit(Opcode::load_text, limits::max_registers - 1, sketch.builder.string("last"));
    sketch.emit(Opcode::reject, limits::max_registers - 1);
    const test::Bytes image = sketch.finish();
    ASSERT_EQ(refusal(image).has_value(), count > limits::max_registers);
    if (count > limits::max_registers) continue;
    EXPECT_EQ(test::Engine(image).run("{}").message(), "last");
  }
}

TEST(OpcodeBounds, OfConstantTimes) {
  struct Case {
    std::int64_t seconds;
    std::int64_t nanoseconds;
    bool allowed;
  };
  constexpr std::int64_t first = runtime::first_timestamp.seconds;
  constexpr std::int64_t last = runtime::last_timestamp.seconds;
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  constexpr Case cases[] = {{first, 0, true},          {first - 1, 999'999'999, false},
                            {last, 999'999'999, true}, {last + 1, 0, false},
                            {0, 1'000'000'000, false}, {0, -1, false},
                            {0, 999'999'999, true},    {0, most, false},
                            {0, least, false},         {least, 0, false},
                            {most, 0, false},          {0, std::int64_t{1} << 32, false}};
  for (const Case& c : cases) {
    test::ImageSketch sketch;
    const Number time = sketch.reg(Kind::time);
    sketch.emit(Opcode::load_time, time, sketch.builder.integer(c.seconds),
                sketch.builder.integer(c.nanoseconds));
    EXPECT_EQ(!refusal(sketch.finish()).has_value(), c.allowed)
        << c.seconds << " s " << c.nanoseconds << " ns";
  }
}

// Programs: the last instruction ends it, the index is selected once and not in a loop.
TEST(OpcodeBounds, OfPrograms) {
  test::ImageSketch empty;
  empty.emit(Opcode::load_text, empty.reg(Kind::text), empty.builder.string(""));
  empty.end_program();
  EXPECT_FALSE(refusal(empty.finish()));
  empty.builder.instructions.back().opcode = static_cast<std::uint8_t>(Opcode::load_absent);
  EXPECT_EQ(refusal(empty.finish()), FaultKind::image_program);
  for (const Opcode opcode : {Opcode::select, Opcode::advance, Opcode::fire_candidate}) {
    test::ImageSketch sketch;
    const Number at = sketch.emit(opcode);
    sketch.land(at);
    if (opcode == Opcode::fire_candidate) sketch.builder.instructions[at].d = 0;
    EXPECT_EQ(refusal(sketch.finish()), FaultKind::image_instruction);
  }
}

}  // namespace
}  // namespace lintel::exhaustive
