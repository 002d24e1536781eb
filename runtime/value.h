// SPDX-License-Identifier: Apache-2.0
// What a register holds while an event is evaluated.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/image.h"

namespace lintel::runtime {

enum class State : std::uint8_t {
  unset,   // nothing has been computed for this event
  absent,  // computed, and there is no value
  present,
  wrong,  // a slot while the event is read: of a type that it must not have
};

// The kind is known from the register, and in an element of a list or map from the cell itself.
//
//   text, object, array   a view; of an object or array its JSON text
//   integer, boolean      `number`; a boolean is 0 or 1
//   number                `real`
//   time                  `number` seconds and `size` nanoseconds
//   table                 `number`: which table of the image
//   list                  `size` cells at `items`
//   map                   `size` entries: a key and a value at `items`, and so on
//
// What a list or map holds is never changed once it has been copied to another cell.
struct Cell {
  union {
    const char* data;
    std::int64_t number;
    double real;
    const Cell* items;
  };
  std::uint32_t size;
  State state;
  image::Kind kind;     // of an element
  std::uint16_t depth;  // of a list or map: its levels

  bool present() const { return state == State::present; }
  std::string_view text() const { return {data, size}; }

  void set_absent() { state = State::absent; }

  void set_text(std::string_view text) {
    data = text.data();
    size = static_cast<std::uint32_t>(text.size());
    state = State::present;
  }

  void set_number(std::int64_t value) {
    number = value;
    state = State::present;
  }

  void set_real(double value) {
    real = value;
    state = State::present;
  }

  void set_time(std::int64_t seconds, std::uint32_t nanoseconds) {
    number = seconds;
    size = nanoseconds;
    state = State::present;
  }
};
static_assert(sizeof(Cell) == 16, "an evaluator holds one for each register");

}  // namespace lintel::runtime
