// SPDX-License-Identifier: Apache-2.0
// Times in range are so far from what 64 bits hold that their sums need no check before the range
// is looked at.
#include "runtime/time.h"

#include "runtime/calendar.h"

namespace lintel::runtime {
namespace {

constexpr std::int64_t seconds_per_day = 86'400;
constexpr std::int64_t nanoseconds_per_millisecond = 1'000'000;

Time sum(const Time& a, const Time& b) {
  Time result{a.seconds + b.seconds, a.nanoseconds + b.nanoseconds};
  if (result.nanoseconds >= nanoseconds_per_second) {
    result.nanoseconds -= nanoseconds_per_second;
    ++result.seconds;
  }
  return result;
}

Time negative(const Time& time) {
  if (time.nanoseconds == 0) return {-time.seconds, 0};
  return {-time.seconds - 1, nanoseconds_per_second - time.nanoseconds};
}

std::optional<Time> timestamp(const Time& time) {
  if (!is_timestamp(time)) return std::nullopt;
  return time;
}

std::optional<Time> duration(const Time& time) {
  if (!is_duration(time)) return std::nullopt;
  return time;
}

}  // namespace

bool is_timestamp(const Time& time) {
  return first_timestamp <= time && time <= last_timestamp &&
         time.nanoseconds < nanoseconds_per_second;
}

bool is_duration(const Time& time) {
  return least_duration <= time && time <= longest_duration &&
         time.nanoseconds < nanoseconds_per_second;
}

std::optional<Time> timestamp_of_seconds(std::int64_t seconds) { return timestamp({seconds, 0}); }

std::optional<Time> add_to_timestamp(const Time& timestamp, const Time& duration) {
  return runtime::timestamp(sum(timestamp, duration));
}

std::optional<Time> subtract_from_timestamp(const Time& timestamp, const Time& duration) {
  return runtime::timestamp(sum(timestamp, negative(duration)));
}

std::optional<Time> subtract_timestamps(const Time& later, const Time& earlier) {
  return duration(sum(later, negative(earlier)));
}

std::optional<Time> add_durations(const Time& a, const Time& b) { return duration(sum(a, b)); }

std::optional<Time> subtract_durations(const Time& a, const Time& b) {
  return duration(sum(a, negative(b)));
}

Time negate_duration(const Time& duration) { return negative(duration); }

std::int64_t timestamp_part(const Time& timestamp, TimePart part, std::int32_t zone) {
  const std::int64_t seconds = timestamp.seconds + zone;
  const std::int64_t days = floor_divide(seconds, seconds_per_day);
  const std::int64_t second_of_day = seconds - days * seconds_per_day;
  switch (part) {
    case TimePart::full_year: return year_of(days);
    case TimePart::month: return date_of(days).month - 1;
    case TimePart::date: return date_of(days).day;
    case TimePart::day_of_month: return date_of(days).day - 1;
    case TimePart::day_of_week: {
      constexpr std::int64_t first_weekday = 4;  // 1970-01-01 was a Thursday
      const std::int64_t weekdays = days + first_weekday;
      return weekdays - floor_divide(weekdays, 7) * 7;
    }
    case TimePart::day_of_year: return days - days_to_year(year_of(days));
    case TimePart::hours: return second_of_day / 3600;
    case TimePart::minutes: return second_of_day / 60 % 60;
    case TimePart::seconds: return second_of_day % 60;
    case TimePart::milliseconds: return timestamp.nanoseconds / nanoseconds_per_millisecond;
  }
  return 0;
}

std::int64_t duration_part(const Time& duration, TimePart part) {
  if (duration.seconds < 0) return -duration_part(negative(duration), part);
  switch (part) {
    case TimePart::hours: return duration.seconds / 3600;
    case TimePart::minutes: return duration.seconds / 60;
    case TimePart::seconds: return duration.seconds;
    case TimePart::milliseconds: return duration.nanoseconds / nanoseconds_per_millisecond;
    case TimePart::full_year:
    case TimePart::month:
    case TimePart::date:
    case TimePart::day_of_month:
    case TimePart::day_of_week:
    case TimePart::day_of_year: break;
  }
  return 0;
}

}  // namespace lintel::runtime
