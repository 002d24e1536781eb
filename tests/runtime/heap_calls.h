// SPDX-License-Identifier: Apache-2.0
// Counts what is asked of the heap.
#pragma once

#include <cstddef>

namespace lintel::test {

// Calls of malloc, calloc, realloc and operator new since the program started.
std::size_t heap_calls();

}  // namespace lintel::test
