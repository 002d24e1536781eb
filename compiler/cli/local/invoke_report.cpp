// SPDX-License-Identifier: Apache-2.0
#include "compiler/cli/local/invoke_report.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace lintel::cli {
namespace {

std::int64_t microseconds(std::int64_t nanoseconds) { return (nanoseconds + 500) / 1000; }

}  // namespace

void InvokeReport::add(const FunctionResult& result) {
  switch (result.kind) {
    case FunctionResult::Kind::answered: ++answered_; break;
    case FunctionResult::Kind::error: ++errors_; break;
    case FunctionResult::Kind::broken: ++broken_; return;
  }
  if (!result.cold_start_nanoseconds) {
    times_.push_back(result.nanoseconds);
    return;
  }
  ++starts_;
  if (!cold_start_) cold_start_ = result.cold_start_nanoseconds;
}

std::int64_t InvokeReport::percentile(std::size_t hundredths) const {
  const std::size_t rank = (times_.size() * hundredths + 99) / 100;
  return microseconds(times_[rank == 0 ? 0 : rank - 1]);
}

std::string InvokeReport::text(std::optional<std::int64_t> peak_memory_bytes) {
  std::sort(times_.begin(), times_.end());
  std::string text = fmt::format("events      {}: {} answered, {} errors, {} without an answer\n",
                                 answered_ + errors_ + broken_, answered_, errors_, broken_);
  if (cold_start_)
    text += fmt::format("cold start  {} us, from the start of the process to its first answer\n",
                        microseconds(*cold_start_));
  if (starts_ > 1) text += fmt::format("started     {} times\n", starts_);
  if (!times_.empty())
    text += fmt::format(
        "latency     min {} us, median {} us, p90 {} us, p99 {} us, max {} us, without first "
        "answers\n",
        percentile(0), percentile(50), percentile(90), percentile(99), percentile(100));
  if (peak_memory_bytes)
    text += fmt::format("memory      {} kB at most\n", *peak_memory_bytes / 1024);
  return text;
}

std::string InvokeReport::json(std::optional<std::int64_t> peak_memory_bytes) {
  using Json = nlohmann::ordered_json;
  std::sort(times_.begin(), times_.end());
  Json report = {{"events", answered_ + errors_ + broken_},
                 {"answered", answered_},
                 {"errors", errors_},
                 {"withoutAnswer", broken_},
                 {"starts", starts_}};
  report["coldStartMicroseconds"] = cold_start_ ? Json(microseconds(*cold_start_)) : Json();
  report["latencyMicroseconds"] = times_.empty() ? Json()
                                                 : Json{{"min", percentile(0)},
                                                        {"median", percentile(50)},
                                                        {"p90", percentile(90)},
                                                        {"p99", percentile(99)},
                                                        {"max", percentile(100)}};
  report["peakMemoryBytes"] = peak_memory_bytes ? Json(*peak_memory_bytes) : Json();
  return report.dump() + "\n";
}

}  // namespace lintel::cli
