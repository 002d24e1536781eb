// SPDX-License-Identifier: Apache-2.0
// The Gregorian calendar, carried on in both directions: days since 1970-01-01 and back.
#pragma once

#include <cstdint>

namespace lintel::runtime {

struct Date {
  std::int64_t year;
  int month;  // 1 to 12
  int day;    // 1 to 31
};

constexpr std::int64_t floor_divide(std::int64_t value, std::int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

constexpr bool is_leap_year(std::int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

constexpr int days_in_month(std::int64_t year, int month) {
  if (month == 2) return is_leap_year(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// From 1970-01-01 to the first of January of `year`.
constexpr std::int64_t days_to_year(std::int64_t year) {
  constexpr std::int64_t days_to_1970 = 719'162;  // from the first day of the year 1
  const std::int64_t past = year - 1;
  const std::int64_t leap_days =
      floor_divide(past, 4) - floor_divide(past, 100) + floor_divide(past, 400);
  return past * 365 + leap_days - days_to_1970;
}

constexpr std::int64_t days_to_date(const Date& date) {
  std::int64_t days = days_to_year(date.year) + date.day - 1;
  for (int month = 1; month < date.month; ++month) days += days_in_month(date.year, month);
  return days;
}

constexpr std::int64_t year_of(std::int64_t days) {
  constexpr std::int64_t days_in_400_years = 146'097;
  // Off by one at most: no year is further from the average than two days.
  std::int64_t year = 1970 + floor_divide(days * 400, days_in_400_years);
  while (days_to_year(year) > days) --year;
  while (days_to_year(year + 1) <= days) ++year;
  return year;
}

constexpr Date date_of(std::int64_t days) {
  Date date{year_of(days), 1, 1};
  std::int64_t left = days - days_to_year(date.year);
  while (left >= days_in_month(date.year, date.month)) {
    left -= days_in_month(date.year, date.month);
    ++date.month;
  }
  date.day += static_cast<int>(left);
  return date;
}

static_assert(days_to_year(1970) == 0 && year_of(0) == 1970 && year_of(-1) == 1969);

}  // namespace lintel::runtime
