// SPDX-License-Identifier: Apache-2.0
#include "tests/differential/json_tree_writer.h"

#include <algorithm>

namespace lintel::differential {

using image::FieldDefault;
using image::FieldKind;
using nlohmann::json;

namespace {

// The members of an object that count, in order; nothing if it is none.
std::vector<std::pair<std::string, json>> members(const json* object) {
  std::vector<std::pair<std::string, json>> found;
  if (object == nullptr || !object->is_object()) return found;
  for (const auto& [name, value] : object->items())
    if (!value.is_null()) found.emplace_back(name, value);
  return found;
}

std::string parent(const std::string& path) { return path.substr(0, path.rfind('.') + 1); }

}  // namespace

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> words{""};
  for (const char c : text) {
    if (c == separator)
      words.emplace_back();
    else
      words.back() += c;
  }
  return words;
}

const json* find(const json& event, const std::string& path) {
  const json* value = &event;
  for (const std::string& name : split(path, '.')) {
    if (!value->is_object()) return nullptr;
    const auto found = value->find(name);
    if (found == value->end() || found->is_null()) return nullptr;
    value = &*found;
  }
  return value;
}

bool holds(const Said& said, const std::string& name) {
  return std::any_of(said.entries.begin(), said.entries.end(),
                     [&](const auto& entry) { return entry.first == name; });
}

std::optional<json> TreeWriter::answer(FaultKind& fault) const {
  json result = event_;
  const auto response = result.find("response");
  if (response != result.end() && !response->is_null() && !response->is_object()) {
    fault = FaultKind::wrong_type;
    return std::nullopt;
  }
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    if (fields_[i].kind != FieldKind::entries || fields_[i].from.empty() || !is_set(i)) continue;
    std::size_t came = 0;
    for (const std::string& source : split(fields_[i].from, ' ')) {
      const json* const object = find(event_, source);
      if (object != nullptr && object->is_object()) came += object->size();
    }
    if (came != 0 && value(i).empty()) {
      fault = FaultKind::nothing_left;
      return std::nullopt;
    }
  }
  for (std::size_t i = 0; i < fields_.size(); ++i)
    if (is_wanted(i)) put(result, i);
  return result;
}

std::optional<std::size_t> TreeWriter::other(std::size_t number, FieldKind kind) const {
  for (std::size_t i = 0; i < fields_.size(); ++i)
    if (fields_[i].kind == kind && fields_[i].path == fields_[number].path) return i;
  return std::nullopt;
}

bool TreeWriter::is_set(std::size_t number) const {
  if (said_[number].is_set) return true;
  if (fields_[number].kind != FieldKind::entries) return false;
  const auto dropped = other(number, FieldKind::dropped);
  const auto kept = other(number, FieldKind::kept);
  return (dropped && said_[*dropped].is_set) || (kept && said_[*kept].is_set);
}

bool TreeWriter::is_wanted(std::size_t number) const {
  const Field& field = fields_[number];
  if (field.kind == FieldKind::dropped || field.kind == FieldKind::kept) return false;
  if (is_set(number)) return true;
  if (field.unset == FieldDefault::as_it_came) return false;
  if (field.unset != FieldDefault::copied) return true;
  bool has_neighbour = false;
  for (std::size_t i = 0; i < fields_.size(); ++i)
    has_neighbour |= said_[i].is_set && parent(fields_[i].path) == parent(field.path);
  return has_neighbour && !field.from.empty() && find(event_, field.from) != nullptr;
}

json TreeWriter::value(std::size_t number) const {
  const Field& field = fields_[number];
  if (!is_set(number)) {
    if (field.unset == FieldDefault::copied) return *find(event_, field.from);
    if (field.unset == FieldDefault::null) return nullptr;
    return field.unset == FieldDefault::yes;
  }
  if (field.kind == FieldKind::entries) return entries(number);
  if (field.kind != FieldKind::items) return said_[number].value;
  json list = json::array();
  for (const auto& [text, nothing] : said_[number].entries) list.push_back(text);
  return list;
}

json TreeWriter::entries(std::size_t number) const {
  json object = json::object();
  const auto dropped = other(number, FieldKind::dropped);
  const auto kept = other(number, FieldKind::kept);
  for (const std::string& source : split(fields_[number].from, ' ')) {
    if (source.empty()) continue;
    for (const auto& [name, value] : members(find(event_, source))) {
      if (dropped && holds(said_[*dropped], name)) continue;
      if (kept && said_[*kept].is_set && !holds(said_[*kept], name)) continue;
      if (!object.contains(name)) object[name] = value;
    }
  }
  for (const auto& [name, value] : said_[number].entries) object[name] = value;
  return object;
}

void TreeWriter::put(json& answer, std::size_t number) const {
  json* at = &answer["response"];
  const std::vector<std::string> names = split(fields_[number].path, '.');
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!at->is_object()) *at = json::object();
    at = &(*at)[names[i]];
  }
  const FieldDefault unset = fields_[number].unset;
  const bool is_kept = unset == FieldDefault::copied || unset == FieldDefault::as_it_came;
  if (is_set(number) || !is_kept || at->is_null()) *at = value(number);
}

}  // namespace lintel::differential
