// SPDX-License-Identifier: Apache-2.0
// What the benchmarks have measured: read from Google Benchmark's JSON or from a file of
// bench/results/, and written to one.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/cli/bench/statistics.h"

namespace lintel::bench {

using cli::Summary;

// One benchmark, over all repetitions in all processes.
struct Row {
  std::string name;
  std::vector<double> times;               // in nanoseconds, sorted
  std::map<std::string, double> counters;  // their medians, such as image_bytes

  Summary time() const { return cli::summarise(times); }

  // The counter of this name, 0 if it did not count.
  double counter(const std::string& counter_name) const;
};

struct Measurements {
  std::map<std::string, std::string> facts;   // of the machine and the build: see fact_names
  std::vector<Row> rows;                      // as their programs have them
  std::map<std::string, std::string> growth;  // of a group of rows, such as compile/list: N, NlgN

  const Row* find(std::string_view name) const;
  std::string fact(const std::string& name) const;  // "unknown" if it is
};

inline constexpr const char* fact_names[] = {"commit",   "date",     "cpu",
                                             "num_cpus", "compiler", "flags"};

// The name of the row, from the name that Google Benchmark gives it: without its remarks, such as
// /manual_time or /iterations:1.
std::string row_name(const std::string& run_name);

// From the texts that processes of the benchmarks wrote, in this order; of one program or several.
// A row that ran in several processes has the times of all. Damaged texts throw std::exception,
// here and below.
Measurements read_raw(const std::vector<std::string>& texts);

// The form of bench/results/: a row a line. read_result(write_result(m)) gives m, but for times to
// a hundredth of a nanosecond.
std::string write_result(const Measurements& measurements);
Measurements read_result(const std::string& text);

}  // namespace lintel::bench
