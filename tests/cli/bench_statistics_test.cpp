// SPDX-License-Identifier: Apache-2.0
// Medians, quartiles and ratios, by examples that can be done by hand.
#include "compiler/cli/bench/statistics.h"

#include <gtest/gtest.h>

namespace lintel::cli {
namespace {

TEST(Statistics, AQuantileLiesBetweenTwoValues) {
  const std::vector<double> sorted = {10, 20, 30, 40, 50};
  EXPECT_DOUBLE_EQ(quantile(sorted, 0), 10);
  EXPECT_DOUBLE_EQ(quantile(sorted, 0.5), 30);
  EXPECT_DOUBLE_EQ(quantile(sorted, 0.6), 34);
  EXPECT_DOUBLE_EQ(quantile(sorted, 1), 50);
  EXPECT_DOUBLE_EQ(quantile(std::vector<double>{7}, 0.75), 7);
}

TEST(Statistics, ASummarySortsAndHeedsNoOutlier) {
  const Summary summary = summarise({50, 10, 30, 20, 1e9});
  EXPECT_DOUBLE_EQ(summary.first_quartile, 20);
  EXPECT_DOUBLE_EQ(summary.median, 30);
  EXPECT_DOUBLE_EQ(summary.third_quartile, 50);
  EXPECT_DOUBLE_EQ(summary.spread(), 0.5);
  EXPECT_DOUBLE_EQ(exactly(4096).spread(), 0);
  EXPECT_DOUBLE_EQ(exactly(0).spread(), 0);
}

TEST(Statistics, TheIntervalOfTheMedianNarrowsWithTheNumberOfValues) {
  const auto interval_of = [](int count) {
    std::vector<double> values;
    for (int i = count; i > 0; --i) values.push_back(i);
    return median_interval(values);
  };
  // The ranks of the sign test: of 100 values the 41st to the 60th; of few, all.
  EXPECT_DOUBLE_EQ(interval_of(100).least, 41);
  EXPECT_DOUBLE_EQ(interval_of(100).most, 60);
  EXPECT_DOUBLE_EQ(interval_of(3).least, 1);
  EXPECT_DOUBLE_EQ(interval_of(3).most, 3);
  EXPECT_DOUBLE_EQ(interval_of(1).least, 1);
  EXPECT_DOUBLE_EQ(interval_of(1).most, 1);
}

TEST(Statistics, ARatioReachesAsFarAsTheQuartilesOfBoth) {
  const Ratio of = ratio({90, 100, 120}, {40, 50, 60});
  EXPECT_DOUBLE_EQ(of.median, 2);
  EXPECT_DOUBLE_EQ(of.least, 1.5);
  EXPECT_DOUBLE_EQ(of.most, 3);
}

TEST(Statistics, AChangeIsBeyondNoiseOnlyIfTheQuartilesLieApart) {
  const Summary before = {98, 100, 102};
  const auto to = [&](const Summary& now) { return change(ratio(now, before), 0.03); };
  EXPECT_EQ(to({108, 110, 112}), Change::worse);
  EXPECT_EQ(to({88, 90, 92}), Change::better);
  EXPECT_EQ(to({95, 110, 125}), Change::within_noise);
  EXPECT_EQ(to({80, 90, 99}), Change::within_noise);
  EXPECT_EQ(to(before), Change::within_noise);
}

TEST(Statistics, AChangeThatIsTooSmallIsNoise) {
  const Summary before = {99.9, 100, 100.1};
  EXPECT_EQ(change(ratio({101.9, 102, 102.1}, before), 0.03), Change::within_noise);
  EXPECT_EQ(change(ratio({97.9, 98, 98.1}, before), 0.03), Change::within_noise);
  EXPECT_EQ(change(ratio(exactly(102), exactly(100)), 0), Change::worse);
  EXPECT_EQ(change(ratio(exactly(98), exactly(100)), 0), Change::better);
  EXPECT_EQ(change(ratio(exactly(100), exactly(100)), 0), Change::within_noise);
}

}  // namespace
}  // namespace lintel::cli
