// SPDX-License-Identifier: Apache-2.0
// What an expression is worth, for the reference evaluator.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/json_text.h"
#include "tests/support/reference_library.h"

namespace lintel::reference {

// A part of a text. Constants of the rules file and html(x) are markup: they are not escaped.
struct Piece {
  std::string text;
  bool markup = false;
};

struct Entry;

struct Value {
  enum class Kind {
    absent,
    boolean,
    integer,
    number,
    text,
    timestamp,
    duration,
    list,
    map,
    event_map,
    event_json  // another value of the event, as it came
  };

  Kind kind = Kind::absent;
  bool boolean = false;
  std::int64_t integer = 0;
  double number = 0;
  Nanoseconds time = 0;
  std::vector<Piece> pieces;
  bool is_domain = false;  // its type is Domain, also if it is absent
  std::vector<Value> elements;
  std::vector<Entry> entries;
  const Json* object = nullptr;  // of a map of the event, and of what came as JSON
  bool is_missing_map = false;   // of an absent value: it would be a map of the event

  bool present() const { return kind != Kind::absent; }
  bool is(bool expected) const { return kind == Kind::boolean && boolean == expected; }
  std::string text() const;
};

// Of a literal map.
struct Entry {
  std::string key;
  Value value;
};

Value absent();
Value boolean(bool value);
Value integer(std::int64_t value);
Value real(double value);
Value time(Value::Kind kind, Nanoseconds value);
Value markup(std::string_view text);      // a text that is not escaped
Value plain_text(std::string_view text);  // a text that is
Value list(std::vector<Value> elements);
Value joined(const Value& a, const Value& b);  // two texts

// The value, which has one type with `others`: where one of them holds a Domain, all of its texts
// are.
Value of_one_type(Value value, const std::vector<Value>& others);

// The three-valued tables.
Value invert(const Value& a);
Value all_of(const std::vector<Value>& operands);
Value any_of(const std::vector<Value>& operands);

// Both sides are present and of one type.
bool equal(const Value& a, const Value& b);
bool less(const Value& a, const Value& b);

// A value that has no elements as text.
std::string as_text(const Value& value);

}  // namespace lintel::reference
