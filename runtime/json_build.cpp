// SPDX-License-Identifier: Apache-2.0
#include "runtime/json_build.h"

#include <cmath>

#include "runtime/number_text.h"
#include "runtime/values.h"

namespace lintel::runtime {
namespace {

using image::Kind;
using image::Section;
using image::TableRow;

void write_table(Output& out, const image::View& image, std::uint32_t number);

void write_constant(Output& out, const image::View& image, Kind kind, std::uint32_t word) {
  Cell value{};
  set_constant(value, kind, word, image);
  write_json(out, image, value, kind);
}

// A table holds earlier ones only, so this ends.
void write_table(Output& out, const image::View& image, std::uint32_t number) {
  const auto table = image.row<TableRow>(Section::tables, number);
  const bool is_map = table.is_map != 0;
  out.add(is_map ? "{" : "[");
  for (std::uint32_t i = 0; i < table.count; ++i) {
    if (i != 0) out.add(",");
    if (is_map) {
      out.add_string(image.string(image.word(table.keys + i)));
      out.add(":");
    }
    write_constant(out, image, static_cast<Kind>(table.value_kind), image.word(table.values + i));
  }
  out.add(is_map ? "}" : "]");
}

// JSON has no infinities and no NaN: they are null, as in JavaScript.
void write_real(Output& out, double value) {
  char buffer[max_number_characters];
  if (!std::isfinite(value)) return out.add("null");
  const std::string_view text = write_number(value, buffer);
  out.add(text);
}

// Built values are as deep as limits::max_value_depth lets them be.
void write_list(Output& out, const image::View& image, const Cell& list) {
  out.add("[");
  for (std::uint32_t i = 0; i < list.size; ++i) {
    if (i != 0) out.add(",");
    write_json(out, image, list.items[i], list.items[i].kind);
  }
  out.add("]");
}

void write_map(Output& out, const image::View& image, const Cell& map) {
  out.add("{");
  for (std::uint32_t i = 0; i < map.size; ++i) {
    if (i != 0) out.add(",");
    const Cell* const entry = map.items + std::size_t{i} * 2;  // a key and a value
    out.add_string(entry[0].text());
    out.add(":");
    write_json(out, image, entry[1], entry[1].kind);
  }
  out.add("}");
}

}  // namespace

void write_json(Output& out, const image::View& image, const Cell& value, Kind kind) {
  switch (kind) {
    case Kind::text: return out.add_string(value.text());
    case Kind::integer: {
      char digits[max_integer_digits];
      return out.add(write_integer(value.number, digits));
    }
    case Kind::boolean: return out.add(boolean_text(value.number != 0));
    case Kind::number: return write_real(out, value.real);
    case Kind::time: {
      char digits[max_integer_digits];
      return out.add(write_integer(value.number, digits));
    }
    case Kind::table: return write_table(out, image, static_cast<std::uint32_t>(value.number));
    case Kind::object:
    case Kind::array: return out.add(value.text());
    case Kind::list: return write_list(out, image, value);
    case Kind::map: return write_map(out, image, value);
  }
}

}  // namespace lintel::runtime
