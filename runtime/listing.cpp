// SPDX-License-Identifier: Apache-2.0
#include "runtime/listing.h"

namespace lintel::runtime {

using image::Kind;

void Listing::add(Quoted quoted) {
  if (quoted.string == image::none) return add("none");
  const std::string_view text = image_.string(quoted.string);
  const char* at = text.data();
  const char* const end = at + text.size();
  add("\"");
  constexpr std::size_t piece = 64;
  char escaped[6 * piece];
  while (at != end) {
    const std::size_t left = static_cast<std::size_t>(end - at);
    const std::size_t size = left < piece ? left : piece;
    add(std::string_view(escaped, escape_json({at, size}, escaped)));
    at += size;
  }
  add("\"");
}

void Listing::add(Hex hex) {
  constexpr std::string_view digits = "0123456789abcdef";
  char text[16];
  for (int i = 0; i < 16; ++i) text[i] = digits[hex.value >> (60 - 4 * i) & 0xf];
  add(std::string_view(text, sizeof text));
}

void Listing::add_value(std::uint8_t kind, std::uint32_t word) {
  switch (static_cast<Kind>(kind)) {
    case Kind::text: return add(Quoted{word});
    case Kind::integer: return add(image_.integer(word));
    case Kind::boolean: return add(boolean_text(word != 0));
    case Kind::table: add("table "); return add(word);
    case Kind::number:
      add("bits ");
      return add(Hex{static_cast<std::uint64_t>(image_.integer(word))});
    case Kind::object:
    case Kind::array:
    case Kind::time:
    case Kind::list:
    case Kind::map: return;
  }
}

}  // namespace lintel::runtime
