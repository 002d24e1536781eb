// SPDX-License-Identifier: Apache-2.0
// What callgrind counted in the measured loops.
#include <algorithm>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "bench/report/comparison.h"

namespace lintel::bench {
namespace {

// The sums of those parts that end where a loop ends.
std::vector<double> loops(const std::string& callgrind) {
  std::vector<double> sums;
  bool ends_a_loop = false;
  const auto starts = [&](std::size_t at, std::string_view with) {
    return callgrind.compare(at, with.size(), with) == 0;
  };
  for (std::size_t at = 0; at < callgrind.size();) {
    const std::size_t end = std::min(callgrind.find('\n', at), callgrind.size());
    constexpr std::string_view summary = "summary: ";
    if (starts(at, "part: ")) ends_a_loop = false;
    if (starts(at, "desc: Trigger: --dump-before=")) ends_a_loop = true;
    if (ends_a_loop && starts(at, summary))
      sums.push_back(std::stod(callgrind.substr(at + summary.size(), end - at - summary.size())));
    at = end + 1;
  }
  return sums;
}

}  // namespace

std::map<std::string, double> read_instructions(const std::string& raw,
                                                const std::string& callgrind) {
  const std::vector<double> sums = loops(callgrind);
  std::map<std::string, std::vector<double>> counted;
  std::size_t next = 0;
  const nlohmann::json read = nlohmann::json::parse(raw);
  for (const nlohmann::json& run : read.at("benchmarks")) {
    if (run.at("run_type") != "iteration") continue;
    if (next == sums.size() || run.at("iterations") != 1)
      throw std::runtime_error("callgrind has counted other loops than those that were run");
    counted[row_name(run.at("run_name"))].push_back(sums[next++]);
  }
  if (next != sums.size())
    throw std::runtime_error("callgrind has counted more loops than were run");
  std::map<std::string, double> medians;
  for (const auto& [name, values] : counted) medians[name] = cli::summarise(values).median;
  return medians;
}

}  // namespace lintel::bench
