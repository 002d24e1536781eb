// SPDX-License-Identifier: Apache-2.0
// Values of the reference evaluator: how they are made, compared and combined.
#include "tests/support/reference_value.h"

#include <algorithm>
#include <utility>

#include "tests/support/reference_text.h"

namespace lintel::reference {
namespace {

bool contains(const std::vector<Value>& operands, bool wanted) {
  return std::any_of(operands.begin(), operands.end(),
                     [wanted](const Value& operand) { return operand.is(wanted); });
}

bool all_present(const std::vector<Value>& operands) {
  return std::all_of(operands.begin(), operands.end(),
                     [](const Value& operand) { return operand.present(); });
}

Value text(std::string_view text, bool is_markup) {
  Value value;
  value.kind = Value::Kind::text;
  value.pieces.push_back({std::string(text), is_markup});
  return value;
}

bool equal_texts(const Value& a, const Value& b) {
  if (a.is_domain || b.is_domain) return lower_ascii(a.text()) == lower_ascii(b.text());
  return a.text() == b.text();
}

bool holds_domain(const Value& value) {
  return value.is_domain ||
         std::any_of(value.elements.begin(), value.elements.end(), holds_domain) ||
         std::any_of(value.entries.begin(), value.entries.end(),
                     [](const Entry& entry) { return holds_domain(entry.value); });
}

void make_domain(Value& value) {
  value.is_domain = true;
  for (Value& element : value.elements) make_domain(element);
  for (Entry& entry : value.entries) make_domain(entry.value);
}

}  // namespace

std::string Value::text() const {
  std::string all;
  for (const Piece& piece : pieces) all += piece.text;
  return all;
}

Value absent() { return {}; }

Value boolean(bool value) {
  Value result;
  result.kind = Value::Kind::boolean;
  result.boolean = value;
  return result;
}

Value integer(std::int64_t value) {
  Value result;
  result.kind = Value::Kind::integer;
  result.integer = value;
  return result;
}

Value real(double value) {
  Value result;
  result.kind = Value::Kind::number;
  result.number = value;
  return result;
}

Value time(Value::Kind kind, Nanoseconds value) {
  Value result;
  result.kind = kind;
  result.time = value;
  return result;
}

Value markup(std::string_view of) { return text(of, true); }

Value plain_text(std::string_view of) { return text(of, false); }

Value list(std::vector<Value> elements) {
  Value result;
  result.kind = Value::Kind::list;
  result.elements = std::move(elements);
  return result;
}

Value joined(const Value& a, const Value& b) {
  Value result = a;
  result.is_domain = false;
  result.pieces.insert(result.pieces.end(), b.pieces.begin(), b.pieces.end());
  return result;
}

Value of_one_type(Value value, const std::vector<Value>& others) {
  if (std::any_of(others.begin(), others.end(), holds_domain)) make_domain(value);
  return value;
}

Value invert(const Value& a) { return a.present() ? boolean(!a.boolean) : absent(); }

Value all_of(const std::vector<Value>& operands) {
  if (contains(operands, false)) return boolean(false);
  return all_present(operands) ? boolean(true) : absent();
}

Value any_of(const std::vector<Value>& operands) {
  if (contains(operands, true)) return boolean(true);
  return all_present(operands) ? boolean(false) : absent();
}

bool equal(const Value& a, const Value& b) {
  switch (a.kind) {
    case Value::Kind::boolean: return a.boolean == b.boolean;
    case Value::Kind::integer: return a.integer == b.integer;
    case Value::Kind::number: return a.number == b.number;
    case Value::Kind::timestamp:
    case Value::Kind::duration: return a.time == b.time;
    case Value::Kind::text: return equal_texts(a, b);
    default:
      return std::equal(a.elements.begin(), a.elements.end(), b.elements.begin(), b.elements.end(),
                        equal);
  }
}

bool less(const Value& a, const Value& b) {
  if (a.kind == Value::Kind::boolean) return !a.boolean && b.boolean;
  // The order of UTF-8 bytes is the order of code points.
  return a.kind == Value::Kind::integer ? a.integer < b.integer : a.text() < b.text();
}

std::string as_text(const Value& value) {
  switch (value.kind) {
    case Value::Kind::boolean: return value.boolean ? "true" : "false";
    case Value::Kind::integer: return std::to_string(value.integer);
    case Value::Kind::number: return number_text(value.number);
    case Value::Kind::timestamp: return timestamp_text(value.time);
    case Value::Kind::duration: return duration_text(value.time);
    default: return value.text();
  }
}

}  // namespace lintel::reference
