// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/raw.h"

namespace lintel::testing {

std::string raw_text(const std::vector<RawRow>& rows) {
  std::string runs;
  for (std::size_t family = 0; family < rows.size(); ++family) {
    for (const double time : rows[family].nanoseconds) {
      runs.append(runs.empty() ? "" : ",");
      runs.append(R"({"run_type":"iteration","run_name":")").append(rows[family].name);
      runs.append(R"(","family_index":)").append(std::to_string(family));
      runs.append(R"(,"per_family_instance_index":0,"iterations":7,"time_unit":"ns","cpu_time":)");
      runs.append(std::to_string(time)).append(R"(,"real_time":99)");
      runs.append(rows[family].more).append("}");
    }
  }
  return R"({"context":{"date":"2026-01-02","cpu":"a cpu","num_cpus":2,"compiler":"a compiler",)"
         R"("flags":"-O3"},"benchmarks":[)" +
         runs + "]}";
}

}  // namespace lintel::testing
