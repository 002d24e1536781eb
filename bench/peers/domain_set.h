// SPDX-License-Identifier: Apache-2.0
// A hash set of domains, letter case aside: open addressing, half of the cells empty, and a part of
// the hash beside each text, so that a domain that is not in it costs one look nearly always.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lintel::bench {

class DomainSet {
 public:
  explicit DomainSet(const std::vector<std::string>& domains);

  bool contains(std::string_view domain) const;

 private:
  struct Cell {
    std::uint32_t hash = 0;  // the upper half
    std::uint32_t size = 0;  // 0: empty, as no domain is
    const char* text = nullptr;
  };

  std::string texts_;
  std::vector<Cell> cells_;
  std::size_t mask_;
};

}  // namespace lintel::bench
