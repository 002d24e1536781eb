// SPDX-License-Identifier: Apache-2.0
#include "compiler/cli/bench/start.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <string>

#include <malloc.h>

#include "compiler/cli/bench/steps.h"

namespace lintel::cli {
namespace {

constexpr double sample_nanoseconds = 100'000;

// What this process holds in memory that belongs to no file; nothing if the system does not say.
std::optional<std::size_t> anonymous_bytes() {
  std::ifstream file("/proc/self/smaps_rollup");
  constexpr std::string_view name = "Anonymous:";
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with(name)) continue;
    const std::size_t digits = std::min(line.find_first_of("0123456789"), line.size());
    std::size_t kilobytes = 0;
    const auto read = std::from_chars(line.data() + digits, line.data() + line.size(), kilobytes);
    if (read.ec == std::errc{}) return kilobytes * 1024;
  }
  return {};
}

}  // namespace

void take_large_memory_from_the_system() {
#ifdef M_MMAP_THRESHOLD  // of glibc; others do so anyway
  constexpr int large = 1 << 20;
  ::mallopt(M_MMAP_THRESHOLD, large);
#endif
}

StartTimer::StartTimer(std::span<const std::byte> image, Host& host,
                       std::span<const std::string_view> events)
    : image_(image), host_(host), events_(events) {}

template <typename Step>
double StartTimer::over_and_over(std::size_t& times, Step step) {
  const auto sample = [&](std::size_t count) {
    const auto begin = BenchClock::now();
    for (std::size_t i = 0; i < count; ++i) step();
    return nanoseconds_since(begin) / static_cast<double>(count);
  };
  if (times == 0) {
    sample(1);
    times = std::max(std::size_t{1}, static_cast<std::size_t>(sample_nanoseconds / sample(1)));
  }
  return sample(times);
}

double StartTimer::verify() {
  return over_and_over(verify_times_, [&] {
    const LoadResult loaded = Ruleset::load(image_);
    keep(&loaded);
  });
}

double StartTimer::make_evaluator() {
  const LoadResult loaded = Ruleset::load(image_);
  return over_and_over(evaluator_times_, [&] {
    const Evaluator evaluator(*loaded, &host_);
    keep(&evaluator);
  });
}

double StartTimer::first_answer() {
  return over_and_over(answer_times_, [&] {
    Evaluator evaluator(*Ruleset::load(image_), &host_);
    keep(evaluator.evaluate(events_[next_event_]).body().data());
    next_event_ = (next_event_ + 1) % events_.size();
  });
}

std::optional<std::size_t> scratch_bytes(const Ruleset& ruleset, Host& host,
                                         std::span<const std::string_view> events) {
  anonymous_bytes();  // brings in the memory that asking takes
  const auto before = anonymous_bytes();
  Evaluator evaluator(ruleset, &host);
  for (const std::string_view event : events) keep(evaluator.evaluate(event).body().data());
  const auto after = anonymous_bytes();
  if (!before || !after) return {};
  return *after - std::min(*before, *after);
}

}  // namespace lintel::cli
