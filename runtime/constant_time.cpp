// SPDX-License-Identifier: Apache-2.0
// Every byte is looked at, and none decides what is done next.
#include "runtime/constant_time.h"

#include <cstddef>

namespace lintel::runtime {

// The differences of all bytes are gathered, without a branch on any of them. The compiler has to
// read and write the volatile sum at each step, so it cannot prove that the rest does not matter
// and leave the loop early.
bool equal_in_constant_time(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  volatile unsigned char difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto bits = static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
    difference = static_cast<unsigned char>(difference | bits);
  }
  return difference == 0;
}

}  // namespace lintel::runtime
