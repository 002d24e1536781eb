// SPDX-License-Identifier: Apache-2.0
// Makes small images for tests, instruction by instruction.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/image_builder.h"
#include "runtime/image.h"
#include "runtime/instruction.h"
#include "runtime/lintel.h"

namespace lintel::test {

using image::FieldDefault;
using image::FieldKind;
using image::Kind;
using image::Lookup;
using image::Opcode;
using image::ReadAs;

using Bytes = std::vector<std::byte>;
using Number = std::uint32_t;

// The masks of a test that jumps when its outcome is this one.
inline constexpr std::uint8_t if_no = 1;
inline constexpr std::uint8_t if_yes = 2;
inline constexpr std::uint8_t if_absent = 4;

class ImageSketch {
 public:
  // The plan: fields by their names joined by dots. They become the first registers.
  explicit ImageSketch(const std::vector<std::pair<std::string, ReadAs>>& fields = {});

  Number slot(const std::string& path) const { return slots_.at(path); }
  Number reg(Kind kind);

  // A new register, and the instruction that loads it.
  Number text(std::string_view value);
  Number integer(std::int64_t value);
  Number boolean(bool value);
  Number table(Number number);
  Number absent(Kind kind);

  // Returns the number of the instruction.
  Number emit(Opcode opcode, Number a = 0, Number b = 0, Number c = 0, Number d = 0,
              std::uint8_t mask = 0);
  Number here() const { return static_cast<Number>(builder.instructions.size()); }
  void land(Number jump) { builder.instructions[jump].d = here(); }

  // Instructions that log the value of a register as text, or "absent".
  void show(Number reg, Kind kind);
  // Instructions that log "false", "true" or "absent" for the outcome of a test.
  void show_outcome(Opcode test, Number a, Number b = 0);
  void log(std::string_view text);

  Number field(std::string_view name, FieldKind kind, FieldDefault unset,
               std::string_view from = {});
  Number effect(std::string_view name, const std::vector<std::string>& parameters,
                bool reject_on_failure = false, bool kept_on_reject = false);
  Number rule(std::string_view name);

  // Ends the program that began after the last one: its instructions and fields, and its rule index
  // if one was added to the builder.
  Number end_program();

  // A trigger NAME with the prefix NAME_ and these sources (the part after the prefix) and
  // programs, for these versions of its event.
  void trigger(std::string_view name,
               const std::vector<std::pair<std::string, Number>>& sources = {}, Number unknown = 0,
               Number unnamed = 0, std::string_view versions = {});

  // Ends the program if that has not been done, and adds a trigger Test if there is none.
  Bytes finish(bool stripped = false);

  // The pattern "^aé*$": class 1 is a, class 2 é, class 0 the others.
  Number pattern();

  compiler::ImageBuilder builder;

 private:
  std::map<std::string, Number> slots_;
  Number first_instruction_ = 0;
  Number first_field_ = 0;
  Number indexes_ = 0;
  Number log_effect_ = image::none;
};

// Loads the image, which must be sound, and keeps it and an evaluator.
class Engine {
 public:
  explicit Engine(Bytes image, Host* host = nullptr);

  Outcome run(std::string_view event) { return evaluator_.evaluate(event); }
  Evaluator& evaluator() { return evaluator_; }
  const Ruleset& ruleset() const { return ruleset_; }

  // The texts of the effects `log`; "fault: ..." if the outcome is a fault.
  std::vector<std::string> logs(std::string_view event);

 private:
  Bytes image_;
  Ruleset ruleset_;
  Evaluator evaluator_;
};

}  // namespace lintel::test
