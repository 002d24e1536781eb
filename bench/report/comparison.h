// SPDX-License-Identifier: Apache-2.0
// Two builds, measured side by side: what has become faster or slower beyond noise.
//
// Processes come in pairs, one of each build, one right after the other. A moment in which the
// machine is slow hits both of a pair; what differs between processes, such as where their memory
// lies, differs between pairs. So each pair gives one ratio, and the ratios are told apart from
// noise by their order alone, whatever their distribution: if the true ratio's median were outside
// of the interval from the k-th smallest to the k-th largest, fewer than k pairs would lie on one
// side of it, as with that many throws of a coin. k is the largest for which this has a chance of
// at most 1 %.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bench/report/measurements.h"

namespace lintel::bench {

// One of the two builds.
struct Side {
  std::string name;
  std::vector<Measurements> processes;         // as many as the other side has, pairs in order
  std::map<std::string, double> instructions;  // by row; empty if they were not counted
};

// Fewer pairs cannot tell a change from noise: 2 * (1/2)^8 is the first chance below 1 %.
inline constexpr std::size_t fewest_pairs = 8;

// Two builds of one source differ by one or two percent, as their code lies elsewhere in memory.
inline constexpr double least_change = 0.03;

// Instructions of one iteration are the same each time, but for what hangs on addresses.
inline constexpr double least_change_of_instructions = 0.001;

enum class Verdict : std::uint8_t {
  faster,     // the interval excludes 1, and the ratio is at least least_change from it
  slower,     // likewise
  moved,      // faster or slower with the same instructions: most often code that lies elsewhere
  unchanged,  // not beyond noise
  untold,     // too few pairs
  only_a,     // the other build has no such row
  only_b,
};

// A figure of each side, as far as it has the row.
struct Both {
  std::optional<double> a;
  std::optional<double> b;

  std::optional<double> ratio() const;  // b / a; 1 if both are 0
};

struct ComparedRow {
  std::string name;
  Both median;        // nanoseconds
  Both instructions;  // of one iteration
  cli::Ratio ratio;   // b / a over the pairs: their median and the interval; 1 if only one has it
  std::size_t pairs = 0;
  Verdict verdict = Verdict::untold;
};

// The rows of `a` in its order, then those that only `b` has.
std::vector<ComparedRow> compare(const Side& a, const Side& b);

// How many of `pairs` sorted ratios lie outside of the interval on each side: k - 1 of above. If
// there are fewer than fewest_pairs, none, and the interval holds less than it should.
std::size_t left_out(std::size_t pairs);

// A table in Markdown and one line that sums it up; and the same for programs.
std::string comparison_table(const Side& a, const Side& b, const std::vector<ComparedRow>& rows);
std::string closing_line(const std::vector<ComparedRow>& rows);
std::string comparison_json(const Side& a, const Side& b, const std::vector<ComparedRow>& rows);

// Instructions by row, from Google Benchmark's JSON of a process that ran each row some times for
// one iteration each, and what callgrind wrote meanwhile: a part for each entry and each exit of
// the measured loop. The median of those times. Throws std::exception if the two do not fit.
std::map<std::string, double> read_instructions(const std::string& raw,
                                                const std::string& callgrind);

}  // namespace lintel::bench
