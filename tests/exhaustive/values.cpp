// SPDX-License-Identifier: Apache-2.0
#include "tests/exhaustive/values.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "runtime/instruction.h"
#include "runtime/time.h"

namespace lintel::exhaustive {

using runtime::Cell;
using runtime::State;

namespace {

constexpr Nanoseconds per_second = runtime::nanoseconds_per_second;

bool is_nested(Kind kind) { return kind == Kind::list || kind == Kind::map; }

}  // namespace

Value absent(Kind kind) { return {kind, State::absent}; }

Value of_text(std::string_view text, Kind kind) {
  Value value{kind};
  value.text = text;
  return value;
}

Value of_integer(std::int64_t integer, Kind kind) {
  Value value{kind};
  value.integer = integer;
  return value;
}

Value of_boolean(bool yes) { return of_integer(yes ? 1 : 0, Kind::boolean); }

Value of_number(double number) {
  Value value{Kind::number};
  value.number = number;
  return value;
}

Value of_time(Nanoseconds time) {
  Value value{Kind::time};
  value.time = time;
  return value;
}

Value of_items(Kind kind, std::vector<Value> items, std::size_t room) {
  Value value{kind};
  value.items = std::move(items);
  value.room = room;
  return value;
}

bool same(const Value& a, const Value& b) {
  if (a.kind != b.kind || a.present() != b.present()) return false;
  if (!a.present()) return true;
  switch (a.kind) {
    case Kind::text:
    case Kind::object:
    case Kind::array: return a.text == b.text;
    case Kind::integer:
    case Kind::boolean:
    case Kind::table: return a.integer == b.integer;
    case Kind::number:
      return (std::isnan(a.number) && std::isnan(b.number)) ||
             std::bit_cast<std::uint64_t>(a.number) == std::bit_cast<std::uint64_t>(b.number);
    case Kind::time: return a.time == b.time;
    case Kind::list:
    case Kind::map: break;
  }
  if (a.items.size() != b.items.size()) return false;
  for (std::size_t i = 0; i < a.items.size(); ++i)
    if (!same(a.items[i], b.items[i])) return false;
  return true;
}

bool equal(const Value& a, const Value& b) {
  if (a.kind != b.kind || a.items.size() != b.items.size()) return false;
  if (a.kind == Kind::number) return a.number == b.number;
  if (a.kind == Kind::list) {
    for (std::size_t i = 0; i < a.items.size(); ++i)
      if (!equal(a.items[i], b.items[i])) return false;
    return true;
  }
  if (a.kind != Kind::map) return same(a, b);
  for (std::size_t i = 0; i < a.items.size(); i += 2) {
    bool found = false;
    for (std::size_t j = 0; j < b.items.size(); j += 2)
      found |= a.items[i].text == b.items[j].text && equal(a.items[i + 1], b.items[j + 1]);
    if (!found) return false;
  }
  return true;
}

std::size_t depth(const Value& value) {
  if (!is_nested(value.kind)) return 0;
  std::size_t deepest = 0;
  for (const Value& item : value.items) deepest = std::max(deepest, depth(item));
  return deepest + 1;
}

std::string shown(const Value& value) {
  std::string text(image::kind_name(value.kind));
  if (!value.present()) return text + (value.state == State::unset ? " unset" : " absent");
  text += " ";
  switch (value.kind) {
    case Kind::text:
    case Kind::object:
    case Kind::array: return text + "`" + value.text.substr(0, 200) + "`";
    case Kind::number: return text + reference::number_text(value.number);
    case Kind::time: return text + std::to_string(static_cast<double>(value.time)) + " ns";
    case Kind::list:
    case Kind::map: break;
    default: return text + std::to_string(value.integer);
  }
  for (std::size_t i = 0; i < value.items.size() && i < 10; ++i)
    text += (i == 0 ? "{" : ", ") + shown(value.items[i]);
  return text + "} of " + std::to_string(value.items.size()) + ", room for " +
         std::to_string(value.room);
}

Cell Cells::cell(const Value& value) {
  Cell cell{};
  if (value.present()) fill(cell, value);
  cell.state = value.state;
  cell.kind = value.kind;
  return cell;
}

void Cells::fill(Cell& cell, const Value& value) {
  switch (value.kind) {
    case Kind::text:
    case Kind::object:
    case Kind::array: cell.set_text(value.text); break;
    case Kind::integer:
    case Kind::boolean:
    case Kind::table: cell.set_number(value.integer); break;
    case Kind::number: cell.set_real(value.number); break;
    case Kind::time: {
      const Nanoseconds rest = ((value.time % per_second) + per_second) % per_second;
      cell.set_time(static_cast<std::int64_t>((value.time - rest) / per_second),
                    static_cast<std::uint32_t>(rest));
      break;
    }
    case Kind::list:
    case Kind::map: {
      const std::size_t of_one = value.kind == Kind::map ? 2 : 1;
      std::vector<Cell> block(1);
      block[0].number = static_cast<std::int64_t>(value.items.size() + value.room * of_one);
      for (const Value& item : value.items) block.push_back(this->cell(item));
      block.resize(block.size() + value.room * of_one);
      blocks_.push_back(std::move(block));
      cell.items = blocks_.back().data() + 1;
      cell.size = static_cast<std::uint32_t>(value.items.size() / of_one);
      cell.depth = static_cast<std::uint16_t>(depth(value));
    }
  }
}

Value value_of(const Cell& cell, Kind kind) {
  Value value{kind};
  value.state = cell.state;
  if (!cell.present()) return value;
  switch (kind) {
    case Kind::text:
    case Kind::object:
    case Kind::array: value.text = cell.text(); break;
    case Kind::integer:
    case Kind::boolean:
    case Kind::table: value.integer = cell.number; break;
    case Kind::number: value.number = cell.real; break;
    case Kind::time: value.time = Nanoseconds{cell.number} * per_second + cell.size; break;
    case Kind::list:
    case Kind::map: {
      const std::size_t cells = std::size_t{cell.size} * (kind == Kind::map ? 2 : 1);
      for (std::size_t i = 0; i < cells; ++i)
        value.items.push_back(value_of(cell.items[i], cell.items[i].kind));
    }
  }
  return value;
}

std::uint32_t add_table(compiler::ImageBuilder& builder, const Value& table) {
  std::vector<std::uint32_t> keys;
  std::vector<std::uint32_t> values;
  Kind kind = Kind::text;
  const std::size_t of_one = table.kind == Kind::map ? 2 : 1;
  for (std::size_t i = 0; i < table.items.size(); i += of_one) {
    if (of_one == 2) keys.push_back(builder.string(table.items[i].text));
    const Value& value = table.items[i + of_one - 1];
    kind = value.kind;
    switch (value.kind) {
      case Kind::text: values.push_back(builder.string(value.text)); break;
      case Kind::integer: values.push_back(builder.integer(value.integer)); break;
      case Kind::number:
        values.push_back(builder.integer(std::bit_cast<std::int64_t>(value.number)));
        break;
      case Kind::list:
      case Kind::map:
        // One of those that stand before it.
        kind = Kind::table;
        for (std::uint32_t inner = 0; inner < tables().size(); ++inner)
          if (same(tables()[inner], value)) values.push_back(inner);
        break;
      default: values.push_back(static_cast<std::uint32_t>(value.integer));
    }
  }
  return of_one == 2 ? builder.map(kind, keys, values) : builder.list(kind, values);
}

}  // namespace lintel::exhaustive
