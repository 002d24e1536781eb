// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/suite.h"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

namespace lintel::conformance {
namespace {

using Json = nlohmann::json;

// ["int","5"], ["list",[...]], ["map",[[key,value],...]], ["null"].
Value value(const Json& json) {
  Value made;
  made.kind = json.at(0);
  if (json.size() < 2) return made;
  const Json& content = json.at(1);
  if (content.is_string()) made.text = content;
  if (content.is_boolean()) made.text = content.get<bool>() ? "true" : "false";
  if (made.kind == "list")
    for (const auto& part : content) made.parts.push_back(value(part));
  if (made.kind == "map")
    for (const auto& entry : content)
      for (const auto& part : entry) made.parts.push_back(value(part));
  return made;
}

std::optional<Value> value_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? std::nullopt : std::optional(value(*found));
}

Case test(const Json& json) {
  static const std::map<std::string, Case::About> kinds = {{"value", Case::About::value},
                                                           {"error", Case::About::error},
                                                           {"check", Case::About::check},
                                                           {"parse", Case::About::parse}};
  Case made;
  made.file = json.at("file");
  const std::string section = json.at("section");
  made.id =
      made.file + '/' + (section.empty() ? "" : section + '/') + json.at("name").get<std::string>();
  made.expression = json.at("expr");
  made.about = kinds.at(json.at("what"));
  made.expected = value_of(json, "expected");
  made.type = json.value("type", "");
  made.error = json.value("error", "");
  made.fails = json.value("fails", false);
  made.needs = json.at("needs");
  for (const auto& variable : json.at("variables"))
    made.variables.push_back(
        {variable.at("name"), variable.at("type"), value_of(variable, "value")});
  return made;
}

}  // namespace

std::vector<Case> read_suite(std::string_view text) {
  std::vector<Case> tests;
  std::map<std::string, int> seen;
  while (!text.empty()) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    tests.push_back(test(Json::parse(line)));
    const int number = ++seen[tests.back().id];
    if (number > 1) tests.back().id += " #" + std::to_string(number);
  }
  return tests;
}

}  // namespace lintel::conformance
