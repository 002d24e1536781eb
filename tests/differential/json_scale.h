// SPDX-License-Identifier: Apache-2.0
// Where the comparisons of JSON start, and how many cases they try.
#pragma once

#include <cstdint>

namespace lintel::differential {

extern std::uint64_t json_first_seed;
extern std::uint64_t json_cases;

}  // namespace lintel::differential
