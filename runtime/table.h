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

inline std::uint64_t key_hash(std::string_view key) {
  return hash(std::as_bytes(std::span(key.data(), key.size())));
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
