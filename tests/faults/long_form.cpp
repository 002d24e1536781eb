// SPDX-License-Identifier: Apache-2.0
#include "tests/faults/long_form.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace lintel::testing {

bool is_long_form() { return std::getenv("LINTEL_FAULTS_LONG") != nullptr; }

unsigned long stride(unsigned long n) {
  const char* const text = std::getenv("LINTEL_FAULTS_LONG");
  return std::max(1UL, text ? std::strtoul(text, nullptr, 10) : n);
}

void count_faults(const char* what, unsigned long count) {
  std::printf("faults: %lu %s\n", count, what);
}

}  // namespace lintel::testing
