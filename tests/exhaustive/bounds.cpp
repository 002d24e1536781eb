// SPDX-License-Identifier: Apache-2.0
// The values that instructions are tried on: those at which something changes, and what surrounds
// them.
#include <cmath>
#include <limits>

#include "runtime/limits.h"
#include "runtime/time.h"
#include "tests/exhaustive/values.h"

namespace lintel::exhaustive {
namespace {

using Integers = std::numeric_limits<std::int64_t>;
using Numbers = std::numeric_limits<double>;

constexpr Nanoseconds per_second = runtime::nanoseconds_per_second;

Nanoseconds nanoseconds(const runtime::Time& time) {
  return Nanoseconds{time.seconds} * per_second + time.nanoseconds;
}

std::vector<Value> texts() {
  std::vector<Value> values;
  for (const std::string_view text : {"",
                                      "a",
                                      "\u00e9",
                                      "ab,a",
                                      "\U0001F600",
                                      "A",
                                      ",",
                                      "a\u00e9\u00e9",
                                      "9223372036854775807",
                                      "true",
                                      "-9223372036854775808",
                                      "9223372036854775808",
                                      "-1.5e308",
                                      "1e309",
                                      "Inf",
                                      "2024-02-29T23:59:59.5+01:00",
                                      "9999-12-31T23:59:60Z",
                                      "1h30m",
                                      "-9223372036.854775808s",
                                      "YQ==",
                                      "w6k",
                                      "_-8=",
                                      "%C3%A9+",
                                      "%C3",
                                      "[a, b]",
                                      "[]",
                                      "{\"a\":\"b\"}",
                                      " [1,2] ",
                                      "{",
                                      "+14:59",
                                      "+15:00",
                                      "UTC",
                                      " \u00a0x\t",
                                      "\"<&>'\\",
                                      "\r\n\r",
                                      "jo@A.b",
                                      "a@b@c",
                                      "k"})
    values.push_back(of_text(text));
  values.push_back(of_text(std::string_view("a\0b", 3)));
  return values;
}

std::vector<Value> objects() {
  std::vector<Value> values;
  for (const std::string_view json :
       {R"({})", R"({"a":"b"})", R"({"a":null,"k":1})", R"({"a":1,"a":null,"\u0061":"\u00e9\n"})",
        R"({"k":[1],"a":{"a":"x"}})", R"({"a":true,"k":-0.5e1})",
        R"({"a":"TRUE","k":9223372036854775808})", R"({"a":"\u0074rue","k":"false "})",
        R"({ "a" : 9223372036854775807 , "k" : 1e999 })", R"({"":"","é":"😀","a":-0})",
        R"({"a":"x","k":{},"a":null})"})
    values.push_back(of_text(json, Kind::object));
  return values;
}

std::vector<Value> arrays() {
  std::vector<Value> values;
  for (const std::string_view json :
       {R"([])", R"(["a","b\n"])", R"([1,-9223372036854775808])", R"([1.5,1e999])", R"([null])",
        R"([true,"FALSE","x"])", R"([true,"fALSE"])", R"([["a"],[]])", R"([{"a":1},{"a":null}])",
        R"([ 1 , "a" , {} ])", R"([9223372036854775808])", R"([["a"],["b",null]])"})
    values.push_back(of_text(json, Kind::array));
  return values;
}

std::vector<Value> times() {
  std::vector<Value> values;
  for (const Nanoseconds time :
       {Nanoseconds{0}, Nanoseconds{1}, Nanoseconds{-1}, nanoseconds(runtime::first_timestamp),
        nanoseconds(runtime::last_timestamp), nanoseconds(runtime::longest_duration),
        nanoseconds(runtime::least_duration), nanoseconds(runtime::longest_duration) + 1,
        nanoseconds(runtime::least_duration) - 1, 1'709'251'199 * per_second + 999'999'999,
        1'709'251'200 * per_second, -86'400 * per_second, -per_second / 2,
        90'061'500 * per_second / 1000})
    values.push_back(of_time(time));
  return values;
}

// A list in a list, so often.
Value nested(std::size_t levels) {
  Value value = of_items(Kind::list, {});
  while (--levels != 0) value = of_items(Kind::list, {value}, 1);
  return value;
}

std::vector<Value> lists() {
  const Value a = of_text("a");
  const Value e = of_text("\u00e9");
  std::vector<Value> values;
  for (const std::size_t room : {0U, 1U}) {
    values.push_back(of_items(Kind::list, {}, room));
    values.push_back(of_items(Kind::list, {a, of_text("A"), a, of_text("")}, room));
  }
  values.push_back(of_items(Kind::list, {of_integer(0), of_integer(Integers::min())}, 1));
  values.push_back(
      of_items(Kind::list, {of_number(0), of_number(-0.0), of_number(Numbers::quiet_NaN())}, 1));
  values.push_back(
      of_items(Kind::list, {of_boolean(true), of_boolean(false), of_boolean(true)}, 1));
  values.push_back(of_items(Kind::list, {of_time(0), of_time(1), a, of_integer(1)}, 1));
  values.push_back(of_items(
      Kind::list, {of_items(Kind::list, {a}), of_items(Kind::list, {}), of_items(Kind::list, {a})},
      1));
  values.push_back(
      of_items(Kind::list, {of_items(Kind::map, {a, e}), of_text("{\"a\":1}", Kind::object)}, 1));
  values.push_back(nested(limits::max_value_depth - 1));
  values.push_back(nested(limits::max_value_depth));
  std::vector<Value> many(limits::max_list_elements, a);
  values.push_back(of_items(Kind::list, many));
  return values;
}

std::vector<Value> maps() {
  const Value a = of_text("a");
  const Value k = of_text("k");
  std::vector<Value> values;
  for (const std::size_t room : {0U, 1U}) {
    values.push_back(of_items(Kind::map, {}, room));
    values.push_back(of_items(Kind::map, {a, of_text("x"), k, of_integer(1)}, room));
  }
  values.push_back(of_items(Kind::map, {k, of_integer(1), a, of_text("x")}, 1));
  values.push_back(
      of_items(Kind::map, {a, of_items(Kind::map, {a, k}), k, of_items(Kind::list, {a})}, 1));
  values.push_back(of_items(Kind::map, {of_text(""), of_boolean(true), a, of_number(0.5)}, 1));
  values.push_back(of_items(Kind::map, {a, nested(limits::max_value_depth - 1)}, 1));
  return values;
}

std::vector<Value> all(Kind kind) {
  std::vector<Value> values;
  switch (kind) {
    case Kind::text: values = texts(); break;
    case Kind::integer:
      for (const std::int64_t value :
           {std::int64_t{0}, std::int64_t{1}, std::int64_t{-1}, Integers::max(), Integers::min(),
            std::int64_t{2}, Integers::min() + 1, Integers::max() - 1, std::int64_t{4},
            std::int64_t{63}, std::int64_t{253'402'300'799}, std::int64_t{253'402'300'800},
            std::int64_t{-62'135'596'800}, std::int64_t{-62'135'596'801},
            (std::int64_t{1} << 53) + 1, std::int64_t{1} << 32})
        values.push_back(of_integer(value));
      break;
    case Kind::boolean: values = {of_boolean(false), of_boolean(true)}; break;
    case Kind::table:
      for (std::size_t i = 0; i < tables().size(); ++i)
        values.push_back(of_integer(static_cast<std::int64_t>(i), Kind::table));
      break;
    case Kind::object: values = objects(); break;
    case Kind::array: values = arrays(); break;
    case Kind::number:
      for (const double value :
           {0.0, -0.0, 1.0, -1.5, 0.1, Numbers::max(), Numbers::lowest(), Numbers::min(),
            Numbers::denorm_min(), Numbers::infinity(), -Numbers::infinity(), Numbers::quiet_NaN(),
            0x1p63, -0x1p63, 0x1.fffffffffffffp62, -0x1.0000000000001p63, 1e21, 1e-7})
        values.push_back(of_number(value));
      break;
    case Kind::time: values = times(); break;
    case Kind::list: values = lists(); break;
    case Kind::map: values = maps(); break;
  }
  return values;
}

}  // namespace

const std::vector<Value>& tables() {
  static const std::vector<Value> tables = [] {
    const Value a = of_text("a");
    const Value k = of_text("k");
    std::vector<Value> made;
    made.push_back(of_items(Kind::list, {a, of_text("\u00e9"), a, of_text("")}));
    made.push_back(of_items(Kind::list, {}));
    made.push_back(of_items(Kind::list, {of_integer(Integers::min()), of_integer(0),
                                         of_integer(Integers::max()), of_integer(0)}));
    made.push_back(of_items(Kind::list, {of_boolean(true), of_boolean(false)}));
    made.push_back(of_items(Kind::list, {of_number(0.5), of_number(-0.0)}));
    made.push_back(of_items(Kind::map, {a, of_text("x"), k, of_text("")}));
    made.push_back(of_items(Kind::map, {k, of_integer(-1), of_text(""), of_integer(1)}));
    made.push_back(of_items(Kind::map, {a, of_boolean(false)}));
    made.push_back(of_items(Kind::map, {a, of_number(1e300)}));
    made.push_back(of_items(Kind::map, {}));
    made.push_back(of_items(Kind::list, {made[0], made[2]}));
    made.push_back(of_items(Kind::map, {a, made[0], k, made[5]}));
    return made;
  }();
  return tables;
}

const std::vector<Value>& bounds(Kind kind, bool is_short) {
  static std::vector<Value> made[16][2];
  std::vector<Value>& values = made[static_cast<std::size_t>(kind)][is_short ? 1 : 0];
  if (values.empty()) {
    values = all(kind);
    constexpr std::size_t few = 8;
    if (is_short && values.size() > few) values.resize(few);
    values.push_back(absent(kind));
    values.push_back({kind, runtime::State::unset});
  }
  return values;
}

const std::vector<std::string>& constant_texts() {
  static const std::vector<std::string> texts = {"",   "a",   "\u00e9", "ab,a", "[t", "[i", "[n",
                                                 "[b", "[o",  "[[t",    "{t",   "{i", "{b", "{n",
                                                 "{o", "{[t", "[{t",    "[x",   "t",  "[",  "{"};
  return texts;
}

const std::vector<std::int64_t>& constant_integers() {
  static const std::vector<std::int64_t> integers = {
      0, 1, -1, Integers::min(), Integers::max(), 999'999'999, 253'402'300'799, -62'135'596'800};
  return integers;
}

}  // namespace lintel::exhaustive
