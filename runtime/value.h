// SPDX-License-Identifier: Apache-2.0
// What a register holds while an event is evaluated.
#pragma once

#include <cstdint>
#include <string_view>

namespace lintel::runtime {

enum class State : std::uint8_t {
  unset,   // nothing has been computed for this event
  absent,  // computed, and there is no value
  present,
  wrong,  // a slot while the event is read: of a type that it must not have
};

// The kind is known from the register: text and the JSON text of an object are a view, a boolean is
// 0 or 1, a table its number.
struct Cell {
  union {
    const char* data;
    std::int64_t number;
  };
  std::uint32_t size;
  State state;

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
};
static_assert(sizeof(Cell) == 16, "an evaluator holds one for each register");

}  // namespace lintel::runtime
