// SPDX-License-Identifier: Apache-2.0
// What a register holds while an event is evaluated.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
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

  // These leave no kind and no depth: what makes an element says its kind after them.
  void set_absent() { set_rest(0, State::absent); }

  void set_text(std::string_view text) {
    set_text(text.data(), static_cast<std::uint32_t>(text.size()));
  }
  // Always inline, because it is used in code for machines that not every machine is.
  [[gnu::always_inline]] void set_text(const char* begin, std::uint32_t bytes) {
    data = begin;
    set_rest(bytes, State::present);
  }

  void set_number(std::int64_t value) {
    number = value;
    set_rest(0, State::present);
  }

  void set_real(double value) {
    real = value;
    set_rest(0, State::present);
  }

  void set_time(std::int64_t seconds, std::uint32_t nanoseconds) {
    number = seconds;
    set_rest(nanoseconds, State::present);
  }

 private:
  // All but the value, written as one word: a cell is copied as two, and to read one of them soon
  // after its parts were written one by one waits for all of these.
  [[gnu::always_inline]] void set_rest(std::uint32_t new_size, State new_state) {
    const std::uint64_t rest = new_size | std::uint64_t{static_cast<std::uint8_t>(new_state)} << 32;
    std::memcpy(reinterpret_cast<char*>(this) + sizeof number, &rest, sizeof rest);
  }
};
static_assert(sizeof(Cell) == 16, "an evaluator holds one for each register");
static_assert(offsetof(Cell, size) == 8 && offsetof(Cell, state) == 12, "as set_rest() writes it");

}  // namespace lintel::runtime
