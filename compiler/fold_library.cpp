// SPDX-License-Identifier: Apache-2.0
// Folding of the functions on texts, numbers and times: with the functions that the runtime uses.
#include <algorithm>
#include <bit>

#include "compiler/fold.h"
#include "runtime/bracket_list.h"
#include "runtime/encodings.h"
#include "runtime/limits.h"
#include "runtime/number_text.h"
#include "runtime/strings.h"
#include "runtime/text.h"
#include "runtime/time.h"

namespace lintel::compiler {
namespace {

using runtime::TimePart;

Folded folded(std::int64_t value) { return {Folded::Kind::integer, value}; }
Folded folded(bool value) { return {Folded::Kind::boolean, value ? 1 : 0}; }
Folded folded(double value) { return {Folded::Kind::real, std::bit_cast<std::int64_t>(value)}; }
Folded folded(std::string_view value) { return {Folded::Kind::text, 0, std::string(value)}; }
Folded folded(const runtime::Time& value) {
  return {Folded::Kind::time, value.seconds, {}, value.nanoseconds};
}

template <typename Value>
Folded folded(const std::optional<Value>& value) {
  return value ? folded(*value) : Folded{};
}

template <typename Pieces>
std::optional<Folded> pieces(Pieces all) {
  Folded result{Folded::Kind::texts};
  for (std::string_view piece; all.next(piece);) {
    if (result.texts.size() == limits::max_list_elements) return std::nullopt;
    result.texts.emplace_back(piece);
  }
  return result;
}

std::optional<Folded> replaced(std::string_view text, std::string_view part,
                               std::string_view replacement, std::int64_t limit) {
  const std::size_t size = runtime::replace(text, part, replacement, limit, nullptr);
  if (size > limits::text_arena_bytes) return std::nullopt;
  std::string result(size, '\0');
  runtime::replace(text, part, replacement, limit, result.data());
  return folded(result);
}

Folded written(std::size_t (*write)(std::string_view, char*), std::string_view text) {
  std::string result(write(text, nullptr), '\0');
  write(text, result.data());
  return folded(result);
}

Folded decoded(std::optional<std::string_view> (*decode)(std::string_view, char*),
               std::string_view text) {
  std::string result(text.size(), '\0');
  return folded(decode(text, result.data()));
}

template <std::size_t size, typename Value>
Folded shown(std::string_view (*write)(Value, std::span<char, size>),
             const std::decay_t<Value>& value) {
  char buffer[size];
  return folded(write(value, std::span<char, size>(buffer)));
}

std::optional<Folded> fold_text(Builtin builtin, std::string_view x) {
  switch (builtin) {
    case Builtin::reverse: return written(runtime::reverse, x);
    case Builtin::bracket_list: return pieces(runtime::BracketList(x));
    case Builtin::base64_encode: return written(runtime::base64_encode, x);
    case Builtin::base64_decode: return decoded(runtime::base64_decode, x);
    case Builtin::base64_url_encode: return written(runtime::base64_url_encode, x);
    case Builtin::base64_url_decode: return decoded(runtime::base64_url_decode, x);
    case Builtin::url_encode: return written(runtime::url_encode, x);
    case Builtin::url_decode: return decoded(runtime::url_decode, x);
    case Builtin::form_decode: return decoded(runtime::form_decode, x);
    case Builtin::bool_of_text: return folded(runtime::parse_boolean(x));
    case Builtin::double_of_text: return folded(runtime::parse_number(x));
    case Builtin::timestamp_of_text: return folded(runtime::parse_timestamp(x));
    case Builtin::duration_of_text: return folded(runtime::parse_duration(x));
    default: return std::nullopt;
  }
}

// A text and what the function is given beside it.
std::optional<Folded> fold_text(Builtin builtin, std::string_view x,
                                std::span<const Typed* const> others) {
  const Typed& y = *others[0];
  const std::int64_t z = others.size() > 1 ? others[1]->number : 0;
  switch (builtin) {
    case Builtin::char_at: return folded(runtime::char_at(x, y.number));
    case Builtin::index_of: return folded(runtime::index_of(x, y.text));
    case Builtin::index_of_from: return folded(runtime::index_of(x, y.text, z));
    case Builtin::last_index_of: return folded(runtime::last_index_of(x, y.text));
    case Builtin::last_index_of_from: return folded(runtime::last_index_of(x, y.text, z));
    case Builtin::substring: return folded(runtime::substring(x, y.number));
    case Builtin::substring_to: return folded(runtime::substring(x, y.number, z));
    case Builtin::replace: return replaced(x, y.text, others[1]->text, runtime::no_limit);
    case Builtin::replace_first: return replaced(x, y.text, others[1]->text, others[2]->number);
    case Builtin::split: return pieces(runtime::Split(x, y.text));
    case Builtin::split_first: return pieces(runtime::Split(x, y.text, z));
    default: return std::nullopt;
  }
}

std::optional<TimePart> part_of(Builtin builtin) {
  switch (builtin) {
    case Builtin::full_year:
    case Builtin::full_year_in_zone: return TimePart::full_year;
    case Builtin::month:
    case Builtin::month_in_zone: return TimePart::month;
    case Builtin::date:
    case Builtin::date_in_zone: return TimePart::date;
    case Builtin::day_of_month:
    case Builtin::day_of_month_in_zone: return TimePart::day_of_month;
    case Builtin::day_of_week:
    case Builtin::day_of_week_in_zone: return TimePart::day_of_week;
    case Builtin::day_of_year:
    case Builtin::day_of_year_in_zone: return TimePart::day_of_year;
    case Builtin::hours:
    case Builtin::hours_in_zone:
    case Builtin::duration_hours: return TimePart::hours;
    case Builtin::minutes:
    case Builtin::minutes_in_zone:
    case Builtin::duration_minutes: return TimePart::minutes;
    case Builtin::seconds:
    case Builtin::seconds_in_zone:
    case Builtin::duration_seconds: return TimePart::seconds;
    case Builtin::milliseconds:
    case Builtin::milliseconds_in_zone:
    case Builtin::duration_milliseconds: return TimePart::milliseconds;
    default: return std::nullopt;
  }
}

std::optional<Folded> fold_time(Builtin builtin, const Typed& operand) {
  const runtime::Time time = time_value(operand);
  if (const auto part = part_of(builtin)) {
    const bool is_timestamp = row(builtin).first == TypeKind::timestamp;
    return folded(is_timestamp ? runtime::timestamp_part(time, *part)
                               : runtime::duration_part(time, *part));
  }
  switch (builtin) {
    case Builtin::int_of_timestamp: return folded(time.seconds);
    case Builtin::string_of_timestamp: return shown(runtime::write_timestamp, time);
    case Builtin::string_of_duration: return shown(runtime::write_duration, time);
    case Builtin::timestamp_of_timestamp:
    case Builtin::duration_of_duration: return folded(time);
    case Builtin::negate_duration: return folded(runtime::negate_duration(time));
    default: return std::nullopt;
  }
}

std::optional<Folded> fold_times(Builtin builtin, const runtime::Time& x, const runtime::Time& y) {
  switch (builtin) {
    case Builtin::equal_timestamp:
    case Builtin::equal_duration: return folded(x == y);
    case Builtin::less_timestamp:
    case Builtin::less_duration: return folded(x < y);
    case Builtin::at_most_timestamp:
    case Builtin::at_most_duration: return folded(x <= y);
    case Builtin::add_timestamp_duration:
    case Builtin::add_duration_timestamp: return folded(runtime::add_to_timestamp(x, y));
    case Builtin::add_durations: return folded(runtime::add_durations(x, y));
    case Builtin::subtract_timestamps: return folded(runtime::subtract_timestamps(x, y));
    case Builtin::subtract_timestamp_duration:
      return folded(runtime::subtract_from_timestamp(x, y));
    case Builtin::subtract_durations: return folded(runtime::subtract_durations(x, y));
    default: return std::nullopt;
  }
}

std::optional<Folded> fold_number(Builtin builtin, const Typed& operand) {
  const bool is_real = operand.kind == Kind::real;
  switch (builtin) {
    case Builtin::bool_of_boolean: return folded(operand.number != 0);
    case Builtin::int_of_number:
      if (!is_real) return std::nullopt;
      return folded(runtime::to_integer(real_value(operand)));
    case Builtin::double_of_number:
      if (!is_real) return std::nullopt;
      return folded(real_value(operand));
    case Builtin::string_of_number:
      if (!is_real) return std::nullopt;
      return shown(runtime::write_number, real_value(operand));
    case Builtin::double_of_integer: return folded(static_cast<double>(operand.number));
    case Builtin::timestamp_of_integer:
      return folded(runtime::timestamp_of_seconds(operand.number));
    default: return std::nullopt;
  }
}

// A table of texts as one text.
std::optional<Folded> fold_join(const Typed& list, std::string_view separator) {
  if (!is_table(list)) return std::nullopt;
  std::string result;
  for (const Typed* element : list.operands) {
    if (element->kind != Kind::text) return std::nullopt;
    if (element != list.operands.front()) result += separator;
    result += element->text;
    if (result.size() > limits::text_arena_bytes) return std::nullopt;
  }
  return folded(result);
}

// Timestamps in a zone that is written out: what it is, or that there is no such zone.
std::optional<Folded> fold_in_zone(Builtin builtin, const Typed& timestamp, const Typed& zone) {
  if (zone.kind != Kind::text) return std::nullopt;
  const auto offset = runtime::parse_zone(zone.text);
  if (!offset) return Folded{};
  const auto part = part_of(builtin);
  if (timestamp.kind != Kind::time || !part) return std::nullopt;
  return folded(runtime::timestamp_part(time_value(timestamp), *part, *offset));
}

}  // namespace

std::optional<Folded> fold_library(Builtin builtin, std::span<const Typed* const> operands) {
  const Typed& first = *operands[0];
  if (row(builtin).first == TypeKind::timestamp && row(builtin).second == TypeKind::text)
    return fold_in_zone(builtin, first, *operands[1]);
  const auto others = operands.subspan(1);
  const bool literals = std::all_of(others.begin(), others.end(),
                                    [](const Typed* operand) { return is_literal(*operand); });
  if (!literals) return std::nullopt;
  if (builtin == Builtin::join) return fold_join(first, {});
  if (builtin == Builtin::join_with) return fold_join(first, others[0]->text);
  switch (first.kind) {
    case Kind::text:
      return others.empty() ? fold_text(builtin, first.text)
                            : fold_text(builtin, first.text, others);
    case Kind::time:
      if (others.empty()) return fold_time(builtin, first);
      return fold_times(builtin, time_value(first), time_value(*others[0]));
    case Kind::boolean:
    case Kind::integer:
    case Kind::real: return others.empty() ? fold_number(builtin, first) : std::nullopt;
    default: return std::nullopt;
  }
}

}  // namespace lintel::compiler
