// SPDX-License-Identifier: Apache-2.0
// Timestamps, durations and zones as texts: each form is read from the left, once.
#include <array>

#include "runtime/calendar.h"
#include "runtime/output.h"
#include "runtime/text.h"
#include "runtime/time.h"

namespace lintel::runtime {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A text that is read from the left. What does not fit makes it bad, and it stays so.
class Reader {
 public:
  explicit Reader(std::string_view text) : at_(text.data()), end_(at_ + text.size()) {}

  bool is_done() const { return !bad_ && at_ == end_; }
  bool at_end() const { return at_ == end_; }

  bool take_if(std::string_view wanted) {
    if (!starts_with({at_, static_cast<std::size_t>(end_ - at_)}, wanted)) return false;
    at_ += wanted.size();
    return true;
  }

  void expect(std::string_view wanted) { bad_ = !take_if(wanted) || bad_; }

  // Exactly so many digits, up to `max`.
  int number(int count, int max) {
    int value = 0;
    for (; count > 0; --count) {
      if (at_ == end_ || !is_digit(*at_)) {
        bad_ = true;
        return 0;
      }
      value = value * 10 + (*at_++ - '0');
    }
    bad_ = bad_ || value > max;
    return value;
  }

  std::string_view digits() {
    const char* const begin = at_;
    while (at_ != end_ && is_digit(*at_)) ++at_;
    return {begin, static_cast<std::size_t>(at_ - begin)};
  }

 private:
  const char* at_;
  const char* end_;
  bool bad_ = false;
};

// 0.DIGITS times `unit`, rounded down: from the last digit to the first, dividing by ten at each.
constexpr std::int64_t fraction_of(std::string_view digits, std::int64_t unit) {
  std::int64_t result = 0;
  for (std::size_t i = digits.size(); i > 0; --i) {
    result = (result + (digits[i - 1] - '0') * unit) / 10;
  }
  return result;
}

// Hours and minutes, as seconds.
std::int32_t read_offset(Reader& reader, int max_hours) {
  const int hours = reader.number(2, max_hours);
  reader.expect(":");
  const int minutes = reader.number(2, 59);
  return (hours * 60 + minutes) * 60;
}

struct Unit {
  std::string_view name;
  std::int64_t nanoseconds;
};
// One that begins with another stands before it.
constexpr Unit units[] = {
    {"ns", 1},
    {"us", 1'000},
    {"\u00b5s", 1'000},  // the micro sign, and the Greek letter that looks the same
    {"\u03bcs", 1'000},
    {"ms", 1'000'000},
    {"s", 1'000'000'000},
    {"m", 60'000'000'000},
    {"h", 3'600'000'000'000},
};

// The nanoseconds of a unit; 0 if there is none.
std::int64_t read_unit(Reader& reader) {
  for (const Unit& unit : units) {
    if (reader.take_if(unit.name)) return unit.nanoseconds;
  }
  return 0;
}

// Adds a number with its unit to `total`.
bool read_part(Reader& reader, std::int64_t& total) {
  const std::string_view whole = reader.digits();
  const std::string_view fraction = reader.take_if(".") ? reader.digits() : std::string_view();
  const std::int64_t unit = read_unit(reader);
  if (unit == 0 || (whole.empty() && fraction.empty())) return false;
  std::int64_t part = 0;
  for (const char digit : whole) {
    if (__builtin_mul_overflow(part, 10, &part)) return false;
    if (__builtin_add_overflow(part, digit - '0', &part)) return false;
  }
  return !__builtin_mul_overflow(part, unit, &part) &&
         !__builtin_add_overflow(part, fraction_of(fraction, unit), &part) &&
         !__builtin_add_overflow(total, part, &total);
}

// `value` with so many digits.
void add_digits(Output& result, std::int64_t value, int count) {
  std::int64_t place = 1;
  for (; count > 1; --count) place *= 10;
  for (; place > 0; place /= 10) result.add(static_cast<char>('0' + value / place % 10));
}

void add_fraction(Output& result, std::uint32_t nanoseconds) {
  if (nanoseconds == 0) return;
  int digits = 9;
  for (; nanoseconds % 10 == 0; nanoseconds /= 10) --digits;
  result.add('.');
  add_digits(result, nanoseconds, digits);
}

}  // namespace

std::optional<std::int32_t> parse_zone(std::string_view text) {
  constexpr int max_hours = 14;  // the definition of CEL; no place on Earth is further ahead
  if (text == "UTC") return 0;
  Reader reader(text);
  const bool west = reader.take_if("-");
  if (!west) reader.take_if("+");
  const std::int32_t offset = read_offset(reader, max_hours);
  if (!reader.is_done()) return std::nullopt;
  return west ? -offset : offset;
}

std::optional<Time> parse_timestamp(std::string_view text) {
  Reader reader(text);
  Date date{};
  date.year = reader.number(4, 9999);
  reader.expect("-");
  date.month = reader.number(2, 12);
  reader.expect("-");
  date.day = reader.number(2, 31);
  reader.expect("T");
  const int hours = reader.number(2, 23);
  reader.expect(":");
  const int minutes = reader.number(2, 59);
  reader.expect(":");
  const int seconds = reader.number(2, 59);
  Time time;
  if (reader.take_if(".")) {
    const std::string_view fraction = reader.digits();
    if (fraction.empty()) return std::nullopt;
    time.nanoseconds = static_cast<std::uint32_t>(fraction_of(fraction, nanoseconds_per_second));
  }
  std::int32_t offset = 0;
  if (!reader.take_if("Z")) {
    const bool west = reader.take_if("-");
    if (!west) reader.expect("+");
    offset = read_offset(reader, 23);
    if (west) offset = -offset;
  }
  if (!reader.is_done() || date.month == 0 || date.day == 0 ||
      date.day > days_in_month(date.year, date.month)) {
    return std::nullopt;
  }
  time.seconds = ((days_to_date(date) * 24 + hours) * 60 + minutes) * 60 + seconds - offset;
  if (!is_timestamp(time)) return std::nullopt;
  return time;
}

std::optional<Time> parse_duration(std::string_view text) {
  const bool negative = starts_with(text, "-");
  if (negative || starts_with(text, "+")) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  if (text == "0") return Time{};
  std::int64_t total = 0;
  for (Reader reader(text); !reader.at_end();) {
    if (!read_part(reader, total)) return std::nullopt;
  }
  const Time time{total / nanoseconds_per_second,
                  static_cast<std::uint32_t>(total % nanoseconds_per_second)};
  return negative ? negate_duration(time) : time;
}

std::string_view write_timestamp(const Time& timestamp,
                                 std::span<char, max_timestamp_characters> buffer) {
  const Date date = date_of(floor_divide(timestamp.seconds, 86'400));
  Output result(buffer.data());
  add_digits(result, date.year, 4);
  result.add('-');
  add_digits(result, date.month, 2);
  result.add('-');
  add_digits(result, date.day, 2);
  result.add('T');
  add_digits(result, timestamp_part(timestamp, TimePart::hours), 2);
  result.add(':');
  add_digits(result, timestamp_part(timestamp, TimePart::minutes), 2);
  result.add(':');
  add_digits(result, timestamp_part(timestamp, TimePart::seconds), 2);
  add_fraction(result, timestamp.nanoseconds);
  result.add('Z');
  return {buffer.data(), result.size()};
}

std::string_view write_duration(const Time& duration,
                                std::span<char, max_duration_characters> buffer) {
  const bool negative = duration.seconds < 0;
  const Time size = negative ? negate_duration(duration) : duration;
  std::array<char, max_integer_digits> digits;
  Output result(buffer.data());
  if (negative) result.add('-');
  result.add(write_integer(size.seconds, digits));
  add_fraction(result, size.nanoseconds);
  result.add('s');
  return {buffer.data(), result.size()};
}

}  // namespace lintel::runtime
