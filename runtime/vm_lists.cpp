// SPDX-License-Identifier: Apache-2.0
// Lists and maps that are built while an event is evaluated, and the loops over them.
#include "runtime/instruction.h"
#include "runtime/json_text.h"
#include "runtime/machine.h"
#include "runtime/table.h"
#include "runtime/values.h"

namespace lintel::runtime {

using image::Kind;
using image::Opcode;

// What takes room in the arena. The operands are copied first: a may be one of them.
bool Machine::build(InstructionRow row) {
  Cell& a = cell(row.a);
  TextArena& arena = work_.texts;
  const auto opcode = static_cast<Opcode>(row.opcode);
  if (opcode == Opcode::start_list) return fit(start_list(a, row.b, arena) != Built::no_room);
  if (opcode == Opcode::start_map) return fit(start_map(a, row.b, arena) != Built::no_room);
  const Cell b = cell(row.b);
  if (opcode == Opcode::append) return fit(append(a, b, kind(row.b)) != Built::no_room);
  const Cell c = is_register(info(row.opcode).operands[2]) ? cell(row.c) : b;
  if (opcode == Opcode::put) {
    if (!b.present()) a.set_absent();
    return fit(put(a, b.text(), c, kind(row.c)) != Built::no_room);
  }
  Built built = Built::none;
  if (b.present() && (opcode != Opcode::join_lists || c.present())) {
    switch (opcode) {
      case Opcode::unpack: built = unpack(a, kind(row.a), image_, table(b), arena); break;
      case Opcode::decode_list:
      case Opcode::decode_map: built = decode(a, image_.string(row.c), b.text(), arena); break;
      case Opcode::names: built = names(a, b.text(), arena); break;
      case Opcode::keys: built = keys(a, b, arena); break;
      case Opcode::reserve: built = start_list(a, b.size, arena); break;
      case Opcode::reserve_entries: built = start_list(a, table(b).count, arena); break;
      case Opcode::join_lists: built = join(a, b, c, arena); break;
      case Opcode::flatten: built = flatten(a, b, arena); break;
      default: built = distinct(a, b, arena, effort_); break;  // Opcode::distinct
    }
  }
  if (built == Built::none) a.set_absent();
  if (effort_.is_spent()) return too_many_rounds();
  return fit(built != Built::no_room);
}

void Machine::pick(InstructionRow row, bool of_map) {
  from_two(row, [&](Cell& a, const Cell& b, const Cell& c) {
    const Cell* found = nullptr;
    if (of_map) {
      found = find_value(b, c.text());
    } else if (c.number >= 0 && c.number < b.size) {
      found = b.items + c.number;
    }
    if (found != nullptr && found->kind == static_cast<Kind>(row.d))
      a = *found;
    else
      a.set_absent();
  });
}

void Machine::parse(InstructionRow row, char first) {
  from_one(row, [&](Cell& a, const Cell& b) {
    const auto document = parse_document(b.text(), first);
    if (document)
      a.set_text(*document);
    else
      a.set_absent();
  });
}

bool Machine::member_as(InstructionRow row) {
  Built built = Built::done;
  bool has_effort = true;
  from_two(row, [&](Cell& a, const Cell& b, const Cell& c) {
    has_effort = has_effort_for(b.text());
    if (!has_effort) return;
    const auto found = find_member(b.text(), c.text());
    built = Built::none;
    if (found) built = decode_scalar(a, static_cast<Kind>(row.d), found->value, work_.texts);
    if (built == Built::none) a.set_absent();
  });
  return has_effort && fit(built != Built::no_room);
}

// False: the loop is at its end.
bool Machine::next(InstructionRow row, bool of_table) {
  const Cell b = cell(row.b);
  Cell& a = cell(row.a);
  std::uint32_t& place = places_[row.c];
  if (!b.present()) return false;
  if (!of_table) {
    if (place >= b.size) return false;
    a = b.items[place++];
    if (a.kind != kind(row.a)) a.set_absent();
    return true;
  }
  const image::TableRow from = table(b);
  if (place >= from.count) return false;
  const bool is_map = from.is_map != 0;
  const auto value_kind = is_map ? Kind::text : static_cast<Kind>(from.value_kind);
  const std::uint32_t word = image_.word((is_map ? from.keys : from.values) + place++);
  a.set_absent();
  if (value_kind == kind(row.a)) set_constant(a, value_kind, word, image_);
  return true;
}

Truth Machine::test_value(InstructionRow row) {
  const Cell& a = cell(row.a);
  const Cell& b = cell(row.b);
  if (!a.present() || !b.present()) return Truth::absent;
  switch (static_cast<Opcode>(row.opcode)) {
    case Opcode::test_value_equal: return truth(equal(a, b, kind(row.a), effort_));
    case Opcode::test_in: return truth(holds(b, a, kind(row.a), effort_));
    case Opcode::test_same_in: return truth(holds_ignoring_case(b, a.text(), effort_));
    default: return truth(find_value(b, a.text()) != nullptr);  // test_key
  }
}

}  // namespace lintel::runtime
