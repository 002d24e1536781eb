// SPDX-License-Identifier: Apache-2.0
// Searches the seeds of a perfect hash; runtime/table.h has the functions and looks up.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace lintel::compiler {

struct PerfectHash {
  std::vector<std::uint32_t> seeds;
  std::vector<std::uint32_t> slots;  // numbers of keys, or image::none
};

// For keys with these hashes. Nothing if two are equal, or if no seed was found in a bounded
// search; the result depends on the hashes alone.
std::optional<PerfectHash> build_perfect_hash(std::span<const std::uint64_t> hashes);

}  // namespace lintel::compiler
