// SPDX-License-Identifier: Apache-2.0
// Lists and maps while an event is evaluated: how they are built, compared, and read from JSON and
// from tables. They live in the evaluator's arena.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/image.h"
#include "runtime/text_arena.h"
#include "runtime/value.h"

namespace lintel::runtime {

// What came of building a value. `none`: there is no such value.
enum class Built : std::uint8_t { done, none, no_room };

// How many cells comparisons may still look at. Lists share what they hold, so comparing two can
// take far more work than building them did. With none left, the answers mean nothing.
struct Effort {
  std::uint32_t left = 0;

  bool is_spent() const { return left == 0; }
  bool spend() {
    if (left != 0) --left;
    return left != 0;
  }
  void spend(std::size_t cells) {
    left = cells < left ? left - static_cast<std::uint32_t>(cells) : 0;
  }
};

// `list` = an empty list with room for `capacity` elements, or entries of a map.
Built start_list(Cell& list, std::uint32_t capacity, TextArena& arena);
Built start_map(Cell& map, std::uint32_t capacity, TextArena& arena);

// Adds to what start_list() has made; only while no copy of it is in use. An absent element makes
// the list absent, and a key that is there already the map. no_room: it is full, or nested too
// deeply (limits::max_value_depth).
Built append(Cell& list, const Cell& element, image::Kind kind);
Built put(Cell& map, std::string_view key, const Cell& value, image::Kind kind);

// The elements of both; `into` may be one of them.
Built join(Cell& into, const Cell& left, const Cell& right, TextArena& arena);

// The elements of the lists in `lists`; none if it holds something else.
Built flatten(Cell& into, const Cell& lists, TextArena& arena);

// Each element once, in the order of their first places.
Built distinct(Cell& into, const Cell& list, TextArena& arena, Effort& effort);

// The keys of a map, and the names of a JSON object whose value is not null, each once.
Built keys(Cell& into, const Cell& map, TextArena& arena);
Built names(Cell& into, std::string_view object, TextArena& arena);

// Values of one kind: equal if they have the same type and content; maps whatever their order.
bool equal(const Cell& a, const Cell& b, image::Kind kind, Effort& effort);

// Whether the list holds the element; of texts also with ASCII letter case aside.
bool holds(const Cell& list, const Cell& element, image::Kind kind, Effort& effort);
bool holds_ignoring_case(const Cell& list, std::string_view text, Effort& effort);

// The value of a map under a key; null if there is none.
const Cell* find_value(const Cell& map, std::string_view key);

// A value of a table: `word` is what the table holds for it.
void set_constant(Cell& cell, image::Kind kind, std::uint32_t word, const image::View& image);

// A constant list or map as one that is built; none if it has not the form that `kind` says.
Built unpack(Cell& into, image::Kind kind, const image::View& image, const image::TableRow& table,
             TextArena& arena);

// JSON of the event as values. `shape` says of what: t text, i integer, n number, b boolean, o
// object, [ list of what follows, { map of what follows. none: the JSON has another shape; of text,
// a number or boolean is taken as its JSON text, as the reader does.
Built decode(Cell& into, std::string_view shape, std::string_view json, TextArena& arena);

// The JSON value `json` as a cell of a kind that has no elements: text, integer, number, boolean,
// object, array. none: it is null, or of another type.
Built decode_scalar(Cell& into, image::Kind kind, std::string_view json, TextArena& arena);

}  // namespace lintel::runtime
