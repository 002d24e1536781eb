// SPDX-License-Identifier: Apache-2.0
// A header of sample.cpp, changed with it.
#pragma once

namespace lintel {

inline bool is_small(int value) { return value < 10; }

}  // namespace lintel
