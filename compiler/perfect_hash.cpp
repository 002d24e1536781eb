// SPDX-License-Identifier: Apache-2.0
// Hash and displace: keys are thrown into buckets, and the buckets, largest first, each try seeds
// until all their keys fall into free slots.
#include "compiler/perfect_hash.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

#include "runtime/image.h"
#include "runtime/table.h"

namespace lintel::compiler {
namespace {

constexpr std::size_t keys_per_bucket = 4;    // more: fewer seeds to store, a longer search
constexpr std::uint32_t max_seed = 1u << 20;  // far above what distinct hashes ever need

class Search {
 public:
  explicit Search(std::span<const std::uint64_t> hashes)
      : hashes_(hashes), starts_(hashes.size() / keys_per_bucket + 2) {
    sort_keys();
    result_.seeds.assign(buckets(), 0);
    // A quarter of the slots stays free, so that the last buckets still find room.
    result_.slots.assign(hashes.size() + hashes.size() / 4 + 1, image::none);
  }

  bool run() {
    std::vector<std::uint32_t> order(buckets());
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(), [this](std::uint32_t a, std::uint32_t b) {
      return keys(a).size() > keys(b).size();
    });
    return std::all_of(order.begin(), order.end(), [this](std::uint32_t b) { return place(b); });
  }

  PerfectHash take() { return std::move(result_); }

 private:
  std::size_t buckets() const { return starts_.size() - 1; }

  // The keys of a bucket.
  std::span<const std::uint32_t> keys(std::uint32_t bucket) const {
    return std::span(keys_).subspan(starts_[bucket], starts_[bucket + 1] - starts_[bucket]);
  }

  std::uint32_t bucket(std::size_t key) const {
    return image::bucket_of(hashes_[key], static_cast<std::uint32_t>(buckets()));
  }

  // By buckets, and in a bucket in their own order.
  void sort_keys() {
    for (std::size_t key = 0; key < hashes_.size(); ++key) ++starts_[bucket(key) + 1];
    std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
    auto next = starts_;
    keys_.resize(hashes_.size());
    for (std::uint32_t key = 0; key < hashes_.size(); ++key) keys_[next[bucket(key)]++] = key;
  }

  std::uint32_t& slot(std::uint32_t key, std::uint32_t seed) {
    const auto slots = static_cast<std::uint32_t>(result_.slots.size());
    return result_.slots[image::slot_of(hashes_[key], seed, slots)];
  }

  bool has_equal_hashes(std::span<const std::uint32_t> keys) const {
    for (std::size_t i = 0; i < keys.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (hashes_[keys[i]] == hashes_[keys[j]]) return true;
      }
    }
    return false;
  }

  bool place(std::uint32_t number) {
    const auto keys = this->keys(number);
    if (has_equal_hashes(keys)) return false;
    for (std::uint32_t seed = 0; seed < max_seed; ++seed) {
      if (try_seed(keys, seed)) {
        result_.seeds[number] = seed;
        return true;
      }
    }
    return false;
  }

  bool try_seed(std::span<const std::uint32_t> keys, std::uint32_t seed) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
      std::uint32_t& place = slot(keys[i], seed);
      if (place != image::none) {
        while (i-- > 0) slot(keys[i], seed) = image::none;
        return false;
      }
      place = keys[i];
    }
    return true;
  }

  std::span<const std::uint64_t> hashes_;
  std::vector<std::uint32_t> starts_;  // in keys_, of each bucket, and the end
  std::vector<std::uint32_t> keys_;
  PerfectHash result_;
};

}  // namespace

std::optional<PerfectHash> build_perfect_hash(std::span<const std::uint64_t> hashes) {
  Search search(hashes);
  if (!search.run()) return std::nullopt;
  return search.take();
}

}  // namespace lintel::compiler
