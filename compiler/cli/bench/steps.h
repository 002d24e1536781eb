// SPDX-License-Identifier: Apache-2.0
// How long the steps of an evaluation take, one sample at a time: what is compared is sampled in
// turn, so that a slow moment of the machine hits all alike.
#pragma once

#include <chrono>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/lintel.h"

namespace lintel::cli {

using BenchClock = std::chrono::steady_clock;

// Nanoseconds since `begin`.
double nanoseconds_since(BenchClock::time_point begin);

// So that nothing is left out because nobody looks at what it makes.
inline void keep(const void* made) { asm volatile("" : : "g"(made) : "memory"); }

// Times one evaluator on events, which must outlive it. All samples are nanoseconds for each event,
// the mean over all events.
class StepTimer {
 public:
  StepTimer(const Ruleset& ruleset, Host& host, std::span<const std::string_view> events);

  // Whether all events can be decided. Others must not be timed.
  bool reads_all();

  // One event after the other, over and over.
  double read();
  double whole();

  // The step over and over for one event, then for the next. What goes before it is not timed.
  double decide();
  double write();

 private:
  template <typename Step>
  double in_turn(std::size_t& turns, Step step);
  template <typename Prepare, typename Step>
  double one_by_one(std::size_t& repeats, Prepare prepare, Step step);

  Evaluator evaluator_;
  std::span<const std::string_view> events_;
  // How often, so that a sample is long against the clock; found by the first sample.
  std::size_t read_turns_ = 0;
  std::size_t whole_turns_ = 0;
  std::size_t decide_repeats_ = 0;
  std::size_t write_repeats_ = 0;
};

}  // namespace lintel::cli
