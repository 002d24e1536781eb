// SPDX-License-Identifier: Apache-2.0
// Time that only goes forward, and how long something may take.
#pragma once

#include <cstdint>
#include <ctime>
#include <limits>

namespace lintel::lambda {

// Nanoseconds since some moment before the process began; no heap, no system call on Linux (vDSO).
inline std::int64_t monotonic_nanoseconds() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

// A moment on the monotonic clock.
class Deadline {
 public:
  static constexpr Deadline never() { return Deadline(std::numeric_limits<std::int64_t>::max()); }
  static Deadline in_milliseconds(std::int64_t milliseconds) {
    return Deadline(monotonic_nanoseconds() + milliseconds * 1'000'000);
  }

  bool is_never() const { return at_ == never().at_; }
  bool has_passed() const { return !is_never() && monotonic_nanoseconds() >= at_; }

  // Rounded up, at least 0; as poll() wants it: -1 if there is no end.
  int milliseconds_left() const {
    if (is_never()) return -1;
    const std::int64_t left = at_ - monotonic_nanoseconds();
    constexpr std::int64_t most = std::numeric_limits<int>::max();
    const std::int64_t rounded = left > 0 ? (left + 999'999) / 1'000'000 : 0;
    return static_cast<int>(rounded < most ? rounded : most);
  }

  Deadline earlier(Deadline other) const { return at_ < other.at_ ? *this : other; }

 private:
  constexpr explicit Deadline(std::int64_t at) : at_(at) {}

  std::int64_t at_;
};

}  // namespace lintel::lambda
