// SPDX-License-Identifier: Apache-2.0
// The calendar against one that counts on day by day.
#include "runtime/calendar.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace lintel::runtime {
namespace {

bool is_long(int year) {
  if (year % 400 == 0) return true;
  if (year % 100 == 0) return false;
  return year % 4 == 0;
}

int last_day(int year, int month) {
  constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[month - 1] + (month == 2 && is_long(year) ? 1 : 0);
}

TEST(Calendar, CountsTheDaysOfEachYear) {
  std::int64_t days = days_to_year(-1);
  for (int year = -1; year <= 10'001; ++year) {
    ASSERT_EQ(days_to_year(year), days) << year;
    ASSERT_EQ(is_leap_year(year), is_long(year)) << year;
    ASSERT_EQ(year_of(days), year);
    ASSERT_EQ(year_of(days - 1), year - 1);
    days += is_long(year) ? 366 : 365;
  }
  EXPECT_EQ(days_to_year(1970), 0);
  EXPECT_EQ(days_to_year(1), -719'162);
}

TEST(Calendar, CountsTheDaysOfEachMonth) {
  for (const int year : {0, 1, 4, 1600, 1700, 1900, 1969, 1970, 2000, 2004, 2023, 2100, 9999}) {
    std::int64_t days = days_to_year(year);
    for (int month = 1; month <= 12; ++month) {
      ASSERT_EQ(days_in_month(year, month), last_day(year, month)) << year << "-" << month;
      for (int day = 1; day <= last_day(year, month); ++day, ++days) {
        const Date date = date_of(days);
        ASSERT_EQ(date.year, year);
        ASSERT_EQ(date.month, month);
        ASSERT_EQ(date.day, day);
        ASSERT_EQ(days_to_date({year, month, day}), days);
      }
    }
    EXPECT_EQ(days, days_to_year(year + 1));
  }
}

}  // namespace
}  // namespace lintel::runtime
