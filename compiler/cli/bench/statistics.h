// SPDX-License-Identifier: Apache-2.0
// Several measurements of one thing, summed up by what does not mind a few bad ones: the median and
// the quartiles.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lintel::cli {

// The value that `share` (0 to 1) of the sorted values do not exceed, between two of them on the
// straight line. `sorted` is not empty.
double quantile(std::span<const double> sorted, double share);

// Half of the values lie between the quartiles.
struct Summary {
  double first_quartile = 0;
  double median = 0;
  double third_quartile = 0;

  // Half the distance of the quartiles, as a share of the median; 0 if that is 0.
  double spread() const;
};

// `values` is not empty.
Summary summarise(std::vector<double> values);

// A figure that is counted, not measured: it has no spread.
constexpr Summary exactly(double value) { return {value, value, value}; }

// Where the median lies of all that might have been measured, with 95 % probability, whatever their
// distribution: from one of the sorted values to another. `values` is not empty.
struct Interval {
  double least = 0;
  double most = 0;
};
Interval median_interval(std::vector<double> values);

// One figure as a multiple of another: the medians, and the least and the most that the quartiles
// of both allow.
struct Ratio {
  double median = 1;
  double least = 1;
  double most = 1;
};

// Both have quartiles above 0.
Ratio ratio(const Summary& figure, const Summary& to);

// What has become of a figure of which less is better.
enum class Change : std::uint8_t { within_noise, better, worse };

// Beyond noise is what the quartiles of neither run reach, and `least_share` of the median or more:
// two runs of one program differ by more than each of them shows.
Change change(const Ratio& now_to_before, double least_share);

}  // namespace lintel::cli
