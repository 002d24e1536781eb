// SPDX-License-Identifier: Apache-2.0
// What comes before the first answer, in a process that has the image in memory.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/lintel.h"

namespace lintel::cli {

// Memory of the size of an evaluator comes from the system from now on, and goes back to it, every
// time: as in a process that has just begun.
void take_large_memory_from_the_system();

// One sample at a time, in nanoseconds.
class StartTimer {
 public:
  StartTimer(std::span<const std::byte> image, Host& host,
             std::span<const std::string_view> events);

  double verify();
  double make_evaluator();
  double first_answer();  // verification and evaluator included

 private:
  template <typename Step>
  double over_and_over(std::size_t& times, Step step);

  std::span<const std::byte> image_;
  Host& host_;
  std::span<const std::string_view> events_;
  std::size_t verify_times_ = 0;
  std::size_t evaluator_times_ = 0;
  std::size_t answer_times_ = 0;
  std::size_t next_event_ = 0;
};

// The memory that an evaluator and its answers to all events have really taken, in whole pages.
// Nothing if the system does not say.
std::optional<std::size_t> scratch_bytes(const Ruleset& ruleset, Host& host,
                                         std::span<const std::string_view> events);

}  // namespace lintel::cli
