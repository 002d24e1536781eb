// SPDX-License-Identifier: Apache-2.0
// A set of code points.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lintel::compiler::regex {

inline constexpr char32_t last_code_point = 0x10ffff;

// First and last are in it.
struct CharRange {
  char32_t first;
  char32_t last;

  friend bool operator==(const CharRange&, const CharRange&) = default;
  friend auto operator<=>(const CharRange&, const CharRange&) = default;
};

class CharSet {
 public:
  void add(char32_t first, char32_t last) { ranges_.push_back({first, last}); }
  void add(char32_t code) { add(code, code); }
  void add(std::span<const CharRange> ranges) {
    ranges_.insert(ranges_.end(), ranges.begin(), ranges.end());
  }

  // Turns it into the set of all other code points.
  void negate();

  // Adds what differs from a member in letter case alone, by Unicode's simple case folding.
  void fold();

  // In order, with a gap between each and the next.
  const std::vector<CharRange>& ranges();

 private:
  void tidy();

  std::vector<CharRange> ranges_;
};

}  // namespace lintel::compiler::regex
