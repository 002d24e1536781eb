// SPDX-License-Identifier: Apache-2.0
#include "compiler/test_events.h"

#include <algorithm>

#include "compiler/schema.h"

namespace lintel::compiler {
namespace {

struct EventRow {
  std::string_view start;
  std::string_view json;
};

constexpr EventRow rows[] = {
#define LINTEL_DEFAULT_EVENT(start, json) {start, json},
#include "compiler/default_events.def"
};

// The members of `response` as they come, of those that the trigger reads; null if it reads none.
Json response(schema::Trigger trigger) {
  Json made;
  for (const auto& row : schema::responses()) {
    if (row.trigger != trigger) continue;
    made.kind = Json::Kind::object;
    made.set(row.field.substr(0, row.field.find('.')), {});
  }
  return made;
}

void take_away(Json& event, std::string_view name) {
  const auto found = std::find(event.names.begin(), event.names.end(), name);
  if (found == event.names.end()) return;
  event.values.erase(event.values.begin() + (found - event.names.begin()));
  event.names.erase(found);
}

}  // namespace

Json default_event(std::string_view source, schema::Trigger trigger) {
  Json event;
  Fault ignored{};
  for (const EventRow& row : rows) {
    if (!source.starts_with(row.start) && row.start != schema::row(trigger).name) continue;
    if (const auto json = parse_json(row.json, ignored)) merge(event, *json);
  }
  event.set("triggerSource", Json::of(source));
  for (const auto& field : schema::fields())
    if (field.trigger == schema::Trigger::envelope && field.presence == schema::Presence::always &&
        !schema::always_sent(field, source))
      take_away(event, field.path);
  Json came = response(trigger);
  if (const Json* more = event.find("response")) merge(came, *more);
  if (came.kind == Json::Kind::object) event.set("response", std::move(came));
  return event;
}

}  // namespace lintel::compiler
