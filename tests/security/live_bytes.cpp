// SPDX-License-Identifier: Apache-2.0
#include "tests/security/live_bytes.h"

#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::size_t> held = 0;
std::atomic<std::size_t> most = 0;

void* take(std::size_t size) {
  void* const block = std::malloc(size);
  if (block == nullptr) std::abort();
  const std::size_t now = held += malloc_usable_size(block);
  if (now > most) most = now;
  return block;
}

void give_back(void* block) {
  held -= malloc_usable_size(block);
  std::free(block);
}

}  // namespace

void* operator new(std::size_t size) { return take(size); }
void* operator new[](std::size_t size) { return take(size); }
void operator delete(void* block) noexcept { give_back(block); }
void operator delete[](void* block) noexcept { give_back(block); }
void operator delete(void* block, std::size_t) noexcept { give_back(block); }
void operator delete[](void* block, std::size_t) noexcept { give_back(block); }

namespace lintel::security {

std::size_t start_counting_bytes() {
  most = held.load();
  return held;
}

std::size_t most_bytes() { return most; }

}  // namespace lintel::security
