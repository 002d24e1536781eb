// SPDX-License-Identifier: Apache-2.0
#include "tests/security/filled_events.h"

#include <string>

namespace lintel::security {
namespace {

using Json = nlohmann::json;

void fill(Json& value, const std::string& text, Filling filling) {
  if (value.is_structured()) {
    for (auto& element : value) fill(element, text, filling);
  } else if (value.is_string()) {
    const std::string old = value.get<std::string>();
    if (filling == Filling::instead) value = text;
    if (filling == Filling::before) value = text + old;
    if (filling == Filling::after) value = old + text;
  }
}

}  // namespace

bool sends_mail(const test::CompiledRuleset& ruleset) {
  const std::string_view image(reinterpret_cast<const char*>(ruleset.image.data()),
                               ruleset.image.size());
  for (const char* name : {"emailMessage", "emailSubject", "sendEmail"})
    if (image.find(name) != std::string_view::npos) return true;
  return false;
}

Json filled_event(const test::CompiledRuleset& ruleset, std::size_t number, std::string_view text,
                  Filling filling) {
  Json event = Json::parse(ruleset.events[number]);
  const std::string content(text);
  if (event.contains("userName")) fill(event["userName"], content, filling);
  if (!event.contains("request")) event["request"] = Json::object();
  for (const char* name : {"userAttributes", "clientMetadata", "validationData"}) {
    Json& map = event["request"][name];
    if (!map.is_object()) map = Json::object();
    for (const std::string& each : test::planned_names(image::View(ruleset.image)))
      if (!map.contains(each)) map[each] = "x";
    fill(map, content, filling);
    // What rules ask of an address before they write to it.
    if (filling != Filling::instead && map.contains("email")) map["email"] = "jo@example.com";
  }
  return event;
}

}  // namespace lintel::security
