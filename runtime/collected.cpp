// SPDX-License-Identifier: Apache-2.0
#include "runtime/collected.h"

#include <algorithm>

#include "runtime/json_text.h"
#include "runtime/limits.h"
#include "runtime/values.h"

namespace lintel::runtime {

using image::Kind;
using image::Section;
using image::TableRow;

const CollectedValue* Collected::find(std::uint32_t field, std::string_view key) const {
  for (const CollectedValue& known : values()) {
    if (known.field == field && known.key == key) return &known;
  }
  return nullptr;
}

Collecting Collected::add_item(std::uint32_t field, std::string_view text) {
  return add_entry(field, text, Cell{}, Kind::text);
}

Collecting Collected::add_entry(std::uint32_t field, std::string_view key, const Cell& value,
                                Kind kind) {
  if (find(field, key) != nullptr) return Collecting::done;
  if (count_ == room_.size()) return Collecting::full;
  room_[count_++] = {key, value, field, kind};
  return Collecting::done;
}

Collecting Collected::add_items(std::uint32_t field, const Cell& list, Kind kind,
                                const image::View& image, TextArena& arena) {
  Cell built = list;
  if (kind == Kind::table) {
    const auto number = static_cast<std::uint32_t>(list.number);
    const auto table = image.row<TableRow>(Section::tables, number);
    if (unpack(built, Kind::list, image, table, arena) != Built::done) return Collecting::no_room;
  } else if (kind == Kind::array) {
    const Built decoded = decode(built, "[t", list.text(), arena);
    if (decoded != Built::done) {
      return decoded == Built::none ? Collecting::done : Collecting::no_room;
    }
  } else if (kind != Kind::list) {
    return Collecting::done;
  }
  for (std::uint32_t i = 0; i < built.size; ++i) {
    if (built.items[i].kind != Kind::text) continue;
    const auto added = add_item(field, built.items[i].text());
    if (added != Collecting::done) return added;
  }
  return Collecting::done;
}

Collecting Collected::add_entries(std::uint32_t field, const Cell& map, Kind kind,
                                  const image::View& image, TextArena& arena) {
  if (kind == Kind::object) return add_members(field, map.text(), arena);
  Cell built = map;
  if (kind == Kind::table) {
    const auto number = static_cast<std::uint32_t>(map.number);
    const auto table = image.row<TableRow>(Section::tables, number);
    if (unpack(built, Kind::map, image, table, arena) != Built::done) return Collecting::no_room;
  } else if (kind != Kind::map) {
    return Collecting::done;
  }
  for (std::uint32_t i = 0; i < built.size; ++i) {
    const Cell* const entry = built.items + std::size_t{i} * 2;  // a key and a value
    const auto added = add_entry(field, entry[0].text(), entry[1], entry[1].kind);
    if (added != Collecting::done) return added;
  }
  return Collecting::done;
}

// As the reader takes texts: a number or boolean as its JSON text, null as nothing. Of a repeated
// name the last one counts, as everywhere; what was there before the object stays.
Collecting Collected::add_members(std::uint32_t field, std::string_view object, TextArena& arena) {
  CollectedValue* const first = room_.data() + count_;
  JsonMembers members(object);
  JsonMember member;
  std::size_t seen = 0;
  while (members.next(member)) {
    if (++seen > limits::max_collected) return Collecting::full;  // each is looked for
    const auto key = unescape(member.name, arena);
    if (!key) return Collecting::no_room;
    const CollectedValue* const known = find(field, *key);
    if (known != nullptr && known < first) continue;
    if (member.type() == JsonType::null) {
      if (known != nullptr) remove(known);
      continue;
    }
    Cell value{};
    value.set_text(member.value);
    if (member.type() == JsonType::text) {
      const auto text = unescape(member.content(), arena);
      if (!text) return Collecting::no_room;
      value.set_text(*text);
    }
    if (known != nullptr) {
      first[known - first].value = value;
      continue;
    }
    const auto added = add_entry(field, *key, value, Kind::text);
    if (added != Collecting::done) return added;
  }
  return Collecting::done;
}

void Collected::remove(const CollectedValue* value) {
  CollectedValue* const at = room_.data() + (value - room_.data());
  std::copy(at + 1, room_.data() + count_, at);
  --count_;
}

}  // namespace lintel::runtime
