// SPDX-License-Identifier: Apache-2.0
#include "runtime/json_build.h"

namespace lintel::runtime {
namespace {

using image::Kind;
using image::Section;
using image::TableRow;

void write_table(Output& out, const image::View& image, std::uint32_t number);

void write_constant(Output& out, const image::View& image, Kind kind, std::uint32_t word) {
  Cell value{};
  switch (kind) {
    case Kind::text: return out.add_string(image.string(word));
    case Kind::integer: value.set_number(image.integer(word)); break;
    case Kind::boolean: value.set_number(word); break;
    case Kind::table: return write_table(out, image, word);
    case Kind::object: return;  // no table holds one
  }
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

}  // namespace

void write_json(Output& out, const image::View& image, const Cell& value, Kind kind) {
  switch (kind) {
    case Kind::text: return out.add_string(value.text());
    case Kind::integer: {
      char digits[max_integer_digits];
      return out.add(write_integer(value.number, digits));
    }
    case Kind::boolean: return out.add(boolean_text(value.number != 0));
    case Kind::table: return write_table(out, image, static_cast<std::uint32_t>(value.number));
    case Kind::object: return out.add(value.text());
  }
}

}  // namespace lintel::runtime
