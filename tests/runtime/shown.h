// SPDX-License-Identifier: Apache-2.0
// Runs an instruction and shows what it gave.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "tests/runtime/image_sketch.h"
#include "tests/runtime/seen_opcodes.h"

namespace lintel::test {

inline constexpr std::int64_t smallest = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
inline constexpr std::string_view opcode_event =
    R"({"o":{"k":"v","n":null,"l":[],"e\u0073":"\u0041\n","d":1,"d":2}})";

// What the sketch logs for the event, one string.
inline std::string shown(const std::function<void(ImageSketch&)>& make,
                         std::string_view json = opcode_event) {
  ImageSketch sketch({{"o", ReadAs::object}, {"t", ReadAs::text}});
  make(sketch);
  note_opcodes(sketch.builder.instructions);
  std::string result;
  for (const std::string& text : Engine(sketch.finish()).logs(json)) {
    result += (result.empty() ? "" : "|") + text;
  }
  return result;
}

// a = OPCODE b, of a text and giving a text.
inline std::string of_text(Opcode opcode, std::optional<std::string_view> b,
                           Kind kind = Kind::text) {
  return shown([&](ImageSketch& sketch) {
    const Number from = b ? sketch.text(*b) : sketch.absent(Kind::text);
    const Number to = sketch.reg(kind);
    sketch.emit(opcode, to, from);
    sketch.show(to, kind);
  });
}

inline Number number_of(ImageSketch& sketch, std::optional<std::int64_t> value) {
  return value ? sketch.integer(*value) : sketch.absent(Kind::integer);
}

inline std::string of_integers(Opcode opcode, std::optional<std::int64_t> b,
                               std::optional<std::int64_t> c) {
  return shown([&](ImageSketch& sketch) {
    const Number left = number_of(sketch, b);
    const Number right = number_of(sketch, c);
    const Number to = sketch.reg(Kind::integer);
    sketch.emit(opcode, to, left, right);
    sketch.show(to, Kind::integer);
  });
}

inline std::string negated(std::optional<std::int64_t> b) {
  return shown([&](ImageSketch& sketch) {
    const Number from = number_of(sketch, b);
    const Number to = sketch.reg(Kind::integer);
    sketch.emit(Opcode::negate, to, from);
    sketch.show(to, Kind::integer);
  });
}

inline std::string text_test(Opcode test, std::optional<std::string_view> a,
                             std::optional<std::string_view> b) {
  return shown([&](ImageSketch& sketch) {
    const Number left = a ? sketch.text(*a) : sketch.absent(Kind::text);
    const Number right = b ? sketch.text(*b) : sketch.absent(Kind::text);
    sketch.show_outcome(test, left, right);
  });
}

inline std::string integer_test(Opcode test, std::optional<std::int64_t> a,
                                std::optional<std::int64_t> b) {
  return shown([&](ImageSketch& sketch) {
    const Number left = number_of(sketch, a);
    const Number right = number_of(sketch, b);
    sketch.show_outcome(test, left, right);
  });
}

}  // namespace lintel::test
