// SPDX-License-Identifier: Apache-2.0
// A list stands behind one more cell, which says how many elements it has room for.
#include "runtime/values.h"

#include <algorithm>

#include "runtime/limits.h"
#include "runtime/table.h"
#include "runtime/text.h"

namespace lintel::runtime {
namespace {

using image::Kind;

constexpr std::uint32_t cells_of_entry = 2;

Built start(Cell& made, std::size_t count, std::size_t cells_of_one, TextArena& arena) {
  if (count > limits::max_list_elements) return Built::no_room;
  const std::size_t cells = count * cells_of_one;
  Cell* const block = arena.take_cells(cells + 1);
  if (block == nullptr) return Built::no_room;
  block->number = static_cast<std::int64_t>(cells);
  made.items = block + 1;
  made.size = 0;
  made.state = State::present;
  made.depth = 1;
  return Built::done;
}

std::size_t capacity(const Cell& made) {
  return static_cast<std::size_t>((made.items - 1)->number);
}

// The arena is the evaluator's own: what start() took of it may be written.
Cell* place(const Cell& made, std::size_t number) { return const_cast<Cell*>(made.items) + number; }

bool has_levels(Kind kind) { return kind == Kind::list || kind == Kind::map; }

// Whether `made` may hold `element`, and its levels then.
bool nest(Cell& made, const Cell& element, Kind kind) {
  if (!has_levels(kind)) return true;
  const auto depth = static_cast<std::uint16_t>(element.depth + 1);
  if (depth > limits::max_value_depth) return false;
  made.depth = std::max(made.depth, depth);
  return true;
}

void write(const Cell& made, std::size_t number, const Cell& element, Kind kind) {
  Cell* const at = place(made, number);
  *at = element;
  at->kind = kind;
}

Built copy_elements(Cell& into, const Cell& list) {
  for (std::uint32_t i = 0; i < list.size; ++i) {
    const Cell& element = list.items[i];
    if (const Built built = append(into, element, element.kind); built != Built::done) return built;
  }
  return Built::done;
}

}  // namespace

Built start_list(Cell& list, std::uint32_t capacity, TextArena& arena) {
  return start(list, capacity, 1, arena);
}

Built start_map(Cell& map, std::uint32_t capacity, TextArena& arena) {
  return start(map, capacity, cells_of_entry, arena);
}

Built append(Cell& list, const Cell& element, Kind kind) {
  if (!list.present()) return Built::done;
  if (!element.present()) {
    list.set_absent();
    return Built::done;
  }
  if (list.size >= capacity(list) || !nest(list, element, kind)) return Built::no_room;
  write(list, list.size++, element, kind);
  return Built::done;
}

Built put(Cell& map, std::string_view key, const Cell& value, Kind kind) {
  if (!map.present()) return Built::done;
  if (!value.present() || find_value(map, key) != nullptr) {
    map.set_absent();
    return Built::done;
  }
  const std::size_t at = std::size_t{map.size} * cells_of_entry;
  if (at + cells_of_entry > capacity(map) || !nest(map, value, kind)) return Built::no_room;
  Cell name{};
  name.set_text(key);
  write(map, at, name, Kind::text);
  write(map, at + 1, value, kind);
  ++map.size;
  return Built::done;
}

Built join(Cell& into, const Cell& left, const Cell& right, TextArena& arena) {
  Cell made{};
  Built built = start(made, std::size_t{left.size} + right.size, 1, arena);
  if (built == Built::done) built = copy_elements(made, left);
  if (built == Built::done) built = copy_elements(made, right);
  into = made;
  return built;
}

Built flatten(Cell& into, const Cell& lists, TextArena& arena) {
  std::size_t count = 0;
  for (std::uint32_t i = 0; i < lists.size; ++i) {
    if (lists.items[i].kind != Kind::list) return Built::none;
    count += lists.items[i].size;
  }
  Cell made{};
  Built built = start(made, count, 1, arena);
  for (std::uint32_t i = 0; i < lists.size && built == Built::done; ++i)
    built = copy_elements(made, lists.items[i]);
  into = made;
  return built;
}

Built distinct(Cell& into, const Cell& list, TextArena& arena, Effort& effort) {
  Cell made{};
  Built built = start(made, list.size, 1, arena);
  for (std::uint32_t i = 0; i < list.size && built == Built::done; ++i) {
    const Cell& element = list.items[i];
    if (!holds(made, element, element.kind, effort)) built = append(made, element, element.kind);
  }
  into = made;
  return built;
}

Built keys(Cell& into, const Cell& map, TextArena& arena) {
  Cell made{};
  Built built = start(made, map.size, 1, arena);
  for (std::uint32_t i = 0; i < map.size && built == Built::done; ++i)
    built = append(made, map.items[std::size_t{i} * cells_of_entry], Kind::text);
  into = made;
  return built;
}

const Cell* find_value(const Cell& map, std::string_view key) {
  for (std::uint32_t i = 0; i < map.size; ++i) {
    const Cell* const entry = map.items + std::size_t{i} * cells_of_entry;
    if (entry->text() == key) return entry + 1;
  }
  return nullptr;
}

namespace {

// `levels` bounds the stack where an image that nobody compiled nests a list into itself.
bool equal_within(const Cell& a, const Cell& b, Kind kind, Effort& effort, std::uint32_t levels) {
  if (!effort.spend()) return false;
  if (levels == 0) {
    effort.left = 0;
    return false;
  }
  switch (kind) {
    case Kind::text:
    case Kind::object:
    case Kind::array: return a.text() == b.text();
    case Kind::integer:
    case Kind::boolean:
    case Kind::table: return a.number == b.number;
    case Kind::number: return a.real == b.real;
    case Kind::time: return a.number == b.number && a.size == b.size;
    case Kind::list:
      if (a.size != b.size) return false;
      for (std::uint32_t i = 0; i < a.size; ++i) {
        const Kind element = a.items[i].kind;
        if (element != b.items[i].kind ||
            !equal_within(a.items[i], b.items[i], element, effort, levels - 1)) {
          return false;
        }
      }
      return true;
    case Kind::map:
      if (a.size != b.size) return false;
      for (std::uint32_t i = 0; i < a.size; ++i) {
        const Cell* const entry = a.items + std::size_t{i} * cells_of_entry;
        const Cell* const other = find_value(b, entry->text());
        if (other == nullptr || other->kind != entry[1].kind ||
            !equal_within(entry[1], *other, other->kind, effort, levels - 1)) {
          return false;
        }
      }
      return true;
  }
  return false;
}

}  // namespace

bool equal(const Cell& a, const Cell& b, Kind kind, Effort& effort) {
  return equal_within(a, b, kind, effort, limits::max_value_depth + 1U);
}

bool holds(const Cell& list, const Cell& element, Kind kind, Effort& effort) {
  return std::any_of(list.items, list.items + list.size, [&](const Cell& other) {
    return other.kind == kind && equal(other, element, kind, effort);
  });
}

bool holds_ignoring_case(const Cell& list, std::string_view text, Effort& effort) {
  return std::any_of(list.items, list.items + list.size, [&](const Cell& other) {
    return effort.spend() && other.kind == Kind::text && equal_ignoring_case(other.text(), text);
  });
}

namespace {

Built unpack_nested(Cell& into, bool as_map, const image::View& image, const image::TableRow& table,
                    TextArena& arena, std::uint32_t levels) {
  if ((table.is_map != 0) != as_map || levels == 0) return Built::none;
  Built built = as_map ? start_map(into, table.count, arena) : start_list(into, table.count, arena);
  const auto kind = static_cast<Kind>(table.value_kind);
  for (std::uint32_t i = 0; i < table.count && built == Built::done; ++i) {
    const std::uint32_t word = image.word(table.values + i);
    Cell value{};
    Kind value_kind = kind;
    if (kind == Kind::table) {
      const auto inner = image.row<image::TableRow>(image::Section::tables, word);
      value_kind = inner.is_map != 0 ? Kind::map : Kind::list;
      built = unpack_nested(value, inner.is_map != 0, image, inner, arena, levels - 1);
      if (built != Built::done) return built;
    } else {
      set_constant(value, kind, word, image);
    }
    built = as_map ? put(into, image.string(image.word(table.keys + i)), value, value_kind)
                   : append(into, value, value_kind);
  }
  return built;
}

}  // namespace

Built unpack(Cell& into, Kind kind, const image::View& image, const image::TableRow& table,
             TextArena& arena) {
  Cell made{};
  const Built built =
      unpack_nested(made, kind == Kind::map, image, table, arena, limits::max_value_depth);
  into = made;
  return built;
}

void set_constant(Cell& cell, Kind kind, std::uint32_t word, const image::View& image) {
  switch (kind) {
    case Kind::text: cell.set_text(image.string(word)); break;
    case Kind::integer:
    case Kind::number: cell.set_number(image.integer(word)); break;
    case Kind::boolean:
    case Kind::table: cell.set_number(word); break;
    case Kind::object:
    case Kind::array:
    case Kind::time:
    case Kind::list:
    case Kind::map: break;  // no table holds one
  }
}

}  // namespace lintel::runtime
