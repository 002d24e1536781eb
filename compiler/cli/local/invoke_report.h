// SPDX-License-Identifier: Apache-2.0
// How a function did: the end of `lintel invoke`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/cli/local/function_host.h"

namespace lintel::cli {

class InvokeReport {
 public:
  void add(const FunctionResult& result);

  // In lines for people, or as one line of JSON.
  std::string text(std::optional<std::int64_t> peak_memory_bytes);
  std::string json(std::optional<std::int64_t> peak_memory_bytes);

 private:
  // The least time, in microseconds, that so many hundredths of the sorted times do not exceed.
  std::int64_t percentile(std::size_t hundredths) const;

  std::uint64_t answered_ = 0;
  std::uint64_t errors_ = 0;
  std::uint64_t broken_ = 0;
  std::uint64_t starts_ = 0;  // processes that gave an answer
  std::optional<std::int64_t> cold_start_;
  std::vector<std::int64_t> times_;  // nanoseconds, but for first answers
};

}  // namespace lintel::cli
