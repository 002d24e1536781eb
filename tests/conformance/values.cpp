// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/values.h"

#include <cstdint>
#include <cstdlib>

namespace lintel::conformance {
namespace {

using compiler::ProbeType;
using compiler::TypeKind;

// Takes `prefix` off the front of `text`, if it stands there.
bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

ProbeType type_at(std::string_view& text) {
  if (take(text, "list(")) {
    ProbeType element = type_at(text);
    if (!take(text, ")")) return {};
    return {TypeKind::list, {element}};
  }
  if (take(text, "map(string, ") || take(text, "map(dyn, ")) {
    ProbeType element = type_at(text);
    if (!take(text, ")")) return {};
    return {TypeKind::map, {element}};
  }
  if (take(text, "double")) return {TypeKind::number, {}};
  if (take(text, "timestamp")) return {TypeKind::timestamp, {}};
  if (take(text, "duration")) return {TypeKind::duration, {}};
  if (take(text, "string")) return {TypeKind::text, {}};
  if (take(text, "int")) return {TypeKind::integer, {}};
  if (take(text, "bool")) return {TypeKind::boolean, {}};
  if (take(text, "null")) return {TypeKind::null, {}};
  if (take(text, "dyn")) return {TypeKind::null, {}};
  text = {};
  return {};
}

bool is_unknown(const ProbeType& type) {
  return type.kind == TypeKind::unknown || (!type.parts.empty() && is_unknown(type.parts.front()));
}

bool equal(const ProbeType& a, const ProbeType& b) {
  if (a.kind != b.kind) return false;
  return a.parts.empty() || b.parts.empty() || equal(a.parts.front(), b.parts.front());
}

bool same_elements(const Value& expected, const nlohmann::json& answer, const ProbeType& type) {
  if (!answer.is_array() || answer.size() != expected.parts.size()) return false;
  for (std::size_t i = 0; i < answer.size(); ++i)
    if (!same(expected.parts[i], answer[i], type.parts.at(0))) return false;
  return true;
}

bool same_entries(const Value& expected, const nlohmann::json& answer, const ProbeType& type) {
  if (!answer.is_object() || 2 * answer.size() != expected.parts.size()) return false;
  for (std::size_t i = 0; i < expected.parts.size(); i += 2) {
    const auto found = answer.find(expected.parts[i].text);
    if (expected.parts[i].kind != "string" || found == answer.end() ||
        !same(expected.parts[i + 1], *found, type.parts.at(0)))
      return false;
  }
  return true;
}

}  // namespace

ProbeType type_named(std::string_view name) {
  const ProbeType type = type_at(name);
  return name.empty() && !is_unknown(type) ? type : ProbeType{};
}

bool same_type(std::string_view name, const ProbeType& type) {
  return equal(type_named(name), type);
}

nlohmann::ordered_json to_json(const Value& value) {
  using Json = nlohmann::ordered_json;
  if (value.kind == "bool") return value.text == "true";
  if (value.kind == "int") return static_cast<std::int64_t>(std::stoll(value.text));
  if (value.kind == "double") return Json::parse(value.text, nullptr, false);
  if (value.kind == "null") return nullptr;
  if (value.kind == "list") {
    Json list = Json::array();
    for (const Value& part : value.parts) list.push_back(to_json(part));
    return list;
  }
  if (value.kind == "map") {
    Json map = Json::object();
    for (std::size_t i = 0; i < value.parts.size(); i += 2)
      map[value.parts[i].text] = to_json(value.parts[i + 1]);
    return map;
  }
  return value.text;
}

bool same(const Value& expected, const nlohmann::json& answer, const ProbeType& type) {
  switch (type.kind) {
    case TypeKind::integer:
      return expected.kind == "int" && answer.is_number_integer() && answer.dump() == expected.text;
    case TypeKind::boolean:
      return expected.kind == "bool" && answer.is_boolean() && answer.dump() == expected.text;
    case TypeKind::number:
      return expected.kind == "double" && answer.is_number() &&
             answer.get<double>() == std::strtod(expected.text.c_str(), nullptr);
    case TypeKind::text:
      return expected.kind == "string" && answer.is_string() && answer == expected.text;
    case TypeKind::list: return expected.kind == "list" && same_elements(expected, answer, type);
    case TypeKind::map: return expected.kind == "map" && same_entries(expected, answer, type);
    default: return false;
  }
}

std::string literal(const Value& value) {
  if (value.kind == "string") return nlohmann::json(value.text).dump();
  if (value.kind == "double") {
    if (value.text == "Infinity") return "(1.0 / 0.0)";
    if (value.text == "-Infinity") return "(-1.0 / 0.0)";
    const bool is_whole = value.text.find_first_of(".e") == std::string::npos;
    return is_whole ? value.text + ".0" : value.text;
  }
  if (value.kind == "timestamp" || value.kind == "duration")
    return value.kind + "(\"" + value.text + "\")";
  if (value.kind != "list" && value.kind != "map") return value.text;
  const bool is_map = value.kind == "map";
  std::string text;
  for (std::size_t i = 0; i < value.parts.size(); ++i) {
    if (i > 0) text += is_map && i % 2 == 1 ? ": " : ", ";
    text += literal(value.parts[i]);
  }
  return is_map ? "{" + text + "}" : "[" + text + "]";
}

std::string shown(const Value& value) {
  if (value.parts.empty()) return value.kind + " " + value.text;
  return value.kind + " " + to_json(value).dump();
}

}  // namespace lintel::conformance
