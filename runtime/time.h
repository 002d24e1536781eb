// SPDX-License-Identifier: Apache-2.0
// CEL's timestamps and durations. What is an error in CEL, such as a result out of range, is
// nothing here.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace lintel::runtime {

inline constexpr std::uint32_t nanoseconds_per_second = 1'000'000'000;

// A timestamp counts from 1970-01-01T00:00:00Z. The nanoseconds go forward, of a time before that
// and of a negative duration too: half a second less than nothing is -1 s + 500,000,000 ns.
struct Time {
  std::int64_t seconds = 0;
  std::uint32_t nanoseconds = 0;  // less than nanoseconds_per_second

  friend constexpr bool operator==(const Time&, const Time&) = default;
  friend constexpr std::strong_ordering operator<=>(const Time& a, const Time& b) {
    const std::strong_ordering order = a.seconds <=> b.seconds;
    return std::is_neq(order) ? order : a.nanoseconds <=> b.nanoseconds;
  }
};

// 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z.
inline constexpr Time first_timestamp{-62'135'596'800, 0};
inline constexpr Time last_timestamp{253'402'300'799, nanoseconds_per_second - 1};
// What 64 bits of nanoseconds hold without the least value, as in CEL's own implementations: about
// 292 years, so the difference of two timestamps may be too large for a duration.
inline constexpr Time longest_duration{9'223'372'036, 854'775'807};
inline constexpr Time least_duration{-9'223'372'037, nanoseconds_per_second - 854'775'807};

// Every function below takes times that are in range, and gives such.
bool is_timestamp(const Time& time);
bool is_duration(const Time& time);

std::optional<Time> timestamp_of_seconds(std::int64_t seconds);

std::optional<Time> add_to_timestamp(const Time& timestamp, const Time& duration);
std::optional<Time> subtract_from_timestamp(const Time& timestamp, const Time& duration);
std::optional<Time> subtract_timestamps(const Time& later, const Time& earlier);
std::optional<Time> add_durations(const Time& a, const Time& b);
std::optional<Time> subtract_durations(const Time& a, const Time& b);
Time negate_duration(const Time& duration);

// Parts of a time, as CEL's functions count them.
enum class TimePart : unsigned char {
  full_year,
  month,         // 0 to 11
  date,          // of the month, 1 to 31
  day_of_month,  // 0 to 30
  day_of_week,   // 0 is Sunday
  day_of_year,   // 0 to 365
  hours,
  minutes,
  seconds,
  milliseconds,
};

// At `zone` seconds east of UTC.
std::int64_t timestamp_part(const Time& timestamp, TimePart part, std::int32_t zone = 0);
// The whole duration in hours, minutes or seconds, but of milliseconds those past the last second.
// Rounded towards zero. The parts of a date are 0.
std::int64_t duration_part(const Time& duration, TimePart part);

// Seconds east of UTC: `UTC`, or hours and minutes up to 14:59 such as `+02:00`, `-09:30`, `02:00`.
// Names of time zones are not known: their rules change, and a result must not.
std::optional<std::int32_t> parse_zone(std::string_view text);

// RFC 3339, with T and Z in upper case: `2009-02-13T23:31:30.5+01:00`. What the fraction says past
// nanoseconds is cut off.
std::optional<Time> parse_timestamp(std::string_view text);
// Go's form: numbers with or without a fraction, each with its unit h, m, s, ms, us (or µs), ns:
// `1h30m`, `-1.5s`; `0` needs no unit. What is left of each part past nanoseconds is cut off.
std::optional<Time> parse_duration(std::string_view text);

inline constexpr std::size_t max_timestamp_characters = 30;  // 9999-12-31T23:59:59.999999999Z
// A duration has at most 22, as in -9223372036.854775807s; a timestamp in the place of one, as only
// a damaged image has it, two more.
inline constexpr std::size_t max_duration_characters = 24;

// In UTC, with as many digits of a fraction as it needs: `2009-02-13T23:31:30Z`.
std::string_view write_timestamp(const Time& timestamp,
                                 std::span<char, max_timestamp_characters> buffer);
// In seconds: `3600s`, `-1.5s`.
std::string_view write_duration(const Time& duration,
                                std::span<char, max_duration_characters> buffer);

}  // namespace lintel::runtime
