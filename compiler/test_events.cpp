// SPDX-License-Identifier: Apache-2.0
#include "compiler/test_events.h"

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

// The members of `response` as they come: what the trigger answers if no rule sets them.
Json response(schema::Trigger trigger) {
  Json made;
  made.kind = Json::Kind::object;
  for (const auto& row : schema::responses())
    if (row.trigger == trigger)
      made.set(row.field, row.default_value == image::FieldDefault::no ? Json::of(false) : Json());
  return made;
}

}  // namespace

Json default_event(std::string_view source) {
  Json event;
  Fault ignored{};
  for (const EventRow& row : rows) {
    if (!source.starts_with(row.start)) continue;
    if (const auto json = parse_json(row.json, ignored)) merge(event, *json);
  }
  event.set("triggerSource", Json::of(source));
  if (const auto* known = schema::find_source(source)) {
    Json came = response(known->trigger);
    if (const Json* more = event.find("response")) merge(came, *more);
    event.set("response", std::move(came));
  }
  return event;
}

}  // namespace lintel::compiler
