// SPDX-License-Identifier: Apache-2.0
// What mutate_test.mjs changes: each kind of change at least once, and what must be left alone.
#include "sample/sample.h"

namespace lintel {

template <int count>
constexpr int times(int value) {
  static_assert(count > 0);
  return value * count;
}

bool is_between(int value) { return value >= 3 && value != 5; }

consteval int twice(int value) { return value + value; }

int last_digit(int value) {
  constexpr int base = twice(2 + 3);
  while (value >= base) value -= base;
  return value;
}

int describe(int value) {
  int found = 0;
  if (is_small(value)) found = times<2>(value);
  switch (value) {
    case 4: found = -found; break;
    default: ++found;
  }
  return is_between(value) ? found : last_digit(value);
}

}  // namespace lintel
