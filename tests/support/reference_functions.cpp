// SPDX-License-Identifier: Apache-2.0
#include "tests/support/reference_functions.h"

#include <algorithm>

#include "tests/support/reference_library.h"
#include "tests/support/reference_text.h"

namespace lintel::reference {
namespace {

using grammar::Operator;
using Kind = Value::Kind;
using Made = std::function<Value(std::string_view)>;

template <typename Result, typename Make>
Value if_any(const std::optional<Result>& result, Make make) {
  return result ? make(*result) : absent();
}

Value timestamp(Nanoseconds value) { return time(Kind::timestamp, value); }
Value duration(Nanoseconds value) { return time(Kind::duration, value); }

Value texts(const std::vector<std::string>& all, const Made& made) {
  std::vector<Value> elements;
  for (const std::string& text : all) elements.push_back(made(text));
  return list(std::move(elements));
}

constexpr Nanoseconds second = 1'000'000'000;

// Functions of a text and what is given beside it.
std::optional<Value> of_text(std::string_view name, const std::vector<Value>& arguments,
                             const Made& made) {
  const std::string x = arguments[0].text();
  const auto text = [&](std::size_t i) { return arguments[i].text(); };
  const auto number = [&](std::size_t i) {
    return i < arguments.size() ? std::optional(arguments[i].integer) : std::nullopt;
  };
  if (name == "charAt") return if_any(char_at(x, *number(1)), made);
  if (name == "indexOf") return if_any(index_of(x, text(1), number(2).value_or(0)), integer);
  if (name == "lastIndexOf") return if_any(last_index_of(x, text(1), number(2)), integer);
  if (name == "substring") return if_any(substring(x, *number(1), number(2)), made);
  if (name == "replace") return made(replace(x, text(1), text(2), number(3).value_or(-1)));
  if (name == "split") return texts(split(x, text(1), number(2).value_or(-1)), made);
  if (name == "reverse") return made(reverse(x));
  if (name == "bracketList") return texts(bracket_list(x), made);
  if (name == "base64Encode") return made(base64_encode(x, Base64::standard));
  if (name == "base64UrlEncode") return made(base64_encode(x, Base64::url));
  if (name == "base64Decode") return if_any(base64_decode(x, Base64::standard), made);
  if (name == "base64UrlDecode") return if_any(base64_decode(x, Base64::url), made);
  if (name == "urlEncode") return made(url_encode(x));
  if (name == "urlDecode") return if_any(url_decode(x, false), made);
  if (name == "formDecode") return if_any(url_decode(x, true), made);
  if (name == "bool") return if_any(parse_boolean(x), boolean);
  if (name == "double") return if_any(parse_number(x), real);
  if (name == "timestamp") return if_any(parse_timestamp(x), timestamp);
  if (name == "duration") return if_any(parse_duration(x), duration);
  return std::nullopt;
}

Value joined_texts(const std::vector<Value>& arguments, const Made& made) {
  std::string all;
  for (const Value& element : arguments[0].elements) {
    if (&element != &arguments[0].elements.front() && arguments.size() > 1)
      all += arguments[1].text();
    all += element.text();
  }
  return made(all);
}

std::optional<Value> of_number(std::string_view name, const Value& x, const Made& made) {
  if (name == "int") return if_any(to_integer(x.number), integer);
  if (name == "double") return x;
  if (name == "string") return made(number_text(x.number));
  return std::nullopt;
}

std::optional<Value> of_timestamp(std::string_view name, const std::vector<Value>& arguments,
                                  const Made& made) {
  const Value& x = arguments[0];
  const Nanoseconds whole = x.time - ((x.time % second) + second) % second;
  if (name == "int") return integer(static_cast<std::int64_t>(whole / second));
  if (name == "timestamp") return x;
  if (name == "string") return made(timestamp_text(x.time));
  if (!name.starts_with("get")) return std::nullopt;
  const auto zone = arguments.size() > 1 ? zone_seconds(arguments[1].text()) : std::optional(0L);
  return zone ? integer(timestamp_part(name, x.time, *zone)) : absent();
}

std::optional<Value> of_duration(std::string_view name, const Value& x, const Made& made) {
  if (name == "duration") return x;
  if (name == "string") return made(duration_text(x.time));
  if (name.starts_with("get")) return integer(duration_part(name, x.time));
  return std::nullopt;
}

Value compared(Operator op, bool less, bool equal, bool greater) {
  switch (op) {
    case Operator::equal: return boolean(equal);
    case Operator::not_equal: return boolean(!equal);
    case Operator::less: return boolean(less);
    case Operator::less_equal: return boolean(less || equal);
    case Operator::greater: return boolean(greater);
    default: return boolean(greater || equal);
  }
}

Value calculated(Operator op, double a, double b) {
  switch (op) {
    case Operator::add: return real(a + b);
    case Operator::subtract: return real(a - b);
    case Operator::multiply: return real(a * b);
    case Operator::divide: return real(a / b);
    default: return compared(op, a<b, a == b, a> b);
  }
}

}  // namespace

std::optional<Value> library_function(std::string_view name, const std::vector<Value>& arguments,
                                      const Made& made) {
  const Value& first = arguments[0];
  switch (first.kind) {
    case Kind::text: return of_text(name, arguments, made);
    case Kind::number: return of_number(name, first, made);
    case Kind::timestamp: return of_timestamp(name, arguments, made);
    case Kind::duration: return of_duration(name, first, made);
    case Kind::boolean: return name == "bool" ? std::optional(first) : std::nullopt;
    case Kind::integer:
      if (name == "double") return real(static_cast<double>(first.integer));
      if (name == "timestamp") return if_any(as_timestamp(first.integer * second), timestamp);
      return std::nullopt;
    case Kind::list:
      if (name == "join") return joined_texts(arguments, made);
      return std::nullopt;
    default: return std::nullopt;
  }
}

std::optional<Value> library_operator(Operator op, const Value& a, const Value& b) {
  if (a.kind == Kind::number) return calculated(op, a.number, b.number);
  const bool of_time = a.kind == Kind::timestamp || a.kind == Kind::duration;
  if (!of_time) return std::nullopt;
  if (op != Operator::add && op != Operator::subtract)
    return compared(op, a.time<b.time, a.time == b.time, a.time> b.time);
  const Nanoseconds result = op == Operator::add ? a.time + b.time : a.time - b.time;
  const bool is_duration = (a.kind == b.kind);
  return is_duration ? if_any(as_duration(result), duration)
                     : if_any(as_timestamp(result), timestamp);
}

}  // namespace lintel::reference
