// SPDX-License-Identifier: Apache-2.0
#include "compiler/cli/bench/statistics.h"

#include <algorithm>
#include <cmath>

namespace lintel::cli {

double quantile(std::span<const double> sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - std::floor(place)) * (sorted[above] - sorted[below]);
}

double Summary::spread() const {
  return median == 0 ? 0 : (third_quartile - first_quartile) / 2 / median;
}

Summary summarise(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return {quantile(values, 0.25), quantile(values, 0.5), quantile(values, 0.75)};
}

Interval median_interval(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  // How many of n values lie below the median is binomial: n/2, give or take 1.96 times half the
  // root of n. Few values reach from the first to the last.
  const auto count = static_cast<double>(values.size());
  const double below = std::floor(count / 2 - 0.98 * std::sqrt(count));
  const auto first = static_cast<std::size_t>(std::max(0.0, below));
  return {values[first], values[values.size() - 1 - first]};
}

Ratio ratio(const Summary& figure, const Summary& to) {
  return {figure.median / to.median, figure.first_quartile / to.third_quartile,
          figure.third_quartile / to.first_quartile};
}

Change change(const Ratio& now_to_before, double least_share) {
  if (now_to_before.least > 1 && now_to_before.median >= 1 + least_share) return Change::worse;
  if (now_to_before.most < 1 && now_to_before.median <= 1 / (1 + least_share))
    return Change::better;
  return Change::within_noise;
}

}  // namespace lintel::cli
