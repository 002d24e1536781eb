// SPDX-License-Identifier: Apache-2.0
// Figures as people read them.
#include "bench/report/format.h"

#include <gtest/gtest.h>

namespace lintel::testing {
namespace {

TEST(Format, FiguresHaveThreeOrFourDigits) {
  EXPECT_EQ(bench::time_text(7.44), "7.4 ns");
  EXPECT_EQ(bench::time_text(99.96), "100 ns");
  EXPECT_EQ(bench::time_text(9999), "9999 ns");
  EXPECT_EQ(bench::time_text(10'000), "10.0 us");
  EXPECT_EQ(bench::time_text(2.5e12), "2500 s");
  EXPECT_EQ(bench::bytes_text(12), "12 B");
  EXPECT_EQ(bench::bytes_text(4'390'000), "4390 KB");
  EXPECT_EQ(bench::count_text(12), "12.0");
  EXPECT_EQ(bench::count_text(12'345), "12.3 k");
  EXPECT_EQ(bench::ratio_text(0.7527), "0.753");
  EXPECT_EQ(bench::ratio_text(9.9996), "10.0");
  EXPECT_EQ(bench::percent_text(0.0123), "1.2 %");
}

TEST(Format, TablesAreAligned) {
  bench::Table table({"row", "a", "why"}, {"why"});
  EXPECT_TRUE(table.empty());
  table.add({"long name", "1", "x"});
  table.add({"b", "1234"});
  EXPECT_EQ(table.text(),
            "| row       |    a | why |\n"
            "|-----------|-----:|-----|\n"
            "| long name |    1 | x   |\n"
            "| b         | 1234 |     |\n");
}

}  // namespace
}  // namespace lintel::testing
