// SPDX-License-Identifier: Apache-2.0
// The linker sends the calls here (--wrap).
#include "tests/runtime/heap_calls.h"

#include <cstdlib>
#include <cstring>
#include <utility>

namespace {
std::size_t calls = 0;
bool fails = false;
int filling = -1;
lintel::test::HeapBlock last_block{nullptr, 0};
}  // namespace

extern "C" {
void* __real_malloc(std::size_t size);
void* __real_calloc(std::size_t count, std::size_t size);
void* __real_realloc(void* block, std::size_t size);

void* __wrap_malloc(std::size_t size) {
  ++calls;
  if (std::exchange(fails, false)) return nullptr;
  last_block = {__real_malloc(size), size};
  if (filling >= 0 && last_block.begin != nullptr) std::memset(last_block.begin, filling, size);
  return last_block.begin;
}
void* __wrap_calloc(std::size_t count, std::size_t size) {
  ++calls;
  return __real_calloc(count, size);
}
void* __wrap_realloc(void* block, std::size_t size) {
  ++calls;
  return __real_realloc(block, size);
}

// operator new(unsigned long), as it is called in objects.
void* __real__Znwm(std::size_t size);
void* __wrap__Znwm(std::size_t size) {
  ++calls;
  return __real__Znwm(size);
}
}

namespace lintel::test {
std::size_t heap_calls() { return calls; }
void fail_next_malloc() { fails = true; }
void fill_mallocs(int byte) { filling = byte; }
HeapBlock last_heap_block() { return last_block; }
}  // namespace lintel::test
