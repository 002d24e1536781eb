// SPDX-License-Identifier: Apache-2.0
#include "compiler/cli/bench/steps.h"

#include <algorithm>

#include "compiler/evaluator.h"

namespace lintel::cli {
namespace {

// Of one sample: long against the clock's 30 ns, short against the time slices of the system.
constexpr double sample_nanoseconds = 100'000;

// For one event among many. The clock is read once for each.
constexpr double least_nanoseconds = 3'000;

std::size_t times_in(double nanoseconds, double each) {
  return std::max(std::size_t{1}, static_cast<std::size_t>(nanoseconds / std::max(each, 1.0)));
}

}  // namespace

double nanoseconds_since(BenchClock::time_point begin) {
  return std::chrono::duration<double, std::nano>(BenchClock::now() - begin).count();
}

StepTimer::StepTimer(const Ruleset& ruleset, Host& host, std::span<const std::string_view> events)
    : evaluator_(make_evaluator(ruleset, &host)), events_(events) {}

template <typename Step>
double StepTimer::in_turn(std::size_t& turns, Step step) {
  const auto sample = [&](std::size_t count) {
    const auto begin = BenchClock::now();
    for (std::size_t turn = 0; turn < count; ++turn)
      for (const std::string_view event : events_) step(event);
    return nanoseconds_since(begin) / static_cast<double>(count);
  };
  if (turns == 0) {
    sample(1);  // brings caches up to date
    turns = times_in(sample_nanoseconds, sample(1));
  }
  return sample(turns) / static_cast<double>(events_.size());
}

template <typename Prepare, typename Step>
double StepTimer::one_by_one(std::size_t& repeats, Prepare prepare, Step step) {
  const auto sample = [&](std::size_t count) {
    double sum = 0;
    for (const std::string_view event : events_) {
      prepare(event);
      step();
      const auto begin = BenchClock::now();
      for (std::size_t i = 0; i < count; ++i) step();
      sum += nanoseconds_since(begin) / static_cast<double>(count);
    }
    return sum / static_cast<double>(events_.size());
  };
  if (repeats == 0) {
    constexpr std::size_t first = 100;
    const double share = sample_nanoseconds / static_cast<double>(events_.size());
    repeats = times_in(std::max(share, least_nanoseconds), sample(first));
  }
  return sample(repeats);
}

bool StepTimer::reads_all() {
  return std::all_of(events_.begin(), events_.end(),
                     [&](std::string_view event) { return evaluator_.read(event); });
}

double StepTimer::read() {
  return in_turn(read_turns_, [&](std::string_view event) {
    const bool is_read = evaluator_.read(event);
    keep(&is_read);
  });
}

double StepTimer::whole() {
  return in_turn(whole_turns_,
                 [&](std::string_view event) { keep(evaluator_.evaluate(event).body().data()); });
}

double StepTimer::decide() {
  return one_by_one(
      decide_repeats_, [&](std::string_view event) { evaluator_.read(event); },
      [&] {
        evaluator_.decide();
        keep(&evaluator_);
      });
}

double StepTimer::write() {
  return one_by_one(
      write_repeats_,
      [&](std::string_view event) {
        evaluator_.read(event);
        evaluator_.decide();
      },
      [&] { keep(evaluator_.write().body().data()); });
}

}  // namespace lintel::cli
