// SPDX-License-Identifier: Apache-2.0
// What laws are written with. A law that does not hold throws: a fuzzer then aborts, a test fails.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace lintel::fuzz {

class Broken : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// `what` has happened, and `shown` is what shows it.
[[noreturn]] void broken(std::string_view what, std::string_view shown = {});

inline void require(bool holds, std::string_view otherwise, std::string_view shown = {}) {
  if (!holds) broken(otherwise, shown);
}

// Requires two texts to be the same; shows both if they are not.
void require_same(std::string_view a, std::string_view b, std::string_view otherwise);

// Between the parts of an input: a line that holds nothing else.
inline constexpr std::string_view part_mark = "\n===\n";

// At least one part.
std::vector<std::string_view> parts_of(std::string_view input);
std::string join_parts(const std::vector<std::string>& parts);

// The bytes in memory of their own, right up to its end, so that a sanitizer sees a step past it.
class Alone {
 public:
  explicit Alone(std::string_view bytes) : bytes_(bytes.begin(), bytes.end()) {}
  std::string_view text() const { return {bytes_.data(), bytes_.size()}; }

 private:
  std::vector<char> bytes_;
};

}  // namespace lintel::fuzz
