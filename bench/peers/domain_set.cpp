// SPDX-License-Identifier: Apache-2.0
// A hash set of domains.
#include "bench/peers/domain_set.h"

#include <bit>

#include "bench/peers/texts.h"

namespace lintel::bench {

DomainSet::DomainSet(const std::vector<std::string>& domains)
    : cells_(std::bit_ceil(2 * domains.size() + 1)), mask_(cells_.size() - 1) {
  std::size_t bytes = 0;
  for (const std::string& domain : domains) bytes += domain.size();
  texts_.reserve(bytes);  // the cells point into it
  for (const std::string& domain : domains) {
    if (domain.empty() || contains(domain)) continue;
    const std::uint64_t hash = hash_of(domain);
    std::size_t at = hash & mask_;
    while (cells_[at].size != 0) at = (at + 1) & mask_;
    cells_[at] = {static_cast<std::uint32_t>(hash >> 32), static_cast<std::uint32_t>(domain.size()),
                  texts_.data() + texts_.size()};
    texts_ += domain;
  }
}

bool DomainSet::contains(std::string_view domain) const {
  const std::uint64_t hash = hash_of(domain);
  for (std::size_t at = hash & mask_; cells_[at].size != 0; at = (at + 1) & mask_) {
    const Cell& cell = cells_[at];
    if (cell.hash == hash >> 32 && same_text(domain, {cell.text, cell.size})) return true;
  }
  return false;
}

}  // namespace lintel::bench
