// SPDX-License-Identifier: Apache-2.0
// Counts what is asked of the heap.
#pragma once

#include <cstddef>

namespace lintel::test {

// Calls of malloc, calloc, realloc and operator new since the program started.
std::size_t heap_calls();

// The next call of malloc() gives null.
void fail_next_malloc();

// From now on what malloc() gives holds this byte everywhere; -1: whatever it holds.
void fill_mallocs(int byte);

// What malloc() gave last.
struct HeapBlock {
  void* begin;
  std::size_t size;
};
HeapBlock last_heap_block();

}  // namespace lintel::test
