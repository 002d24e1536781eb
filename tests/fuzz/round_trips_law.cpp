// SPDX-License-Identifier: Apache-2.0
// An input is any text: what it encodes to is decoded, what it decodes to is encoded.
#include <bit>
#include <cstring>
#include <limits>

#include <nlohmann/json.hpp>

#include "compiler/json.h"
#include "grammar/parser.h"
#include "grammar/printer.h"
#include "runtime/encodings.h"
#include "runtime/limits.h"
#include "runtime/number_text.h"
#include "runtime/strings.h"
#include "runtime/text.h"
#include "runtime/time.h"
#include "runtime/utf8.h"
#include "tests/fuzz/law.h"
#include "tests/fuzz/rig.h"
#include "tests/fuzz/targets.h"

namespace lintel::fuzz {
namespace {

using Encode = std::size_t (*)(std::string_view text, char* out);
using Decode = std::optional<std::string_view> (*)(std::string_view text, char* out);

std::string written(Encode encode, std::string_view text) {
  std::vector<char> out(encode(text, nullptr));
  require(encode(text, out.data()) == out.size(), "counted is not written", text);
  return {out.begin(), out.end()};
}

std::optional<std::string> read(Decode decode, std::string_view text) {
  std::vector<char> out(text.size());
  const auto view = decode(text, out.data());
  if (!view) return {};
  require(runtime::is_valid_utf8(*view), "decoded to what is no UTF-8", text);
  return std::string(*view);
}

void check_encoding(Encode encode, Decode decode, std::string_view text) {
  const bool is_text = runtime::is_valid_utf8(text);
  const auto back = read(decode, written(encode, text));
  require(back.has_value() == is_text, "not decoded as it should be", text);
  if (is_text) require_same(text, *back, "decoded to something else");
  const auto decoded = read(decode, text);
  if (decoded)
    require(read(decode, written(encode, *decoded)) == decoded, "encoded to something else", text);
}

void check_json(std::string_view text) {
  if (!runtime::is_valid_utf8(text)) return;
  std::string json(1, '"');
  json.append(written(runtime::escape_json, text)).append("\"");
  const auto read_back = nlohmann::json::parse(json, nullptr, false);
  require(read_back.is_string(), "escaped to what is no JSON", json);
  require_same(text, read_back.get<std::string>(), "escaped to another text");

  Fault fault{};
  const auto parsed = compiler::parse_json(json, fault);
  require(parsed.has_value(), "our own JSON is none", json);
  require_same(text, parsed->text, "read back as another text");
  const auto again = compiler::parse_json(compiler::print(*parsed), fault);
  require(again.has_value() && *again == *parsed, "printed as another text", json);
}

// Any JSON, printed and read again.
void check_document(std::string_view text) {
  Fault fault{};
  const auto parsed = compiler::parse_json(text, fault);
  if (!parsed) {
    require(fault.offset <= text.size(), "a fault outside of the text", text);
    return;
  }
  require(nlohmann::json::accept(with_small_numbers(text)), "only we take this for JSON", text);
  const std::string printed = compiler::print(*parsed);
  const auto again = compiler::parse_json(printed, fault);
  require(again.has_value(), "printed to what is no JSON", printed);
  require(*again == *parsed, "printed to other JSON", printed);
  require_same(printed, compiler::print(*again), "printed twice is not printed once");
}

void check_double(double value) {
  char buffer[runtime::max_number_characters];
  const std::string_view text = runtime::write_number(value, buffer);
  const auto back = runtime::parse_number(text);
  require(back.has_value(), "a number that is written is not read", text);
  const bool is_same = std::bit_cast<std::uint64_t>(*back) == std::bit_cast<std::uint64_t>(value);
  require(is_same || (value != value && *back != *back), "read as another number", text);
  const bool is_finite = value - value == 0;
  if (is_finite)
    require(nlohmann::json::parse(text).get<double>() == value, "another number as JSON", text);
  if (const auto whole = runtime::to_integer(value))
    require(
        static_cast<double>(*whole) == (value < 0 ? __builtin_ceil(value) : __builtin_floor(value)),
        "another integer", text);
}

void check_numbers(std::string_view text) {
  if (const auto number = runtime::parse_number(text)) check_double(*number);
  if (text.size() >= sizeof(double)) {
    double value = 0;
    std::memcpy(&value, text.data(), sizeof value);
    check_double(value);
    std::int64_t integer = 0;
    std::memcpy(&integer, text.data(), sizeof integer);
    char digits[runtime::max_integer_digits];
    require(runtime::parse_integer(runtime::write_integer(integer, digits)) == integer,
            "read as another integer", text);
  }
  if (const auto integer = runtime::parse_integer(text)) {
    char digits[runtime::max_integer_digits];
    const std::string_view shortest = runtime::write_integer(*integer, digits);
    require(runtime::parse_integer(shortest) == integer, "read as another integer", text);
  }
}

void check_times(std::string_view text) {
  if (const auto time = runtime::parse_timestamp(text)) {
    require(runtime::is_timestamp(*time), "a timestamp out of range", text);
    char buffer[runtime::max_timestamp_characters];
    require(runtime::parse_timestamp(runtime::write_timestamp(*time, buffer)) == time,
            "read as another time", text);
  }
  if (const auto duration = runtime::parse_duration(text)) {
    require(runtime::is_duration(*duration), "a duration out of range", text);
    char buffer[runtime::max_duration_characters];
    require(runtime::parse_duration(runtime::write_duration(*duration, buffer)) == duration,
            "read as another duration", text);
    require(runtime::negate_duration(runtime::negate_duration(*duration)) == *duration,
            "negated twice is another duration", text);
  }
  if (const auto zone = runtime::parse_zone(text))
    require(*zone > -54'000 && *zone < 54'000, "a zone out of range", text);
}

void check_strings(std::string_view text) {
  if (!runtime::is_valid_utf8(text)) return;
  require_same(text, written(runtime::reverse, written(runtime::reverse, text)),
               "reversed twice is another text");
  const std::string_view separator =
      text.substr(0, runtime::whole_characters(text, text.size() / 4));
  if (!separator.empty()) {
    runtime::Split split(text, separator);
    std::string joined;
    std::string_view part;
    for (bool is_first = true; split.next(part); is_first = false) {
      if (!is_first) joined.append(separator);
      joined.append(part);
    }
    require_same(text, joined, "split and joined is another text");
  }
  const auto characters = runtime::count_code_points(text);
  const auto middle = characters / 2;
  const auto left = runtime::substring(text, 0, middle);
  const auto right = runtime::substring(text, middle);
  require(left && right, "no half of a text", text);
  require_same(text, std::string(*left).append(*right), "two halves are not the whole");
  if (const auto address = runtime::parse_address(text))
    require_same(text, std::string(address->local).append("@").append(address->domain),
                 "the parts of an address are not the whole");
}

// As a literal of rules, and as a template without expressions.
void check_literal(std::string_view text) {
  if (!runtime::is_valid_utf8(text)) return;
  for (const bool is_template : {false, true}) {
    std::string rules = is_template ? "then f(" : "when a == ";
    rules.append(grammar::quote(text, is_template)).append(is_template ? ")" : " then f");
    std::vector<Finding> findings;
    const grammar::File file = grammar::parse(rules, 0, findings);
    require(findings.empty() && file.items.size() == 1, "a quoted text is no literal", rules);
    const grammar::Rule& rule = *file.items[0].rule;
    const grammar::Expr& literal =
        is_template ? *rule.actions[0].arguments[0].value : *rule.condition->children[1];
    require(literal.kind == grammar::ExprKind::string_literal, "not one literal", rules);
    require_same(text, literal.text, "read as another literal");
  }
}

}  // namespace

void round_trips_law(std::string_view input) {
  const Alone alone(input);
  const std::string_view text = alone.text();
  check_encoding(runtime::base64_encode, runtime::base64_decode, text);
  check_encoding(runtime::base64_url_encode, runtime::base64_url_decode, text);
  check_encoding(runtime::url_encode, runtime::url_decode, text);
  check_encoding(runtime::url_encode, runtime::form_decode, text);
  check_json(text);
  check_document(text);
  check_numbers(text);
  check_times(text);
  check_strings(text);
  check_literal(text);
}

}  // namespace lintel::fuzz
