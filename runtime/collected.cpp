// SPDX-License-Identifier: Apache-2.0
#include "runtime/collected.h"

#include "runtime/json_text.h"
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
                                const image::View& image) {
  if (kind == Kind::list) {
    for (std::uint32_t i = 0; i < list.size; ++i) {
      if (list.items[i].kind != Kind::text) continue;
      const auto added = add_item(field, list.items[i].text());
      if (added != Collecting::done) return added;
    }
  }
  if (kind != Kind::table) return Collecting::done;
  const auto table = image.row<TableRow>(Section::tables, static_cast<std::uint32_t>(list.number));
  if (static_cast<Kind>(table.value_kind) != Kind::text) return Collecting::done;
  for (std::uint32_t i = 0; i < table.count; ++i) {
    const auto added = add_item(field, image.string(image.word(table.values + i)));
    if (added != Collecting::done) return added;
  }
  return Collecting::done;
}

Collecting Collected::add_entries(std::uint32_t field, const Cell& map, Kind kind,
                                  const image::View& image, TextArena& arena) {
  if (kind == Kind::object) return add_members(field, map.text(), arena);
  if (kind == Kind::map) {
    for (std::uint32_t i = 0; i < map.size; ++i) {
      const Cell* const entry = map.items + 2 * std::size_t{i};
      const auto added = add_entry(field, entry->text(), entry[1], entry[1].kind);
      if (added != Collecting::done) return added;
    }
  }
  if (kind != Kind::table) return Collecting::done;
  const auto table = image.row<TableRow>(Section::tables, static_cast<std::uint32_t>(map.number));
  const auto value_kind = static_cast<Kind>(table.value_kind);
  for (std::uint32_t i = 0; i < table.count; ++i) {
    Cell value{};
    set_constant(value, value_kind, image.word(table.values + i), image);
    const auto key = image.string(image.word(table.keys + i));
    const auto added = add_entry(field, key, value, value_kind);
    if (added != Collecting::done) return added;
  }
  return Collecting::done;
}

// As the reader takes texts: a number or boolean as its JSON text, null as nothing.
Collecting Collected::add_members(std::uint32_t field, std::string_view object, TextArena& arena) {
  JsonMembers members(object);
  JsonMember member;
  while (members.next(member)) {
    if (member.type() == JsonType::null) continue;
    const auto key = unescape(member.name, arena);
    if (!key) return Collecting::no_room;
    Cell value{};
    value.set_text(member.value);
    if (member.type() == JsonType::text) {
      const auto text = unescape(member.content(), arena);
      if (!text) return Collecting::no_room;
      value.set_text(*text);
    }
    const auto added = add_entry(field, *key, value, Kind::text);
    if (added != Collecting::done) return added;
  }
  return Collecting::done;
}

}  // namespace lintel::runtime
