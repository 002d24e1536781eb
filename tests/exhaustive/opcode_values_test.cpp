// SPDX-License-Identifier: Apache-2.0
// Every instruction that computes or tests, on all values at the bounds of its operands, in
// registers of their own and in shared ones: it gives what the twin says, and changes nothing else.
#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/instruction.h"
#include "runtime/limits.h"
#include "tests/exhaustive/bench.h"
#include "tests/exhaustive/scale.h"
#include "tests/exhaustive/twin.h"
#include "tests/support/wanted_kind.h"

namespace lintel::exhaustive {
namespace {

std::vector<Kind> kinds_of(Operand operand) {
  if (const auto kind = test::wanted_kind(operand)) return {*kind};
  if (operand == Operand::sequence) return {Kind::list, Kind::map};
  std::vector<Kind> kinds;
  for (std::uint8_t i = 0; i < image::kind_count; ++i) kinds.push_back(static_cast<Kind>(i));
  return kinds;
}

std::vector<Value> counted(std::size_t count) {
  std::vector<Value> numbers;
  for (std::size_t i = 0; i < count; ++i)
    numbers.push_back(of_integer(static_cast<std::int64_t>(i)));
  return numbers;
}

std::vector<Value> constants_of(Operand operand) {
  std::vector<Value> values;
  switch (operand) {
    case Operand::text_constant:
      for (const std::string& text : constant_texts()) values.push_back(of_text(text));
      return values;
    case Operand::integer_constant:
      for (const std::int64_t value : constant_integers()) values.push_back(of_integer(value));
      return values;
    case Operand::table_constant:
      for (std::size_t i = 0; i < tables().size(); ++i)
        values.push_back(of_integer(static_cast<std::int64_t>(i), Kind::table));
      return values;
    case Operand::flag:
    case Operand::variable: return counted(2);
    case Operand::capacity: return counted(3);
    default: return counted(1);
  }
}

bool reads_a(Opcode opcode, const InstructionInfo& instruction) {
  return instruction.mask == runtime::Mask::tests || opcode == Opcode::append ||
         opcode == Opcode::put || opcode == Opcode::replace_first;
}

bool is_register_place(const Place& place) { return place.reg != nowhere; }

class Trials {
 public:
  explicit Trials(Opcode opcode)
      : opcode_(opcode), instruction_(runtime::info(static_cast<std::uint8_t>(opcode))) {}

  // False if the twin does not know the instruction.
  bool run() {
    if (!is_test() && !compute(opcode_, {absent(Kind::text), absent(Kind::text), absent(Kind::text),
                                         absent(Kind::text)}))
      return false;
    std::vector<Place> places(4);
    return choose_kinds(places, 0);
  }
  std::uint64_t count() const { return count_; }
  std::uint64_t faults() const { return faults_; }

 private:
  bool is_test() const { return instruction_.mask == runtime::Mask::tests; }

  // Each kind that an operand may have.
  bool choose_kinds(std::vector<Place>& places, std::size_t number) {
    if (number == 4 || (is_test() && number == 3)) return share_registers(places);
    const Operand operand = instruction_.operands[number];
    if (!runtime::is_register(operand)) {
      places[number] = {nowhere, Kind::integer, constants_of(operand)};
      return choose_kinds(places, number + 1);
    }
    const std::vector<Kind> kinds =
        operand == Operand::same ? std::vector<Kind>{places[0].kind} : kinds_of(operand);
    for (const Kind kind : kinds) {
      places[number] = {static_cast<Number>(number), kind, {}};
      if (!choose_kinds(places, number + 1)) return false;
    }
    return true;
  }

  // Each operand in a register of its own; and two in one, where their kinds are the same.
  bool share_registers(const std::vector<Place>& places) {
    if (!try_values(places)) return false;
    for (std::size_t i = 0; i < 4; ++i) {
      for (std::size_t j = i + 1; j < 4; ++j) {
        if (!is_register_place(places[i]) || !is_register_place(places[j])) continue;
        if (places[i].kind != places[j].kind) continue;
        // What is appended to must not be what is appended.
        if (i == 0 && reads_a(opcode_, instruction_) && !is_test()) continue;
        std::vector<Place> shared = places;
        shared[j].reg = shared[i].reg;
        if (!try_values(shared)) return false;
      }
    }
    return true;
  }

  bool try_values(const std::vector<Place>& places) {
    for (std::uint8_t mask = is_test() ? 1 : 0; mask <= (is_test() ? 7 : 0); ++mask) {
      Bench bench(opcode_, places, mask);
      std::vector<std::size_t> constants(4, 0);
      for (;;) {
        if (may_have(places, constants)) {
          const bool loads = bench.load(places, constants, instruction_);
          EXPECT_TRUE(loads) << instruction_.name;
          if (!loads || !try_registers(bench, places, constants, mask)) return false;
        }
        std::size_t i = 0;
        while (i < 4 && constants[i] + 1 >= std::max<std::size_t>(places[i].constants.size(), 1))
          constants[i++] = 0;
        if (i == 4) break;
        ++constants[i];
      }
    }
    return true;
  }

  // The constants of a time lie in its range: opcode_bounds_test.cpp tries the others.
  bool may_have(const std::vector<Place>& places, const std::vector<std::size_t>& constants) const {
    if (opcode_ != Opcode::load_time) return true;
    const std::int64_t seconds = places[1].constants[constants[1]].integer;
    const std::int64_t nanoseconds = places[2].constants[constants[2]].integer;
    return seconds >= -62'135'596'800 && seconds <= 253'402'300'799 && nanoseconds >= 0 &&
           nanoseconds <= 999'999'999;
  }

  bool try_registers(Bench& bench, const std::vector<Place>& places,
                     const std::vector<std::size_t>& constants, std::uint8_t mask) {
    std::vector<const std::vector<Value>*> choices(4, nullptr);
    std::size_t read = 0;
    for (std::size_t i = 0; i < 4; ++i) read += is_register_place(places[i]) ? 1U : 0U;
    const bool is_short = read > 2 && (!everything() || read > 3);
    for (std::size_t i = 0; i < 4; ++i)
      if (is_register_place(places[i])) choices[places[i].reg] = &bounds(places[i].kind, is_short);
    if (is_register_place(places[0]) && !reads_a(opcode_, instruction_)) {
      bool is_read = false;
      for (std::size_t i = 1; i < 4; ++i) is_read |= places[i].reg == places[0].reg;
      if (!is_read) choices[places[0].reg] = nullptr;
    }
    std::vector<std::size_t> chosen(4, 0);
    std::vector<const Value*> values(4, nullptr);
    for (;;) {
      for (std::size_t i = 0; i < 4; ++i)
        if (choices[i] != nullptr) values[i] = &(*choices[i])[chosen[i]];
      if (!try_one(bench, places, constants, values, mask)) return false;
      std::size_t i = 0;
      while (i < 4 && chosen[i] + 1 >= (choices[i] == nullptr ? 1 : choices[i]->size()))
        chosen[i++] = 0;
      if (i == 4) return true;
      ++chosen[i];
    }
  }

  bool try_one(Bench& bench, const std::vector<Place>& places,
               const std::vector<std::size_t>& constants, const std::vector<const Value*>& values,
               std::uint8_t mask) {
    Value told[4];
    for (std::size_t i = 0; i < 4; ++i) {
      if (!is_register_place(places[i])) {
        if (!places[i].constants.empty()) told[i] = places[i].constants[constants[i]];
      } else if (values[places[i].reg] != nullptr) {
        told[i] = *values[places[i].reg];
      } else {
        told[i] = absent(places[i].kind);
      }
    }
    const Operands operands{told[0], told[1], told[2], told[3]};
    const auto say = [&] {
      std::string all(instruction_.name);
      for (const Value& value : told) all += "\n  " + shown(value);
      return all;
    };
    ++count_;
    bench.run(values, limits::text_arena_bytes);
    if (is_test()) {
      const auto truth = decide(opcode_, operands);
      if (!truth) return false;
      const bool jumps = (mask >> static_cast<int>(*truth) & 1) != 0;
      EXPECT_TRUE(!bench.fault() && bench.jumped() == jumps && !bench.has_changed(nowhere))
          << say() << "\n  mask " << int{mask} << ", expected " << static_cast<int>(*truth);
      return !testing::Test::HasFailure();
    }
    const auto expected = compute(opcode_, operands);
    if (!expected) return false;
    const Number a = places[0].reg;
    if (expected->fault) {
      ++faults_;
      EXPECT_TRUE(bench.fault() && bench.fault_kind() == *expected->fault)
          << say() << "\n  expected a fault";
      return !testing::Test::HasFailure();
    }
    EXPECT_TRUE(!bench.fault() && same(bench.value(a), expected->value))
        << say() << "\n  expected " << shown(expected->value) << "\n  got      "
        << (bench.fault() ? "a fault" : shown(bench.value(a)));
    EXPECT_FALSE(bench.has_changed(a)) << say() << "\n  changes another register";
    // With too little room there is a fault, or the same value.
    for (const std::size_t room : {std::size_t{0}, std::size_t{40}}) {
      bench.run(values, room);
      if (bench.fault()) {
        EXPECT_EQ(bench.fault_kind(), FaultKind::text_too_long) << say();
      } else {
        EXPECT_TRUE(same(bench.value(a), expected->value)) << say() << "\n  in little room";
      }
    }
    return !testing::Test::HasFailure();
  }

  Opcode opcode_;
  const InstructionInfo& instruction_;
  std::uint64_t count_ = 0;
  std::uint64_t faults_ = 0;
};

TEST(OpcodeValues, OfEveryInstructionAreThoseOfTheTwin) {
  std::uint64_t cases = 0;
  std::uint64_t faults = 0;
  std::string others;
  for (std::size_t code = 0; code < runtime::opcode_count; ++code) {
    Trials trials(static_cast<Opcode>(code));
    if (!trials.run()) {
      ASSERT_FALSE(HasFailure());
      others += std::string(runtime::instruction_set[code].name) + " ";
    }
    cases += trials.count();
    faults += trials.faults();
  }
  // What acts or jumps stands in opcode_actions_test.cpp.
  EXPECT_EQ(others,
            "end jump once load_now random_digits random_token loop next next_entry repeat fire "
            "set_flag set_text request_effect reject set_null set_entry set_entries add_item "
            "add_items deny select advance skip_set fire_candidate ");
  EXPECT_GT(faults, 10U);
  checked("instructions on values at their bounds", cases);
}

}  // namespace
}  // namespace lintel::exhaustive
