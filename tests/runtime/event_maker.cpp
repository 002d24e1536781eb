// SPDX-License-Identifier: Apache-2.0
#include "tests/runtime/event_maker.h"

#include <algorithm>
#include <cstdlib>

#include "compiler/json.h"

namespace lintel::test {
namespace {

using compiler::Json;

constexpr std::string_view blanks[] = {"", "", "", " ", "\n", "\t", "\r\n  "};

constexpr std::string_view texts[] = {"",
                                      "x",
                                      "true",
                                      "FALSE",
                                      "False",
                                      "12",
                                      "jane@example.com",
                                      "Jane.Doe@EXAMPLE.com",
                                      "jane@example.com.",
                                      "\xc3\xa9t\xc3\xa9@\xe2\x82\xac.org",
                                      "\xf0\x9f\x98\x80",
                                      "\\\"",
                                      "a\\\\",
                                      "\\u0074rue",
                                      "\\ud83d\\ude00",
                                      "\\n",
                                      "{\\\"a\\\":1}",
                                      "[]",
                                      "+4915112345678",
                                      "de-AT",
                                      "admin,users",
                                      "2026-01-01T00:00:00Z"};

constexpr std::string_view scalars[] = {
    "null", "null", "true",    "false",  "0",     "-12",
    "1.5",  "1e3",  "7654321", "-0.0e1", "1e999", "123456789012345678901234567890"};

// What a member of an event might be called, as JSON writes it.
constexpr std::string_view odd_names[] = {
    "\"\"",        "\"x\"",        "\"\xc3\xa9\"",       "\"emai\\u006c\"", "\"a\\\"b\"",
    "\"request\"", "\"response\"", "\"version\"",        "\"email2\"",      "\"autoConfirmUser\"",
    "\"emails\"",  "\"\\u0000\"",  "\"userAttributes\"", "\"\\\\\"",        "\"triggerSource\""};

constexpr std::string_view sources[] = {"PreSignUp_SignUp",
                                        "PreSignUp_Unheard",
                                        "PostConfirmation_ConfirmSignUp",
                                        "TokenGeneration_Authentication",
                                        "CustomMessage_ForgotPassword",
                                        "Unknown_Source",
                                        "",
                                        "PreSignUp_"};

constexpr std::string_view versions[] = {"\"1\"", "\"2\"", "\"3\"", "\"9\"",
                                         "1",     "2",     "null",  "\"\""};

constexpr std::string_view pieces[] = {
    "\"",   "\\",      ",",    ":",     "{",     "}",    "[",    "]",           "null",
    "true", "fals",    "-1",   " ",     "\n",    "\x01", "\x80", "\xc3\xa9",    "\xe2\x82",
    "\xff", "\\u0022", "\"\"", "\",\"", "\":\"", "},{",  "\\\"", "\xef\xbb\xbf"};

constexpr std::string_view behind[] = {" ", "\n", "\t \r\n", "}",   "{}", "\"",
                                       "x", ",",  " \x0b",   "\"}", "]"};

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

}  // namespace

EventMaker::Value::Value(char bracket, std::string json, Members inside)
    : open(bracket), text(std::move(json)), members(std::move(inside)) {}
EventMaker::Value::Value(const Value& other) = default;
EventMaker::Value::Value(Value&& other) noexcept = default;
EventMaker::Value& EventMaker::Value::operator=(const Value& other) = default;
EventMaker::Value& EventMaker::Value::operator=(Value&& other) noexcept = default;
EventMaker::Value::~Value() = default;

EventMaker::EventMaker(unsigned seed, const std::vector<std::string>& events,
                       std::vector<std::string> names)
    : random_(seed), names_(std::move(names)) {
  for (const std::string& event : events) events_.push_back(parse(event));
  names_.insert(names_.end(), {"custom:tier", "locale", "email"});
}

std::string EventMaker::usual() {
  Value event = pick(events_);
  for (std::size_t i = below(4); i > 0; --i) change_usually(event);
  return print(event, false);
}

std::string EventMaker::strange() {
  Value event = pick(events_);
  for (std::size_t i = 1 + below(3); i > 0; --i) change_strangely(event);
  if (one_in(2)) change_usually(event);
  std::string text = print(event, one_in(12));
  if (one_in(12)) text.insert(0, "\xef\xbb\xbf");
  if (one_in(12)) text += pick(blanks);
  return text;
}

std::string EventMaker::broken() {
  std::string event = one_in(2) ? usual() : strange();
  for (std::size_t i = 1 + below(2); i > 0 && !event.empty(); --i) {
    const std::size_t at = below(event.size());
    switch (below(6)) {
      case 0: event.resize(at); break;
      case 1: event.insert(at, pick(pieces)); break;
      case 2: event.erase(at, 1 + below(3)); break;
      case 3: event.replace(at, 1 + below(3), pick(pieces)); break;
      case 4: event[at] = static_cast<char>(random_()); break;
      default: event += pick(behind);
    }
  }
  return event;
}

EventMaker::Value EventMaker::parse(std::string_view json) {
  Fault ignored{};
  const auto parsed = compiler::parse_json(json, ignored);
  if (!parsed) std::abort();
  const auto convert = [](auto& self, const Json& from) -> Value {
    const bool is_object = from.kind == Json::Kind::object;
    if (!is_object && from.kind != Json::Kind::list) return {0, compiler::print(from), {}};
    Value value{is_object ? '{' : '[', {}, {}};
    for (std::size_t i = 0; i < from.values.size(); ++i) {
      value.members.emplace_back(is_object ? compiler::print(Json::of(from.names[i])) : "",
                                 self(self, from.values[i]));
    }
    return value;
  };
  return convert(convert, *parsed);
}

std::string EventMaker::print(const Value& value, bool has_blanks) {
  if (value.open == 0) return value.text;
  const auto blank = [&] { return has_blanks ? pick(blanks) : std::string_view(); };
  std::string result(1, value.open);
  for (std::size_t i = 0; i < value.members.size(); ++i) {
    const auto& [name, inner] = value.members[i];
    if (i != 0) result += ",";
    result += blank();
    result += name;
    result += blank();
    if (value.open == '{') result += ":";
    result += blank();
    result += print(inner, has_blanks);
  }
  result += blank();
  return result + (value.open == '{' ? "}" : "]");
}

// An object of the event, as likely as not a deep one.
EventMaker::Value& EventMaker::some_object(Value& event) {
  Value* at = &event;
  for (;;) {
    std::vector<Value*> objects;
    for (auto& [name, inner] : at->members) {
      if (inner.open == '{') objects.push_back(&inner);
    }
    if (objects.empty() || one_in(3)) return *at;
    at = objects[below(objects.size())];
  }
}

std::string EventMaker::text() {
  if (one_in(12)) return std::string(below(200), 'x');
  std::string result(pick(texts));
  if (one_in(4)) result += pick(texts);
  return result;
}

std::string EventMaker::name() {
  return one_in(4) ? std::string(pick(odd_names)) : quoted(names_[below(names_.size())]);
}

EventMaker::Value EventMaker::scalar() {
  return {0, one_in(2) ? quoted(text()) : std::string(pick(scalars)), {}};
}

EventMaker::Value EventMaker::any(int depth) {
  if (depth == 0 || one_in(2)) return scalar();
  Value value{one_in(2) ? '{' : '[', {}, {}};
  for (std::size_t i = below(4); i > 0; --i) {
    value.members.emplace_back(value.open == '{' ? name() : "", any(depth - 1));
  }
  return value;
}

void EventMaker::change_usually(Value& event) {
  Value& object = some_object(event);
  Members& members = object.members;
  const auto new_member = [&] {
    return std::pair(quoted(names_[below(names_.size())]), Value{0, quoted(text()), {}});
  };
  if (members.empty()) {
    if (&object != &event) members.push_back(new_member());
    return;
  }
  const std::size_t at = below(members.size());
  switch (below(6)) {
    case 0: members.insert(members.begin() + static_cast<std::ptrdiff_t>(at), new_member()); break;
    case 1: members.erase(members.begin() + static_cast<std::ptrdiff_t>(at)); break;
    case 2: std::shuffle(members.begin(), members.end(), random_); break;
    case 3:
      if (members[at].second.open == 0) members[at].second.text = one_in(2) ? "null" : "true";
      break;
    default:
      if (members[at].second.open == 0) members[at].second.text = quoted(text());
  }
}

EventMaker::Value EventMaker::changed_response() {
  if (one_in(6)) return any(2);
  Value response{'{', {}, {}};
  for (std::size_t i = below(4); i > 0; --i) {
    response.members.emplace_back(name(),
                                  one_in(4) ? any(1) : Value{0, one_in(2) ? "null" : "false", {}});
  }
  return response;
}

void EventMaker::change_strangely(Value& event) {
  Value& object = some_object(event);
  Members& members = object.members;
  const auto put = [&](Members& to, std::string name, Value value) {
    to.insert(to.begin() + static_cast<std::ptrdiff_t>(below(to.size() + 1)),
              std::pair(std::move(name), std::move(value)));
  };
  switch (below(9)) {
    case 0: put(members, name(), any(3)); break;
    case 1:
      if (!members.empty()) put(members, pick(members).first, any(2));
      break;
    case 2: {  // given twice, the second time changed
      if (members.empty()) break;
      auto again = pick(members);
      if (again.second.open == '{') change_usually(again.second);
      put(members, again.first, again.second);
      break;
    }
    case 3:
      if (!members.empty()) members[below(members.size())].second = any(2);
      break;
    case 4: put(event.members, "\"response\"", changed_response()); break;
    case 5: {
      std::erase_if(event.members, [](const auto& m) { return m.first == "\"response\""; });
      if (!one_in(3)) put(event.members, "\"response\"", changed_response());
      break;
    }
    case 6:
      put(event.members, "\"triggerSource\"",
          one_in(5) ? any(1) : Value{0, quoted(pick(sources)), {}});
      break;
    case 7: {
      const Value version{0, std::string(pick(versions)), {}};
      for (std::size_t i = one_in(4) ? 6 : 1; i > 0; --i)
        put(event.members, "\"version\"", version);
      break;
    }
    default: {  // deeper than usual
      Value deep = scalar();
      for (std::size_t i = below(one_in(8) ? 140 : 12); i > 0; --i) {
        Value outer{one_in(2) ? '{' : '[', {}, {}};
        outer.members.emplace_back(outer.open == '{' ? name() : "", std::move(deep));
        deep = std::move(outer);
      }
      put(members, name(), std::move(deep));
    }
  }
}

}  // namespace lintel::test
