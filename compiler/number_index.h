// SPDX-License-Identifier: Apache-2.0
// Finds the numbers of things by what they are.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace lintel::compiler {

// Open addressing, in one vector. The hash stands beside the number, so that what differs is seldom
// looked at. What a number stands for is the caller's: is_equal(number) says whether it is what is
// looked for, whose hash has to be that of whatever is equal to it.
class NumberIndex {
 public:
  static constexpr std::uint32_t none = ~0U;

  // The number of something equal, or none.
  template <typename IsEqual>
  std::uint32_t find(std::size_t hash, IsEqual is_equal) const {
    return slots_.empty() ? none : slots_[place_of(fold(hash), is_equal)].number;
  }

  // The number of something equal, or `number`, which then is what will be found. Not for none.
  template <typename IsEqual>
  std::uint32_t find_or_add(std::size_t hash, std::uint32_t number, IsEqual is_equal) {
    if (slots_.size() <= 2 * taken_) grow();
    Slot& slot = slots_[place_of(fold(hash), is_equal)];
    if (slot.number == none) {
      slot = {fold(hash), number};
      ++taken_;
    }
    return slot.number;
  }

 private:
  struct Slot {
    std::uint32_t hash;
    std::uint32_t number;
  };
  static constexpr std::size_t fewest_slots = 8;

  static std::uint32_t fold(std::size_t hash) {
    return static_cast<std::uint32_t>(hash ^ std::uint64_t{hash} >> 32);
  }

  // Where something equal stands, or a free slot for it.
  template <typename IsEqual>
  std::size_t place_of(std::uint32_t hash, IsEqual is_equal) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    while (slots_[at].number != none && (slots_[at].hash != hash || !is_equal(slots_[at].number)))
      at = (at + 1) & mask;
    return at;
  }

  void grow() {
    std::vector<Slot> before(std::max(fewest_slots, 2 * slots_.size()), Slot{0, none});
    before.swap(slots_);
    for (const Slot& slot : before)
      if (slot.number != none)
        slots_[place_of(slot.hash, [](std::uint32_t) { return false; })] = slot;
  }

  std::vector<Slot> slots_;  // none, or a power of two, at most half of them taken
  std::size_t taken_ = 0;
};

}  // namespace lintel::compiler
