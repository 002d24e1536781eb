// SPDX-License-Identifier: Apache-2.0
#include "compiler/lsp/places.h"

#include <algorithm>
#include <limits>

namespace lintel::lsp {
namespace {

// What is larger than any text means its end.
std::optional<std::uint32_t> coordinate(const Json& value, std::string_view name) {
  const auto number = integer(value, name);
  if (!number || *number < 0) return {};
  constexpr std::int64_t largest = std::numeric_limits<std::uint32_t>::max();
  return static_cast<std::uint32_t>(std::min(*number, largest));
}

Json place(const Position& position) {
  return {{"line", position.line}, {"character", position.character}};
}

}  // namespace

std::optional<std::size_t> byte_of(const Json& value, const Text& text) {
  const auto line = coordinate(value, "line");
  const auto character = coordinate(value, "character");
  if (!line || !character) return {};
  return text.offset({*line, *character});
}

std::optional<Bytes> bytes_of(const Json& value, const Text& text) {
  const Json* start = member(value, "start");
  const Json* end = member(value, "end");
  if (start == nullptr || end == nullptr) return {};
  const auto first = byte_of(*start, text);
  const auto last = byte_of(*end, text);
  if (!first || !last || *last < *first) return {};
  return Bytes{*first, *last};
}

Json range(const Text& text, Bytes bytes) {
  return {{"start", place(text.position(bytes.begin))}, {"end", place(text.position(bytes.end))}};
}

}  // namespace lintel::lsp
