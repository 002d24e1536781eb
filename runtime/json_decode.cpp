// SPDX-License-Identifier: Apache-2.0
// JSON of the event as values: by the shape that the compiler expects.
#include "runtime/json_text.h"
#include "runtime/limits.h"
#include "runtime/number_text.h"
#include "runtime/text.h"
#include "runtime/values.h"

namespace lintel::runtime {
namespace {

using image::Kind;

// The kind that one letter of a shape stands for.
bool kind_of_letter(char letter, Kind& kind) {
  switch (letter) {
    case 't': kind = Kind::text; return true;
    case 'i': kind = Kind::integer; return true;
    case 'n': kind = Kind::number; return true;
    case 'b': kind = Kind::boolean; return true;
    case 'o': kind = Kind::object; return true;
    case '[': kind = Kind::list; return true;
    case '{': kind = Kind::map; return true;
    default: return false;
  }
}

Built decode_text(Cell& into, std::string_view json, JsonType type, TextArena& arena) {
  if (type == JsonType::object || type == JsonType::list) return Built::none;
  if (type != JsonType::text) {
    into.set_text(json);
    return Built::done;
  }
  const auto text = unescape(JsonMember{{}, json}.content(), arena);
  if (!text) return Built::no_room;
  into.set_text(*text);
  return Built::done;
}

// `kind` is what the first letter of the shape stands for.
Built decode_value(Cell& into, Kind kind, std::string_view shape, std::string_view json,
                   TextArena& arena) {
  if (kind == Kind::list || kind == Kind::map) return decode(into, shape, json, arena);
  return decode_scalar(into, kind, json, arena);
}

Built decode_list(Cell& into, std::string_view shape, std::string_view json, TextArena& arena) {
  std::size_t count = 0;
  JsonElements counter(json);
  std::string_view element;
  while (counter.next(element)) ++count;
  Cell made{};
  Built built = start_list(made, static_cast<std::uint32_t>(count), arena);
  Kind kind{};
  if (shape.empty() || !kind_of_letter(shape.front(), kind)) return Built::none;
  JsonElements elements(json);
  while (built == Built::done && elements.next(element)) {
    Cell cell{};
    built = decode_value(cell, kind, shape, element, arena);
    if (built == Built::done) built = append(made, cell, kind);
  }
  into = made;
  return built;
}

Built decode_map(Cell& into, std::string_view shape, std::string_view json, TextArena& arena) {
  std::size_t count = 0;
  JsonMembers counter(json);
  JsonMember member;
  while (counter.next(member)) ++count;
  Cell made{};
  Built built = start_map(made, static_cast<std::uint32_t>(count), arena);
  Kind kind{};
  if (shape.empty() || !kind_of_letter(shape.front(), kind)) return Built::none;
  JsonMembers members(json);
  while (built == Built::done && members.next(member)) {
    const auto name = unescape(member.name, arena);
    if (!name) return Built::no_room;
    // Of a repeated name the last one counts, as in the reader.
    const auto last = find_member(json, *name);
    if (last->value.data() != member.value.data() || member.type() == JsonType::null) continue;
    Cell cell{};
    built = decode_value(cell, kind, shape, member.value, arena);
    if (built == Built::done) built = put(made, *name, cell, kind);
  }
  into = made;
  return built;
}

}  // namespace

Built decode(Cell& into, std::string_view shape, std::string_view json, TextArena& arena) {
  // A letter for each level, and one for what the innermost holds.
  if (shape.empty() || shape.size() > limits::max_value_depth + 1U) return Built::none;
  const JsonType type = json_type(json.front());
  if (shape.front() == '[' && type == JsonType::list)
    return decode_list(into, slice(shape, 1), json, arena);
  if (shape.front() == '{' && type == JsonType::object)
    return decode_map(into, slice(shape, 1), json, arena);
  return Built::none;
}

Built decode_scalar(Cell& into, Kind kind, std::string_view json, TextArena& arena) {
  const JsonType type = json_type(json.front());
  if (type == JsonType::null) return Built::none;
  switch (kind) {
    case Kind::text: return decode_text(into, json, type, arena);
    case Kind::object:
    case Kind::array:
      if (type != (kind == Kind::object ? JsonType::object : JsonType::list)) return Built::none;
      into.set_text(json);
      return Built::done;
    case Kind::boolean: {
      // As Cognito sends it: the words as text too, in any letter case.
      const RawText word = type == JsonType::text ? JsonMember{{}, json}.content() : RawText{json};
      const bool yes = equals_ignoring_case(word, boolean_text(true));
      if (!yes && !equals_ignoring_case(word, boolean_text(false))) return Built::none;
      into.set_number(yes ? 1 : 0);
      return Built::done;
    }
    case Kind::integer: {
      const auto value = parse_integer(json);
      if (type != JsonType::number || !value) return Built::none;
      into.set_number(*value);
      return Built::done;
    }
    case Kind::number: {
      const auto value = type == JsonType::number ? parse_number(json) : std::nullopt;
      if (!value) return Built::none;
      into.set_real(*value);
      return Built::done;
    }
    case Kind::table:
    case Kind::time:
    case Kind::list:
    case Kind::map: break;
  }
  return Built::none;
}

Built names(Cell& into, std::string_view object, TextArena& arena) {
  std::size_t count = 0;
  JsonMembers counter(object);
  JsonMember member;
  while (counter.next(member)) ++count;
  Cell made{};
  Built built = start_list(made, static_cast<std::uint32_t>(count), arena);
  JsonMembers members(object);
  while (built == Built::done && members.next(member)) {
    const auto name = unescape(member.name, arena);
    if (!name) return Built::no_room;
    const auto last = find_member(object, *name);
    if (last->value.data() != member.value.data() || member.type() == JsonType::null) continue;
    Cell cell{};
    cell.set_text(*name);
    built = append(made, cell, Kind::text);
  }
  into = made;
  return built;
}

}  // namespace lintel::runtime
