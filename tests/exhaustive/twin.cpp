// SPDX-License-Identifier: Apache-2.0
#include "tests/exhaustive/twin.h"

#include <bit>
#include <limits>

#include "runtime/limits.h"
#include "tests/support/reference_text.h"

namespace lintel::exhaustive {
namespace {

using image::Opcode;
using reference::Base64;
using Op = grammar::Operator;

constexpr Nanoseconds per_second = 1'000'000'000;

Told value(Value of) { return {std::move(of), std::nullopt}; }
Told text(std::string_view of) { return value(of_text(of)); }
Told integer(std::int64_t of) { return value(of_integer(of)); }
Told nothing(Kind kind) { return value(absent(kind)); }
Told no_room() { return {{}, FaultKind::text_too_long}; }

Told told(const std::optional<std::string>& of) { return of ? text(*of) : nothing(Kind::text); }
Told told(const std::optional<std::int64_t>& of) {
  return of ? integer(*of) : nothing(Kind::integer);
}
Told told(const std::optional<double>& of) {
  return value(of ? of_number(*of) : absent(Kind::number));
}
Told told(const std::optional<Nanoseconds>& of) {
  return value(of ? of_time(*of) : absent(Kind::time));
}
Told told(const std::optional<Value>& of, Kind kind) { return of ? value(*of) : nothing(kind); }

Told list(std::vector<Value> items) {
  if (items.size() > limits::max_list_elements) return no_room();
  return value(of_items(Kind::list, std::move(items)));
}
Told texts(const std::vector<std::string>& of) {
  std::vector<Value> items;
  for (const std::string& one : of) items.push_back(of_text(one));
  return list(std::move(items));
}

std::int64_t seconds(Nanoseconds time) {
  const Nanoseconds rest = ((time % per_second) + per_second) % per_second;
  return static_cast<std::int64_t>((time - rest) / per_second);
}

// What stands in a table is a table again where a list or map does.
Value from_table(const Value& item) {
  if (item.kind != Kind::list && item.kind != Kind::map) return item;
  for (std::size_t i = 0;; ++i)
    if (same(tables()[i], item)) return of_integer(static_cast<std::int64_t>(i), Kind::table);
}

Told picked(const Value* item, Kind kind) {
  return item == nullptr || item->kind != kind ? nothing(kind) : value(*item);
}

const Value* at(const Value& list, std::int64_t place) {
  const bool is_in = place >= 0 && place < static_cast<std::int64_t>(list.items.size());
  return is_in ? &list.items[static_cast<std::size_t>(place)] : nullptr;
}

Told appended(const Value& list, const Value& item) {
  if (!list.present() || !item.present()) return nothing(Kind::list);
  if (list.room == 0 || depth(item) >= limits::max_value_depth) return no_room();
  Value longer = list;
  longer.items.push_back(item);
  return value(longer);
}

Told with_entry(const Value& map, const Value& key, const Value& item) {
  if (!map.present() || !key.present() || !item.present() || find(map, key.text) != nullptr)
    return nothing(Kind::map);
  if (map.room == 0 || depth(item) >= limits::max_value_depth) return no_room();
  Value larger = map;
  larger.items.push_back(key);
  larger.items.push_back(item);
  return value(larger);
}

Told flattened(const Value& lists) {
  std::vector<Value> items;
  for (const Value& one : lists.items) {
    if (one.kind != Kind::list) return nothing(Kind::list);
    items.insert(items.end(), one.items.begin(), one.items.end());
  }
  return list(std::move(items));
}

Told distinct(const Value& all) {
  std::vector<Value> items;
  for (const Value& item : all.items) {
    bool is_new = true;
    for (const Value& kept : items) is_new &= !equal(kept, item);
    if (is_new) items.push_back(item);
  }
  return list(std::move(items));
}

Told joined(const Value& list, std::string_view separator) {
  std::string all;
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    if (list.items[i].kind != Kind::text) return nothing(Kind::text);
    if (i != 0) all += separator;
    all += list.items[i].text;
  }
  return text(all);
}

Told member(const Value& object, std::string_view name) {
  for (const auto& [key, json] : members(object.text)) {
    if (key != name) continue;
    if (json.front() == '{' || json.front() == '[') return {{}, FaultKind::wrong_type};
    return told(scalar_of(Kind::text, json), Kind::text);
  }
  return nothing(Kind::text);
}

Told member_as(const Value& object, std::string_view name, Kind kind) {
  for (const auto& [key, json] : members(object.text))
    if (key == name) return told(scalar_of(kind, json), kind);
  return nothing(kind);
}

Told decoded_as(const Value& json, const Value& shape, Kind kind) {
  const auto made = decoded(shape.text, json.text);
  if (made && made->no_room) return no_room();
  return made ? value(made->value) : nothing(kind);
}

Told made_of_table(const Value& of, Kind kind) {
  return of.kind == kind ? value(of) : nothing(kind);
}

std::vector<Value> items_of(const std::vector<std::pair<std::string, std::string>>& members) {
  std::vector<Value> items;
  for (const auto& [name, json] : members) items.push_back(of_text(name));
  return items;
}

std::vector<Value> keys_of(const Value& map) {
  std::vector<Value> keys;
  for (std::size_t i = 0; i < map.items.size(); i += 2) keys.push_back(map.items[i]);
  return keys;
}

std::vector<Value> both(const Value& left, const Value& right) {
  std::vector<Value> items = left.items;
  items.insert(items.end(), right.items.begin(), right.items.end());
  return items;
}

Told arithmetic(Op op, const Operands& o) {
  return told(reference::arithmetic(op, o.b.integer, o.c.integer));
}

Told address_part(const Value& of, std::string reference::Address::*part) {
  const auto address = reference::parse_address(of.text);
  return address ? text((*address).*part) : nothing(Kind::text);
}

// All but those that take what is absent.
Told strict(Opcode opcode, const Operands& o) {
  const Value& b = o.b;
  const Value& c = o.c;
  const Value& d = o.d;
  const auto part = [&](const char* name) {
    return integer(reference::timestamp_part(name, b.time, 0));
  };
  const auto duration_part = [&](const char* name) {
    return integer(reference::duration_part(name, b.time));
  };
  switch (opcode) {
    case Opcode::domain: return address_part(b, &reference::Address::domain);
    case Opcode::local: return address_part(b, &reference::Address::local);
    case Opcode::lower: return text(reference::lower_ascii(b.text));
    case Opcode::upper: return text(reference::upper_ascii(b.text));
    case Opcode::trim: return text(reference::trim(b.text));
    case Opcode::escape_html: return text(reference::escape_html(b.text));
    case Opcode::single_line: return text(reference::single_line(b.text));
    case Opcode::concat:
    case Opcode::concat_constant: return text(b.text + c.text);
    case Opcode::integer_to_text: return text(std::to_string(b.integer));
    case Opcode::boolean_to_text: return text(b.integer != 0 ? "true" : "false");
    case Opcode::text_to_integer: return told(reference::parse_integer(b.text));
    case Opcode::size_text:
      return integer(static_cast<std::int64_t>(reference::code_points(b.text).size()));
    case Opcode::size_table: {
      const std::size_t items = table(b).items.size();
      return integer(static_cast<std::int64_t>(table(b).kind == Kind::map ? items / 2 : items));
    }
    case Opcode::add: return arithmetic(Op::add, o);
    case Opcode::subtract: return arithmetic(Op::subtract, o);
    case Opcode::multiply: return arithmetic(Op::multiply, o);
    case Opcode::divide: return arithmetic(Op::divide, o);
    case Opcode::modulo: return arithmetic(Op::modulo, o);
    case Opcode::negate: return told(reference::arithmetic(Op::subtract, 0, b.integer));
    case Opcode::get: {
      const Value* const found = table(b).kind == Kind::map ? find(table(b), c.text) : nullptr;
      if (found == nullptr) return nothing(o.a.kind);
      const Value item = from_table(*found);
      return picked(&item, o.a.kind);
    }
    case Opcode::at: {
      const Value* const found = table(b).kind == Kind::list ? at(table(b), c.integer) : nullptr;
      if (found == nullptr) return nothing(o.a.kind);
      const Value item = from_table(*found);
      return picked(&item, o.a.kind);
    }
    case Opcode::member: return member(b, c.text);
    case Opcode::add_number: return value(of_number(b.number + c.number));
    case Opcode::subtract_number: return value(of_number(b.number - c.number));
    case Opcode::multiply_number: return value(of_number(b.number * c.number));
    case Opcode::divide_number: return value(of_number(b.number / c.number));
    case Opcode::negate_number: return value(of_number(-b.number));
    case Opcode::unpack: return made_of_table(table(b), o.a.kind);
    case Opcode::decode_list:
    case Opcode::decode_map: return decoded_as(b, c, o.a.kind);
    case Opcode::parse_object: return told(document(b.text, Kind::object), Kind::object);
    case Opcode::parse_array: return told(document(b.text, Kind::array), Kind::array);
    case Opcode::to_json: return text(json_of(b));
    case Opcode::member_as: return member_as(b, c.text, o.a.kind);
    case Opcode::names: return list(items_of(members(b.text)));
    case Opcode::keys: return list(keys_of(b));
    case Opcode::reserve:
    case Opcode::reserve_entries: return list({});
    case Opcode::join_lists: return list(both(b, c));
    case Opcode::flatten: return flattened(b);
    case Opcode::distinct: return distinct(b);
    case Opcode::size_list: return integer(static_cast<std::int64_t>(b.items.size()));
    case Opcode::size_map: return integer(static_cast<std::int64_t>(b.items.size() / 2));
    case Opcode::element: return picked(at(b, c.integer), o.a.kind);
    case Opcode::value_of: return picked(find(b, c.text), o.a.kind);
    case Opcode::char_at: return told(reference::char_at(b.text, c.integer));
    case Opcode::index_of: return told(reference::index_of(b.text, c.text, 0));
    case Opcode::index_of_from: return told(reference::index_of(b.text, c.text, d.integer));
    case Opcode::last_index_of: return told(reference::last_index_of(b.text, c.text, {}));
    case Opcode::last_index_of_from:
      return told(reference::last_index_of(b.text, c.text, d.integer));
    case Opcode::substring: return told(reference::substring(b.text, c.integer, {}));
    case Opcode::substring_to: return told(reference::substring(b.text, c.integer, d.integer));
    case Opcode::replace: return text(reference::replace(b.text, c.text, d.text, -1));
    case Opcode::replace_first:
      return text(reference::replace(o.a.text, b.text, c.text, d.integer));
    case Opcode::reverse: return text(reference::reverse(b.text));
    case Opcode::split: return texts(reference::split(b.text, c.text, -1));
    case Opcode::split_first: return texts(reference::split(b.text, c.text, d.integer));
    case Opcode::join: return joined(b, "");
    case Opcode::join_with: return joined(b, c.text);
    case Opcode::bracket_list: return texts(reference::bracket_list(b.text));
    case Opcode::base64_encode: return text(reference::base64_encode(b.text, Base64::standard));
    case Opcode::base64_decode: return told(reference::base64_decode(b.text, Base64::standard));
    case Opcode::base64_url_encode: return text(reference::base64_encode(b.text, Base64::url));
    case Opcode::base64_url_decode: return told(reference::base64_decode(b.text, Base64::url));
    case Opcode::url_encode: return text(reference::url_encode(b.text));
    case Opcode::url_decode: return told(reference::url_decode(b.text, false));
    case Opcode::form_decode: return told(reference::url_decode(b.text, true));
    case Opcode::text_to_boolean: {
      const auto yes = reference::parse_boolean(b.text);
      return yes ? value(of_boolean(*yes)) : nothing(Kind::boolean);
    }
    case Opcode::number_to_integer: return told(reference::to_integer(b.number));
    case Opcode::timestamp_to_integer: return integer(seconds(b.time));
    case Opcode::text_to_number: return told(reference::parse_number(b.text));
    case Opcode::integer_to_number: return value(of_number(static_cast<double>(b.integer)));
    case Opcode::number_to_text: return text(reference::number_text(b.number));
    case Opcode::timestamp_to_text: return text(reference::timestamp_text(b.time));
    case Opcode::duration_to_text: return text(reference::duration_text(b.time));
    case Opcode::text_to_timestamp: return told(reference::parse_timestamp(b.text));
    case Opcode::integer_to_timestamp:
      return told(reference::as_timestamp(Nanoseconds{b.integer} * per_second));
    case Opcode::text_to_duration: return told(reference::parse_duration(b.text));
    case Opcode::add_to_timestamp: return told(reference::as_timestamp(b.time + c.time));
    case Opcode::subtract_from_timestamp: return told(reference::as_timestamp(b.time - c.time));
    case Opcode::subtract_timestamps:
    case Opcode::subtract_durations: return told(reference::as_duration(b.time - c.time));
    case Opcode::add_durations: return told(reference::as_duration(b.time + c.time));
    case Opcode::negate_duration: return value(of_time(-b.time));
    case Opcode::to_zone: {
      const auto zone = reference::zone_seconds(c.text);
      return zone ? value(of_time(b.time + *zone * per_second)) : nothing(Kind::time);
    }
    case Opcode::full_year: return part("getFullYear");
    case Opcode::month: return part("getMonth");
    case Opcode::date: return part("getDate");
    case Opcode::day_of_month: return part("getDayOfMonth");
    case Opcode::day_of_week: return part("getDayOfWeek");
    case Opcode::day_of_year: return part("getDayOfYear");
    case Opcode::hours: return part("getHours");
    case Opcode::minutes: return part("getMinutes");
    case Opcode::seconds: return part("getSeconds");
    case Opcode::milliseconds: return part("getMilliseconds");
    case Opcode::duration_hours: return duration_part("getHours");
    case Opcode::duration_minutes: return duration_part("getMinutes");
    case Opcode::duration_seconds: return duration_part("getSeconds");
    case Opcode::duration_milliseconds: return duration_part("getMilliseconds");
    default: return {{}, FaultKind::no_memory};  // none of these
  }
}

}  // namespace

const Value& table(const Value& number) {
  return tables()[static_cast<std::size_t>(number.integer)];
}

const Value* find(const Value& map, std::string_view key) {
  for (std::size_t i = 0; i < map.items.size(); i += 2)
    if (map.items[i].text == key) return &map.items[i + 1];
  return nullptr;
}

const std::vector<Value>& variables() {
  static const std::vector<Value> variables = {of_text("value"), absent(Kind::text)};
  return variables;
}

std::optional<Told> compute(Opcode opcode, const Operands& o) {
  switch (opcode) {
    case Opcode::load_text: return value(o.b);
    case Opcode::load_integer: return value(o.b);
    case Opcode::load_boolean: return value(of_boolean(o.b.integer != 0));
    case Opcode::load_number: return value(of_number(std::bit_cast<double>(o.b.integer)));
    case Opcode::load_time:
      return value(of_time(Nanoseconds{o.b.integer} * per_second + o.c.integer));
    case Opcode::load_table: return value(of_integer(o.b.integer, Kind::table));
    case Opcode::load_variable: return value(variables()[static_cast<std::size_t>(o.b.integer)]);
    case Opcode::load_absent: return nothing(o.a.kind);
    case Opcode::copy: return o.b.present() ? value(o.b) : nothing(o.b.kind);
    case Opcode::start_list: return value(of_items(Kind::list, {}));
    case Opcode::start_map: return value(of_items(Kind::map, {}));
    case Opcode::append: return appended(o.a, o.b);
    case Opcode::put: return with_entry(o.a, o.b, o.c);
    case Opcode::size_object:
      return integer(o.b.present() ? static_cast<std::int64_t>(members(o.b.text).size()) : 0);
    case Opcode::end:
    case Opcode::jump:
    case Opcode::once:
    case Opcode::load_now:
    case Opcode::random_digits:
    case Opcode::random_token:
    case Opcode::loop:
    case Opcode::next:
    case Opcode::next_entry:
    case Opcode::repeat:
    case Opcode::fire:
    case Opcode::set_flag:
    case Opcode::set_text:
    case Opcode::request_effect:
    case Opcode::reject:
    case Opcode::set_null:
    case Opcode::set_entry:
    case Opcode::set_entries:
    case Opcode::add_item:
    case Opcode::add_items:
    case Opcode::deny:
    case Opcode::select:
    case Opcode::advance:
    case Opcode::skip_set:
    case Opcode::fire_candidate: return std::nullopt;
    default: break;
  }
  const bool has_a = opcode == Opcode::replace_first;
  if (!o.b.present() || !o.c.present() || !o.d.present() || (has_a && !o.a.present()))
    return nothing(o.a.kind);
  return strict(opcode, o);
}

}  // namespace lintel::exhaustive
