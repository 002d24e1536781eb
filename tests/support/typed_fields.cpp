// SPDX-License-Identifier: Apache-2.0
// Values of the event for the typed reference, and what becomes JSON again.
#include <algorithm>
#include <cmath>

#include "tests/support/reference_expr.h"
#include "tests/support/reference_text.h"
#include "tests/support/typed_expr.h"

namespace lintel::reference {
namespace {

using compiler::Field;
using compiler::Type;
using compiler::TypeKind;
using image::ReadAs;

bool is_container(const Json& json) {
  return json.kind == Json::Kind::list || json.kind == Json::Kind::object;
}

Value event_map(const Json& json) {
  Value value;
  value.kind = Value::Kind::event_map;
  value.object = &json;
  return value;
}

Value event_json(const Json& json) {
  Value value = event_map(json);
  value.kind = Value::Kind::event_json;
  return value;
}

Value flag(const Json& json) {
  const std::string word = lower_ascii(json.text);
  if (json.kind != Json::Kind::string && json.kind != Json::Kind::boolean) return absent();
  return word == "true" || word == "false" ? boolean(word == "true") : absent();
}

// The value at the end of the path; null: there is none. `wrong` if something on the way has no
// members.
const Json* find(const Json& event, const Field& field, bool& wrong) {
  const Json* json = &event;
  for (const std::string& name : field.path) {
    if (json->kind != Json::Kind::object) {
      wrong = true;
      return nullptr;
    }
    json = find_member(*json, name);
    if (!json || json->kind == Json::Kind::null) return nullptr;
  }
  return json;
}

Value decoded_list(const Json& json, const Type& element) {
  Values elements;
  for (const Json& each : json.elements) {
    elements.push_back(decoded(each, element));
    if (!elements.back().present()) return absent();
  }
  return list(std::move(elements));
}

std::string joined_json(const std::vector<std::string>& parts, const char* around) {
  std::string text(1, around[0]);
  for (const std::string& part : parts) {
    if (text.size() > 1) text += ',';
    text += part;
  }
  return text + around[1];
}

}  // namespace

bool has_wrong_type(const Json& event, const Field& field) {
  bool wrong = false;
  const Json* json = find(event, field, wrong);
  if (!json) return wrong;
  switch (field.read_as) {
    case ReadAs::text:
    case ReadAs::flag: return is_container(*json);
    case ReadAs::object: return json->kind != Json::Kind::object;
    case ReadAs::array: return json->kind != Json::Kind::list;
    case ReadAs::integer:
    case ReadAs::number:
    case ReadAs::nothing: break;
  }
  throw NotAccepted("a field that rules do not name");
}

Value read_field(const Json& event, const Field& field) {
  bool wrong = false;
  const Json* json = find(event, field, wrong);
  if (!json) return absent();
  switch (field.read_as) {
    case ReadAs::flag: return flag(*json);
    case ReadAs::object: return event_map(*json);
    case ReadAs::array: return event_json(*json);
    default: return plain_text(json->text);
  }
}

Value decoded(const Json& json, const Type& type) {
  if (json.kind == Json::Kind::null) return absent();
  switch (type.kind) {
    case TypeKind::boolean: return flag(json);
    case TypeKind::record: return json.kind == Json::Kind::object ? event_map(json) : absent();
    case TypeKind::list:
      return json.kind == Json::Kind::list ? decoded_list(json, *type.element) : absent();
    default: return is_container(json) ? absent() : plain_text(json.text);
  }
}

bool same(const Value& a, const Value& b) {
  switch (a.kind) {
    case Value::Kind::list:
      return std::equal(a.elements.begin(), a.elements.end(), b.elements.begin(), b.elements.end(),
                        same);
    case Value::Kind::map:
      return a.entries.size() == b.entries.size() &&
             std::all_of(a.entries.begin(), a.entries.end(), [&](const Entry& entry) {
               return std::any_of(b.entries.begin(), b.entries.end(), [&](const Entry& other) {
                 return entry.key == other.key && same(entry.value, other.value);
               });
             });
    case Value::Kind::event_map:
    case Value::Kind::event_json: return a.object->written == b.object->written;
    default: return equal(a, b);
  }
}

std::string json_of(const Value& value) {
  std::vector<std::string> parts;
  switch (value.kind) {
    case Value::Kind::text: return json_string(value.text());
    case Value::Kind::number:
      return std::isfinite(value.number) ? number_text(value.number) : "null";
    case Value::Kind::list:
      for (const Value& element : value.elements) parts.push_back(json_of(element));
      return joined_json(parts, "[]");
    case Value::Kind::map:
      for (const Entry& entry : value.entries)
        parts.push_back(json_string(entry.key) + ":" + json_of(entry.value));
      return joined_json(parts, "{}");
    case Value::Kind::event_map:
    case Value::Kind::event_json: return std::string(value.object->written);
    case Value::Kind::timestamp:
    case Value::Kind::duration: {
      constexpr Nanoseconds second = 1'000'000'000;
      const Nanoseconds rest = (value.time % second + second) % second;
      return std::to_string(static_cast<std::int64_t>((value.time - rest) / second));
    }
    default: return as_text(value);
  }
}

// Of a repeated name the last one counts, and stands where it stands.
std::vector<std::string> names_of(const Json& object) {
  std::vector<std::string> names;
  for (const JsonMember& member : object.members)
    if (find_member(object, member.name) == &member.value && member.value.kind != Json::Kind::null)
      names.push_back(member.name);
  return names;
}

Value as_event_text(Value value) {
  for (Piece& piece : value.pieces) piece.markup = false;
  for (Value& element : value.elements) element = as_event_text(std::move(element));
  for (Entry& entry : value.entries) entry.value = as_event_text(std::move(entry.value));
  return value;
}

}  // namespace lintel::reference
