// SPDX-License-Identifier: Apache-2.0
// Made-up texts as Google Benchmark writes them.
#pragma once

#include <string>
#include <vector>

namespace lintel::testing {

struct RawRow {
  std::string name;
  std::vector<double> nanoseconds;  // one a repetition
  std::string more = "";            // further members, such as ,"image_bytes":12
};

// What one process wrote that ran these rows, in this order.
std::string raw_text(const std::vector<RawRow>& rows);

}  // namespace lintel::testing
