// SPDX-License-Identifier: Apache-2.0
// Lists and loops in images for tests.
#pragma once

#include <bit>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "tests/runtime/image_sketch.h"
#include "tests/runtime/seen_opcodes.h"

namespace lintel::test {

// What the sketch logs for the event, one string.
inline std::string logged(ImageSketch& sketch, std::string_view event) {
  note_opcodes(sketch.builder.instructions);
  std::string result;
  bool is_first = true;
  for (const std::string& text : Engine(sketch.finish()).logs(event)) {
    result += (is_first ? "" : "|") + text;
    is_first = false;
  }
  return result;
}

inline Number number(ImageSketch& sketch, double value) {
  const Number to = sketch.reg(Kind::number);
  sketch.emit(Opcode::load_number, to, sketch.builder.integer(std::bit_cast<std::int64_t>(value)));
  return to;
}

// A list of these texts with room for `capacity` elements, or for as many as there are.
inline Number text_list(ImageSketch& sketch, const std::vector<std::string_view>& texts,
                        Number capacity = 0) {
  const Number list = sketch.reg(Kind::list);
  sketch.emit(Opcode::start_list, list,
              capacity != 0 ? capacity : static_cast<Number>(texts.size()));
  for (const auto text : texts) sketch.emit(Opcode::append, list, sketch.text(text));
  return list;
}

// Constant tables: a list of these texts, and a map from "k" to a table.
inline Number table_of(ImageSketch& sketch, std::initializer_list<std::string_view> texts) {
  std::vector<Number> values;
  for (const auto text : texts) values.push_back(sketch.builder.string(text));
  return sketch.builder.list(Kind::text, values);
}
inline Number map_of(ImageSketch& sketch, Number value) {
  return sketch.builder.map(Kind::table, {sketch.builder.string("k")}, {value});
}

// A list of 0 to count - 1.
inline Number counted(ImageSketch& sketch, std::uint32_t count) {
  std::vector<Number> values;
  for (std::uint32_t i = 0; i < count; ++i) values.push_back(sketch.builder.integer(i));
  const Number list = sketch.reg(Kind::list);
  sketch.emit(Opcode::unpack, list, sketch.table(sketch.builder.list(Kind::integer, values)));
  return list;
}

// A loop of `opcode`, next or next_entry.
template <typename Body>
void loop_over(ImageSketch& sketch, Opcode opcode, Number range, Number element, Number level,
               Body body) {
  sketch.emit(Opcode::loop, 0, level);
  const Number top = sketch.emit(opcode, element, range, level);
  body();
  sketch.emit(Opcode::repeat, 0, 0, 0, top);
  sketch.land(top);
}

// Logs the elements of a list, or "none" if it is absent.
inline void show_list(ImageSketch& sketch, Number list, Kind kind) {
  const Number element = sketch.reg(kind);
  const Number missing = sketch.emit(Opcode::test_present, list, 0, 0, 0, if_no);
  loop_over(sketch, Opcode::next, list, element, 0, [&] { sketch.show(element, kind); });
  const Number done = sketch.emit(Opcode::jump);
  sketch.land(missing);
  sketch.log("none");
  sketch.land(done);
}

}  // namespace lintel::test
