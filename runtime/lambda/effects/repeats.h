// SPDX-License-Identifier: Apache-2.0
// What has been done of late. Cognito calls a trigger up to three times when it gets no answer in
// time, with the same event each time: what was done for it already is not done again.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "runtime/lambda/effects/digest.h"
#include "runtime/lintel.h"

namespace lintel::lambda {

class Repeats {
 public:
  // Three calls of at most five seconds, and some room. Not more: two sign-ins of a user, minutes
  // apart, may be equal events, and are no repeats.
  static constexpr std::chrono::seconds lifetime{30};

  // Names effect number `index` of an event: equal bytes, equal key. Nothing if OpenSSL fails.
  static std::optional<Digest> key(std::string_view event, const Effect& effect,
                                   std::uint32_t index);

  // The times are those of the day: what a frozen process remembers grows old all the same.
  bool holds(const Digest& key, std::chrono::milliseconds now) const;
  void add(const Digest& key, std::chrono::milliseconds now);

 private:
  struct Entry {
    Digest key{};
    std::chrono::milliseconds when{};
    bool used = false;
  };

  // The oldest is forgotten first. Room for four events that ask for as many effects as they can.
  std::array<Entry, 256> entries_{};
  std::size_t next_ = 0;
};

}  // namespace lintel::lambda
