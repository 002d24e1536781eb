// SPDX-License-Identifier: Apache-2.0
// The mixing step under every hash of the runtime.
#pragma once

#include <cstdint>

namespace lintel::image {

// 2^64 divided by the golden ratio, made odd: its bits are spread evenly.
inline constexpr std::uint64_t odd_constant = 0x9e3779b97f4a7c15;

// A bijection in which every bit of the argument reaches every bit of the result.
constexpr std::uint64_t mix(std::uint64_t value) {
  value ^= value >> 32;
  value *= odd_constant;
  value ^= value >> 29;
  value *= odd_constant;
  value ^= value >> 32;
  return value;
}

// The two halves of a product, one over the other: every bit of each reaches most of the result.
constexpr std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
  __extension__ using Product = unsigned __int128;
  const Product product = static_cast<Product>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

}  // namespace lintel::image
