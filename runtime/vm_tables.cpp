// SPDX-License-Identifier: Apache-2.0
// Look-ups in constant tables, and in maps of the event.
#include "runtime/event_reader.h"
#include "runtime/json_text.h"
#include "runtime/machine.h"
#include "runtime/table.h"
#include "runtime/values.h"

namespace lintel::runtime {

using image::Kind;
using image::Section;
using image::TableRow;

// A map that the event does not have counts as empty, here and in test_member.
bool Machine::count_names(InstructionRow row) {
  const Cell& object = cell(row.b);
  if (!object.present()) {
    cell(row.a).set_number(0);
    return true;
  }
  const auto count = count_members(object.text(), work_.texts.scratch());
  if (!count) return no_room();
  cell(row.a).set_number(*count);
  return true;
}

Truth Machine::test_member(InstructionRow row) {
  const Cell& name = cell(row.a);
  const Cell& object = cell(row.b);
  if (!name.present()) return Truth::absent;
  if (!object.present()) return Truth::no;
  if (!has_effort_for(object.text())) return Truth::absent;
  const auto found = find_member(object.text(), name.text());
  return truth(found && found->type() != JsonType::null);
}

void Machine::entry(InstructionRow row, bool of_map) {
  from_two(row, [&](Cell& a, const Cell& b, const Cell& c) {
    const TableRow from = table(b);
    a.set_absent();
    if ((from.is_map != 0) != of_map || from.value_kind != row.d) return;
    std::uint32_t found = image::none;
    if (of_map) {
      found = image::find(image_, from, c.text());
    } else if (c.number >= 0 && c.number < from.count) {
      found = static_cast<std::uint32_t>(c.number);
    }
    if (found != image::none) {
      set_constant(a, static_cast<Kind>(row.d), image_.word(from.values + found), image_);
    }
  });
}

bool Machine::member(InstructionRow row) {
  bool done = true;
  from_two(row, [&](Cell& a, const Cell& b, const Cell& c) {
    a.set_absent();
    if (!has_effort_for(b.text())) {
      done = false;
      return;
    }
    const auto found = find_member(b.text(), c.text());
    if (!found || found->type() == JsonType::null) return;
    const JsonType type = found->type();
    if (type == JsonType::object || type == JsonType::list) {
      decision_.fault = {FaultKind::wrong_type,
                         static_cast<std::size_t>(found->value.data() - event_), path_of(row.b),
                         wrong_type_detail(image::ReadAs::text, type)};
      done = false;
    } else if (type == JsonType::text) {
      const auto text = unescape(found->content(), work_.texts);
      if (text)
        a.set_text(*text);
      else
        done = no_room();
    } else {
      a.set_text(found->value);
    }
  });
  return done;
}

// Empty if the register is no slot.
std::string_view Machine::path_of(std::uint32_t slot) const {
  for (std::uint32_t i = 0; i < image_.count(Section::plan_nodes); ++i) {
    const auto node = image_.row<image::PlanNode>(Section::plan_nodes, i);
    if (node.slot == slot) return image_.string(node.path);
  }
  return {};
}

}  // namespace lintel::runtime
