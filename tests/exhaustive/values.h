// SPDX-License-Identifier: Apache-2.0
// What a register can hold, as a value that owns all of itself, and back; and the values at the
// bounds of each kind.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/image_builder.h"
#include "runtime/value.h"
#include "tests/support/reference_library.h"

namespace lintel::exhaustive {

using image::Kind;
using reference::Nanoseconds;

struct Value {
  Kind kind = Kind::text;
  runtime::State state = runtime::State::present;
  std::string text = {};          // of a text, object, array
  std::int64_t integer = 0;       // of an integer, boolean, table
  double number = 0;              // of a number
  Nanoseconds time = 0;           // of a time
  std::vector<Value> items = {};  // of a list; of a map a key, a value, a key ...
  std::size_t room = 0;           // of a list or map: for more elements, or entries

  bool present() const { return state == runtime::State::present; }
};

Value absent(Kind kind);
Value of_text(std::string_view text, Kind kind = Kind::text);
Value of_integer(std::int64_t value, Kind kind = Kind::integer);
Value of_boolean(bool value);
Value of_number(double value);
Value of_time(Nanoseconds value);
Value of_items(Kind kind, std::vector<Value> items, std::size_t room = 0);

// The very same: a NaN is the same as another, 0 and -0 are not.
bool same(const Value& a, const Value& b);

// As the language compares: a NaN is equal to nothing, maps are equal in any order.
bool equal(const Value& a, const Value& b);

// Levels of a list or map; 0 of others.
std::size_t depth(const Value& value);

std::string shown(const Value& value);

// Cells for values, with the memory that they refer to. The values must outlive them.
class Cells {
 public:
  runtime::Cell cell(const Value& value);
  void clear() { blocks_.clear(); }

 private:
  void fill(runtime::Cell& cell, const Value& value);  // all but its state and kind

  std::deque<std::vector<runtime::Cell>> blocks_;
};

Value value_of(const runtime::Cell& cell, Kind kind);

// Constant tables, as lists and maps.
const std::vector<Value>& tables();
std::uint32_t add_table(compiler::ImageBuilder& builder, const Value& table);

// The bounds of a kind, an absent value and one that has not been computed among them. The short
// ones are for instructions of many operands.
const std::vector<Value>& bounds(Kind kind, bool is_short);

// Texts and integers that stand in an image as constants.
const std::vector<std::string>& constant_texts();
const std::vector<std::int64_t>& constant_integers();

}  // namespace lintel::exhaustive
