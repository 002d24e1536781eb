// SPDX-License-Identifier: Apache-2.0
// Timestamps and durations: the cases of CEL's conformance suite, each day of the calendar, and a
// twin that counts nanoseconds.
#include "runtime/time.h"

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "runtime/calendar.h"

namespace lintel::test {
namespace {

using runtime::parse_duration;
using runtime::parse_timestamp;
using runtime::parse_zone;
using runtime::Time;
using runtime::TimePart;

Time at(std::string_view text) {
  const auto time = parse_timestamp(text);
  EXPECT_TRUE(time.has_value()) << text;
  return time.value_or(Time{});
}

Time lasting(std::string_view text) {
  const auto time = parse_duration(text);
  EXPECT_TRUE(time.has_value()) << text;
  return time.value_or(Time{});
}

std::string shown(const std::optional<Time>& timestamp) {
  std::array<char, runtime::max_timestamp_characters> buffer;
  return timestamp ? std::string(runtime::write_timestamp(*timestamp, buffer)) : "-";
}

std::string length(const std::optional<Time>& duration) {
  std::array<char, runtime::max_duration_characters> buffer;
  return duration ? std::string(runtime::write_duration(*duration, buffer)) : "-";
}

TEST(Timestamp, IsReadAndWritten) {
  const std::pair<const char*, const char*> cases[] = {
      {"2009-02-13T23:31:30Z", "2009-02-13T23:31:30Z"},
      {"2009-02-13T23:31:30.5Z", "2009-02-13T23:31:30.5Z"},
      {"2009-02-13T23:31:30.120Z", "2009-02-13T23:31:30.12Z"},
      {"2009-02-13T23:31:30.000000001Z", "2009-02-13T23:31:30.000000001Z"},
      {"2009-02-13T23:31:30.0000000019Z", "2009-02-13T23:31:30.000000001Z"},
      {"2009-02-14T00:31:30+01:00", "2009-02-13T23:31:30Z"},
      {"2009-02-13T14:01:30-09:30", "2009-02-13T23:31:30Z"},
      {"2009-02-13T23:31:30-00:00", "2009-02-13T23:31:30Z"},
      {"9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z"},
      {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
      {"0000-12-31T23:30:00-01:00", "0001-01-01T00:30:00Z"},
      {"2000-02-29T00:00:00Z", "2000-02-29T00:00:00Z"},
      {"1969-12-31T23:59:59.9Z", "1969-12-31T23:59:59.9Z"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(shown(parse_timestamp(text)), expected);
  EXPECT_EQ(at("2009-02-13T23:31:30Z"), (Time{1234567890, 0}));
  EXPECT_EQ(at("1969-12-31T23:59:59.9Z"), (Time{-1, 900'000'000}));
  EXPECT_EQ(at("0001-01-01T00:00:00Z"), runtime::first_timestamp);
  EXPECT_EQ(at("9999-12-31T23:59:59.999999999Z"), runtime::last_timestamp);
}

TEST(Timestamp, IsNothingIfItIsNoSuchTime) {
  for (const char* text : {"",
                           "2009",
                           "2009-02-13",
                           "2009-02-13T23:31:30",
                           "2009-02-13 23:31:30Z",
                           "2009-02-13t23:31:30Z",
                           "2009-02-13T23:31:30z",
                           "2009-02-13T23:31:30.Z",
                           "2009-02-13T23:31:30,5Z",
                           "2009-02-13T23:31Z",
                           "2009-2-13T23:31:30Z",
                           "2009-02-13T23:31:30+1:00",
                           "2009-02-13T23:31:30+01",
                           "2009-02-13T23:31:30+0100",
                           "2009-02-13T23:31:30+24:00",
                           "2009-02-13T23:31:30+01:60",
                           "2009-02-13T23:31:30Z ",
                           "2009-02-13T24:00:00Z",
                           "2009-02-13T23:60:00Z",
                           "2009-02-13T23:59:60Z",
                           "2009-02-29T00:00:00Z",
                           "1900-02-29T00:00:00Z",
                           "2009-04-31T00:00:00Z",
                           "2009-00-01T00:00:00Z",
                           "2009-13-01T00:00:00Z",
                           "2009-01-00T00:00:00Z",
                           "2009-01-32T00:00:00Z",
                           "-009-01-01T00:00:00Z",
                           "0000-01-01T00:00:00Z",
                           "10000-01-01T00:00:00Z",
                           "0001-01-01T00:00:00+00:01",
                           "9999-12-31T23:59:59-00:01"}) {
    EXPECT_EQ(parse_timestamp(text), std::nullopt) << text;
  }
}

TEST(Timestamp, IsMadeOfSeconds) {
  EXPECT_EQ(shown(runtime::timestamp_of_seconds(0)), "1970-01-01T00:00:00Z");
  EXPECT_EQ(shown(runtime::timestamp_of_seconds(-62'135'596'800)), "0001-01-01T00:00:00Z");
  EXPECT_EQ(shown(runtime::timestamp_of_seconds(253'402'300'799)), "9999-12-31T23:59:59Z");
  for (const std::int64_t seconds : {-62'135'596'801, 253'402'300'800, INT64_MIN, INT64_MAX}) {
    EXPECT_EQ(runtime::timestamp_of_seconds(seconds), std::nullopt);
  }
}

TEST(Duration, IsReadAndWritten) {
  const std::pair<const char*, const char*> cases[] = {
      {"0", "0s"},
      {"-0", "0s"},
      {"1000000s", "1000000s"},
      {"1h45m47s", "6347s"},
      {"1.5h", "5400s"},
      {"-1.5s", "-1.5s"},
      {"+5s", "5s"},
      {".5s", "0.5s"},
      {"5.s", "5s"},
      {"1m1m", "120s"},
      {"1s1h", "3601s"},
      {"100ms", "0.1s"},
      {"-100ms", "-0.1s"},
      {"1us", "0.000001s"},
      {"1\u00b5s", "0.000001s"},
      {"1\u03bcs", "0.000001s"},
      {"1ns", "0.000000001s"},
      {"0.9ns", "0s"},
      {"-999999999ns", "-0.999999999s"},
      {"0.1234567899s", "0.123456789s"},
      {"7506.000001s", "7506.000001s"},
      {"0.000277777777777777777777777777777777777h", "0.999999999s"},
      {"9223372036.854775807s", "9223372036.854775807s"},
      {"-9223372036.854775807s", "-9223372036.854775807s"},
      {"2562047h47m16.854775807s", "9223372036.854775807s"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(length(parse_duration(text)), expected);
  EXPECT_EQ(lasting("-0.5s"), (Time{-1, 500'000'000}));
  EXPECT_EQ(lasting("9223372036.854775807s"), runtime::longest_duration);
  EXPECT_EQ(lasting("-9223372036.854775807s"), runtime::least_duration);
}

TEST(Duration, IsNothingIfItIsNoSuchLength) {
  for (const char* text : {"",
                           "-",
                           "+",
                           "1",
                           "00",
                           "s",
                           ".s",
                           "-.s",
                           "1 s",
                           " 1s",
                           "1s ",
                           "1h-3m",
                           "--1s",
                           "1d",
                           "1S",
                           "1.2.3s",
                           "1e3s",
                           "3000000h",
                           "9223372036854775808ns",
                           "-9223372036854775808ns",
                           "9223372036.854775808s",
                           "320000000000s",
                           "-320000000000s",
                           "99999999999999999999s",
                           "9223372036s1s"}) {
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
  }
}

TEST(Zone, IsUtcOrAnOffset) {
  const std::pair<const char*, std::int32_t> cases[] = {
      {"UTC", 0},    {"+02:00", 7200},   {"02:00", 7200},     {"-02:30", -9000},
      {"-00:00", 0}, {"+11:00", 39'600}, {"-09:30", -34'200}, {"+14:59", 53'940},
  };
  for (const auto& [text, offset] : cases) EXPECT_EQ(parse_zone(text), offset) << text;
  for (const char* text : {"", "utc", "Z", "GMT", "US/Central", "+2:00", "+0200", "+02", "+15:00",
                           "+02:60", "+-02:00", "+02:00 ", "Europe/Berlin"}) {
    EXPECT_EQ(parse_zone(text), std::nullopt) << text;
  }
}

TEST(Calendar, CountsEachDay) {
  runtime::Date date{1, 1, 1};
  std::int64_t days = runtime::days_to_date(date);
  EXPECT_EQ(days * 86'400, runtime::first_timestamp.seconds);
  std::int64_t weekday = 1;  // 0001-01-01 was a Monday
  std::int64_t day_of_year = 0;
  for (; date.year <= 9999; ++days) {
    const runtime::Date found = runtime::date_of(days);
    ASSERT_EQ(std::tie(found.year, found.month, found.day),
              std::tie(date.year, date.month, date.day));
    ASSERT_EQ(runtime::days_to_date(date), days);
    const Time time{days * 86'400, 0};
    ASSERT_EQ(runtime::timestamp_part(time, TimePart::day_of_week), weekday);
    ASSERT_EQ(runtime::timestamp_part(time, TimePart::day_of_year), day_of_year);
    weekday = (weekday + 1) % 7;
    ++day_of_year;
    const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = date.year % 400 == 0 || (date.year % 4 == 0 && date.year % 100 != 0);
    const bool leap_day = leap && date.month == 2 && date.day == 28;
    if (date.day < lengths[date.month - 1] || leap_day) {
      ++date.day;
      continue;
    }
    date.day = 1;
    if (++date.month <= 12) continue;
    date.month = 1;
    ++date.year;
    day_of_year = 0;
  }
  EXPECT_EQ(days * 86'400 - 1, runtime::last_timestamp.seconds);
}

// The functions are named as in CEL, whose conformance suite has these cases.
TEST(TimePart, IsWhatCelSays) {
  const Time time = at("2009-02-13T23:31:30.123456789Z");
  EXPECT_EQ(timestamp_part(time, TimePart::full_year), 2009);
  EXPECT_EQ(timestamp_part(time, TimePart::month), 1);
  EXPECT_EQ(timestamp_part(time, TimePart::date), 13);
  EXPECT_EQ(timestamp_part(time, TimePart::day_of_month), 12);
  EXPECT_EQ(timestamp_part(time, TimePart::day_of_week), 5);
  EXPECT_EQ(timestamp_part(time, TimePart::day_of_year), 43);
  EXPECT_EQ(timestamp_part(time, TimePart::hours), 23);
  EXPECT_EQ(timestamp_part(time, TimePart::minutes), 31);
  EXPECT_EQ(timestamp_part(time, TimePart::seconds), 30);
  EXPECT_EQ(timestamp_part(time, TimePart::milliseconds), 123);
  const auto in_zone = [&](std::string_view text, TimePart part, std::string_view zone) {
    return timestamp_part(at(text), part, parse_zone(zone).value());
  };
  EXPECT_EQ(in_zone("2009-02-13T23:31:30Z", TimePart::day_of_month, "+11:00"), 13);
  EXPECT_EQ(in_zone("2009-02-13T02:00:00Z", TimePart::day_of_month, "-02:30"), 11);
  EXPECT_EQ(in_zone("2009-02-13T23:31:30Z", TimePart::full_year, "-09:30"), 2009);
  EXPECT_EQ(in_zone("2009-02-13T23:31:30Z", TimePart::hours, "02:00"), 1);
  EXPECT_EQ(in_zone("2009-02-13T23:31:30Z", TimePart::seconds, "-00:00"), 30);
  EXPECT_EQ(in_zone("1970-01-01T02:05:06Z", TimePart::day_of_year, "-07:00"), 364);
  EXPECT_EQ(in_zone("0001-01-01T00:00:00Z", TimePart::full_year, "-01:00"), 0);
  EXPECT_EQ(in_zone("0001-01-01T00:00:00Z", TimePart::month, "-01:00"), 11);
  EXPECT_EQ(in_zone("9999-12-31T23:59:59Z", TimePart::full_year, "+14:00"), 10000);
  EXPECT_EQ(in_zone("1969-12-31T23:59:58.5Z", TimePart::milliseconds, "UTC"), 500);
}

TEST(TimePart, OfADurationIsTheWhole) {
  EXPECT_EQ(duration_part(lasting("10000s"), TimePart::hours), 2);
  EXPECT_EQ(duration_part(lasting("3730s"), TimePart::minutes), 62);
  EXPECT_EQ(duration_part(lasting("3730s"), TimePart::seconds), 3730);
  EXPECT_EQ(duration_part(lasting("123.321456789s"), TimePart::milliseconds), 321);
  EXPECT_EQ(duration_part(lasting("-5400s"), TimePart::hours), -1);
  EXPECT_EQ(duration_part(lasting("-1.5s"), TimePart::seconds), -1);
  EXPECT_EQ(duration_part(lasting("-0.5s"), TimePart::seconds), 0);
  EXPECT_EQ(duration_part(lasting("-1.5s"), TimePart::milliseconds), -500);
  EXPECT_EQ(duration_part(lasting("-9223372036.854775807s"), TimePart::seconds), -9223372036);
  EXPECT_EQ(duration_part(lasting("1h"), TimePart::full_year), 0);
}

// The cases of the conformance suite on arithmetic and ranges.
TEST(TimeArithmetic, IsWhatCelSays) {
  using runtime::add_durations;
  using runtime::add_to_timestamp;
  using runtime::subtract_durations;
  using runtime::subtract_from_timestamp;
  using runtime::subtract_timestamps;
  const Time first = runtime::first_timestamp;
  const Time last = runtime::last_timestamp;
  EXPECT_EQ(shown(add_to_timestamp(at("2009-02-13T23:00:00Z"), lasting("240s"))),
            "2009-02-13T23:04:00Z");
  EXPECT_EQ(shown(add_to_timestamp(at("0001-01-01T00:00:01.000000001Z"), lasting("-999999999ns"))),
            "0001-01-01T00:00:00.000000002Z");
  EXPECT_EQ(shown(add_to_timestamp(at("0001-01-01T00:00:01.999999999Z"), lasting("999999999ns"))),
            "0001-01-01T00:00:02.999999998Z");
  EXPECT_EQ(shown(subtract_from_timestamp(at("2009-02-13T23:10:00Z"), lasting("600s"))),
            "2009-02-13T23:00:00Z");
  EXPECT_EQ(length(subtract_timestamps(at("2009-02-13T23:31:00Z"), at("2009-02-13T23:29:00Z"))),
            "120s");
  EXPECT_EQ(length(subtract_durations(lasting("900s"), lasting("42s"))), "858s");
  EXPECT_EQ(length(add_durations(lasting("600s"), lasting("50s"))), "650s");
  EXPECT_EQ(length(runtime::negate_duration(lasting("1.25s"))), "-1.25s");
  EXPECT_EQ(add_to_timestamp(first, lasting("-1s")), std::nullopt);
  EXPECT_EQ(add_to_timestamp(first, lasting("-1ns")), std::nullopt);
  EXPECT_EQ(add_to_timestamp(last, lasting("1s")), std::nullopt);
  EXPECT_EQ(add_to_timestamp(last, lasting("1ns")), std::nullopt);
  EXPECT_EQ(subtract_from_timestamp(first, lasting("1ns")), std::nullopt);
  EXPECT_EQ(subtract_timestamps(last, first), std::nullopt);
  EXPECT_EQ(subtract_timestamps(first, last), std::nullopt);
}

// Seconds and nanoseconds in one number.
__int128 count(const Time& time) {
  return static_cast<__int128>(time.seconds) * 1'000'000'000 + time.nanoseconds;
}

TEST(TimeArithmetic, CountsLikeItsTwin) {
  const Time longest = runtime::longest_duration;
  const Time least = runtime::least_duration;
  const std::int64_t whole_seconds[] = {-9'223'372'036, -2, -1, 0, 1, 2, 9'223'372'035};
  std::vector<Time> durations = {longest, least};
  std::vector<Time> timestamps = {runtime::first_timestamp, runtime::last_timestamp};
  for (const std::int64_t seconds : whole_seconds) {
    for (const std::uint32_t nanoseconds : {0U, 1U, 500'000'000U, 999'999'999U}) {
      durations.push_back({seconds, nanoseconds});
      timestamps.push_back({seconds, nanoseconds});
    }
  }
  const auto expect = [](const std::optional<Time>& time, __int128 nanoseconds, const Time& from,
                         const Time& to) {
    const bool inside = count(from) <= nanoseconds && nanoseconds <= count(to);
    ASSERT_EQ(time.has_value(), inside);
    if (!time) return;
    EXPECT_TRUE(count(*time) == nanoseconds);
    EXPECT_LT(time->nanoseconds, 1'000'000'000u);
  };
  for (const Time& a : durations) {
    expect(runtime::negate_duration(a), -count(a), least, longest);
    EXPECT_TRUE(runtime::is_duration(a));
    for (const Time& b : durations) {
      expect(runtime::add_durations(a, b), count(a) + count(b), least, longest);
      expect(runtime::subtract_durations(a, b), count(a) - count(b), least, longest);
      EXPECT_EQ(a < b, count(a) < count(b));
    }
    for (const Time& b : timestamps) {
      expect(runtime::add_to_timestamp(b, a), count(b) + count(a), runtime::first_timestamp,
             runtime::last_timestamp);
      expect(runtime::subtract_from_timestamp(b, a), count(b) - count(a), runtime::first_timestamp,
             runtime::last_timestamp);
    }
  }
  for (const Time& a : timestamps) {
    for (const Time& b : timestamps) {
      expect(runtime::subtract_timestamps(a, b), count(a) - count(b), least, longest);
    }
  }
}

TEST(Time, KnowsItsRange) {
  EXPECT_TRUE(runtime::is_timestamp(runtime::first_timestamp));
  EXPECT_TRUE(runtime::is_timestamp(runtime::last_timestamp));
  EXPECT_FALSE(runtime::is_timestamp({-62'135'596'801, 999'999'999}));
  EXPECT_FALSE(runtime::is_timestamp({253'402'300'800, 0}));
  EXPECT_FALSE(runtime::is_timestamp({0, 1'000'000'000}));
  EXPECT_FALSE(runtime::is_duration({9'223'372'036, 854'775'808}));
  EXPECT_FALSE(runtime::is_duration({-9'223'372'037, 145'224'192}));
  EXPECT_FALSE(runtime::is_duration({0, 1'000'000'000}));
}

}  // namespace
}  // namespace lintel::test
