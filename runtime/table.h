// SPDX-License-Identifier: Apache-2.0
// Constant lists and maps: how a value or key is found in one step.
//
// An entry is found through a perfect hash: the hash of the key selects a bucket, the bucket's seed
// sends the hash to a slot, the slot holds the number of the one entry that can match. The compiler
// searches the seeds (compiler/perfect_hash.h). A table without seeds is searched entry by entry.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/image.h"
#include "runtime/mix.h"

namespace lintel::image {

// Different keys of up to eight bytes never have the same hash if they are equally long. Longer
// ones are folded sixteen bytes at a time, the last sixteen whatever stands before them.
inline std::uint64_t key_hash(std::string_view key) {
  constexpr std::uint64_t other_constant = 0xd6e8feb86659fd93;  // odd, and as evenly spread
  const auto* at = reinterpret_cast<const std::byte*>(key.data());
  const std::size_t size = key.size();
  std::uint64_t state = mix(size ^ other_constant);
  if (size > 8) {
    std::size_t left = size;
    for (; left > 16; at += 16, left -= 16) {
      state = fold(load<std::uint64_t>(at) ^ odd_constant, load<std::uint64_t>(at + 8) ^ state);
    }
    const std::byte* const first = size > 16 ? at + left - 16 : at;
    return mix(fold(load<std::uint64_t>(first) ^ odd_constant,
                    load<std::uint64_t>(at + left - 8) ^ state));
  }
  std::uint64_t word = 0;
  if (size >= 4) {
    word = load<std::uint32_t>(at) | std::uint64_t{load<std::uint32_t>(at + size - 4)} << 32;
  } else if (size > 0) {
    word = std::to_integer<std::uint64_t>(at[0]) << 16 |
           std::to_integer<std::uint64_t>(at[size / 2]) << 8 |
           std::to_integer<std::uint64_t>(at[size - 1]);
  }
  return mix(word ^ state);
}
constexpr std::uint64_t key_hash(std::int64_t key) { return mix(static_cast<std::uint64_t>(key)); }

// `value`, evenly spread over 32 bits, brought below `count` without a division.
constexpr std::uint32_t below(std::uint64_t value, std::uint32_t count) {
  return static_cast<std::uint32_t>(((value & 0xffffffff) * count) >> 32);
}

constexpr std::uint32_t bucket_of(std::uint64_t hash, std::uint32_t buckets) {
  return below(hash >> 32, buckets);
}

constexpr std::uint32_t slot_of(std::uint64_t hash, std::uint32_t seed, std::uint32_t slots) {
  return below(mix(hash ^ (seed * odd_constant)), slots);
}

// The number of the entry with this key (of a list: this element), or none. A table whose keys are
// of another kind holds nothing.
std::uint32_t find(const View& image, const TableRow& table, std::string_view key);
std::uint32_t find(const View& image, const TableRow& table, std::int64_t key);

}  // namespace lintel::image
