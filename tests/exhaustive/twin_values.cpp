// SPDX-License-Identifier: Apache-2.0
// JSON for the twin: texts that are known to be JSON, cut at the commas that are in nothing else.
#include <cmath>

#include "runtime/limits.h"
#include "tests/exhaustive/twin.h"
#include "tests/support/json_text.h"
#include "tests/support/reference_text.h"

namespace lintel::exhaustive {
namespace {

using Part = std::pair<std::string, std::string>;  // name, of a list empty; JSON text

std::string trimmed(std::string text) {
  text.erase(0, text.find_first_not_of(" \t\r\n"));
  text.erase(text.find_last_not_of(" \t\r\n") + 1);
  return text;
}

std::string string_of(std::string_view json) {
  return reference::parse_json(json, 1).value_or(reference::Json{}).text;
}

// The members or elements of an object or list.
std::vector<Part> parts(std::string_view json) {
  std::vector<Part> found;
  std::string name;
  std::string part;
  int level = 0;
  bool in_string = false;
  const auto end = [&] {
    if (!trimmed(part).empty()) found.emplace_back(name, trimmed(part));
    name.clear();
    part.clear();
  };
  for (std::size_t i = 1; i + 1 < json.size(); ++i) {
    const char c = json[i];
    if (in_string && c == '\\') {
      part.append(json.substr(i++, 2));
      continue;
    }
    if (c == '"') in_string = !in_string;
    if (!in_string && (c == '{' || c == '[')) ++level;
    if (!in_string && (c == '}' || c == ']')) --level;
    if (!in_string && level == 0 && c == ',') {
      end();
    } else if (!in_string && level == 0 && c == ':') {
      name = string_of(trimmed(part));
      part.clear();
    } else {
      part += c;
    }
  }
  end();
  return found;
}

std::optional<Kind> kind_of(char letter) {
  switch (letter) {
    case 't': return Kind::text;
    case 'i': return Kind::integer;
    case 'n': return Kind::number;
    case 'b': return Kind::boolean;
    case 'o': return Kind::object;
    case '[': return Kind::list;
    case '{': return Kind::map;
    default: return std::nullopt;
  }
}

}  // namespace

std::vector<std::pair<std::string, std::string>> members(std::string_view object) {
  const std::vector<Part> all = parts(object);
  std::vector<Part> found;
  for (std::size_t i = 0; i < all.size(); ++i) {
    bool is_last = true;
    for (std::size_t j = i + 1; j < all.size(); ++j) is_last &= all[j].first != all[i].first;
    if (is_last && all[i].second != "null") found.push_back(all[i]);
  }
  return found;
}

std::optional<Value> scalar_of(Kind kind, std::string_view json) {
  const char first = json.front();
  const bool has_parts = first == '{' || first == '[';
  const bool is_number = first == '-' || (first >= '0' && first <= '9');
  const std::string text = first == '"' ? string_of(json) : std::string(json);
  if (json == "null") return std::nullopt;
  switch (kind) {
    case Kind::text:
      if (has_parts) return std::nullopt;
      return of_text(text);
    case Kind::object:
      if (first != '{') return std::nullopt;
      return of_text(json, kind);
    case Kind::array:
      if (first != '[') return std::nullopt;
      return of_text(json, kind);
    case Kind::boolean: {
      const std::string word = reference::lower_ascii(text);
      if (has_parts || (word != "true" && word != "false")) return std::nullopt;
      return of_boolean(word == "true");
    }
    case Kind::integer: {
      const auto number = reference::parse_integer(text);
      if (!is_number || !number) return std::nullopt;
      return of_integer(*number);
    }
    case Kind::number: {
      const auto number = is_number ? reference::parse_number(text) : std::nullopt;
      if (!number) return std::nullopt;
      return of_number(*number);
    }
    default: return std::nullopt;
  }
}

std::optional<Made> decoded(std::string_view shape, std::string_view json) {
  const auto inner = shape.size() > 1 ? kind_of(shape[1]) : std::nullopt;
  const bool is_list = shape.starts_with('[') && json.front() == '[';
  const bool is_map = shape.starts_with('{') && json.front() == '{';
  if ((!is_list && !is_map) || !inner) return std::nullopt;
  if (parts(json).size() > limits::max_list_elements) return Made{{}, true};
  Made made{of_items(is_list ? Kind::list : Kind::map, {}), false};
  const auto add = [&](std::string_view text) {
    if (*inner == Kind::list || *inner == Kind::map) {
      const auto below = decoded(shape.substr(1), text);
      if (below) made.value.items.push_back(below->value);
      return below.has_value();
    }
    const auto scalar = scalar_of(*inner, text);
    if (scalar) made.value.items.push_back(*scalar);
    return scalar.has_value();
  };
  if (is_list) {
    for (const auto& [name, text] : parts(json))
      if (!add(text)) return std::nullopt;
  } else {
    for (const auto& [name, text] : members(json)) {
      made.value.items.push_back(of_text(name));
      if (!add(text)) return std::nullopt;
    }
  }
  return made;
}

std::optional<Value> document(std::string_view text, Kind kind) {
  const auto json = reference::parse_json(text, limits::max_event_depth);
  const auto wanted =
      kind == Kind::object ? reference::Json::Kind::object : reference::Json::Kind::list;
  if (!json || json->kind != wanted) return std::nullopt;
  return of_text(text.substr(json->begin, json->end - json->begin), kind);
}

std::string json_of(const Value& value) {
  switch (value.kind) {
    case Kind::text: return reference::json_string(value.text);
    case Kind::integer: return std::to_string(value.integer);
    case Kind::boolean: return value.integer != 0 ? "true" : "false";
    case Kind::number:
      return std::isfinite(value.number) ? reference::number_text(value.number) : "null";
    case Kind::time: {
      constexpr Nanoseconds per_second = 1'000'000'000;
      const Nanoseconds rest = ((value.time % per_second) + per_second) % per_second;
      return std::to_string(static_cast<std::int64_t>((value.time - rest) / per_second));
    }
    case Kind::table: return json_of(tables()[static_cast<std::size_t>(value.integer)]);
    case Kind::object:
    case Kind::array: return value.text;
    case Kind::list:
    case Kind::map: break;
  }
  std::string text;
  for (std::size_t i = 0; i < value.items.size(); ++i) {
    if (i != 0) text += value.kind == Kind::map && i % 2 == 1 ? ":" : ",";
    text += json_of(value.items[i]);
  }
  return value.kind == Kind::map ? "{" + text + "}" : "[" + text + "]";
}

}  // namespace lintel::exhaustive
