// SPDX-License-Identifier: Apache-2.0
// emit: Amazon EventBridge, PutEvents, one entry.
#include "runtime/json_text.h"
#include "runtime/lambda/effects/arguments.h"
#include "runtime/lambda/effects/calls.h"
#include "runtime/lambda/effects/json_out.h"

namespace lintel::lambda {
namespace {

constexpr std::string_view default_source = "lintel";
constexpr std::string_view unnamed_error = "FailedEntry";

}  // namespace

std::optional<Call> emit_call(const Effect& effect, World& world, EffectFailure& failure) {
  const auto type = text_argument(effect, "detailType");
  const auto detail = text_argument(effect, "detail");
  if (!type || !detail || !runtime::parse_document(*detail, '{')) {
    failure = EffectFailure::bad_argument;
    return {};
  }
  const std::string_view source = world.variable("LINTEL_EVENT_SOURCE");
  const std::string_view bus = world.variable("LINTEL_EVENT_BUS");
  Call call;
  call.service = Service::events;
  call.content_type = json_1_1;
  call.target = "AWSEvents.PutEvents";
  call.body += "{\"Entries\":[{";
  add_json_name(call.body, "Source");
  add_json_text(call.body, source.empty() ? default_source : source);
  add_json_name(call.body, "DetailType");
  add_json_text(call.body, *type);
  add_json_name(call.body, "Detail");
  add_json_text(call.body, *detail);
  if (!bus.empty()) {
    add_json_name(call.body, "EventBusName");
    add_json_text(call.body, bus);
  }
  call.body += "}]}";
  return call;
}

std::string failed_entry_code(std::string_view body) {
  const auto answer = runtime::parse_document(body, '{');
  const auto count = answer ? runtime::find_member(*answer, "FailedEntryCount") : std::nullopt;
  if (count && count->value == "0") return {};
  if (!count) return std::string(unnamed_error);
  const auto entries = runtime::find_member(*answer, "Entries");
  if (entries && entries->type() == runtime::JsonType::list) {
    runtime::JsonElements elements(entries->value);
    std::string_view entry;
    while (elements.next(entry)) {
      if (runtime::json_type(entry.front()) != runtime::JsonType::object) continue;
      const auto code = runtime::find_member(entry, "ErrorCode");
      if (code && code->type() == runtime::JsonType::text) return std::string(code->content().text);
    }
  }
  return std::string(unnamed_error);
}

}  // namespace lintel::lambda
