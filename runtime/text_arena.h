// SPDX-License-Identifier: Apache-2.0
// Room for the texts and lists that one evaluation builds: taken from the front, given back all at
// once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "runtime/value.h"

namespace lintel::runtime {

class TextArena {
 public:
  TextArena() = default;
  explicit TextArena(std::span<char> room) : begin_(room.data()), size_(room.size()) {}

  // `size` bytes, or null if that many are not left.
  char* take(std::size_t size) {
    if (size > left()) return nullptr;
    char* taken = begin_ + used_;
    used_ += size;
    return taken;
  }

  // Room for `count` cells, or null. What they hold is for the caller to say.
  Cell* take_cells(std::size_t count) {
    const auto at = reinterpret_cast<std::uintptr_t>(begin_ + used_);
    const std::size_t padding = (alignof(Cell) - at % alignof(Cell)) % alignof(Cell);
    if (left() < padding || count > (left() - padding) / sizeof(Cell)) return nullptr;
    return reinterpret_cast<Cell*>(take(padding + count * sizeof(Cell)) + padding);
  }

  // Whether a text that ends at `end` is the one taken last, so that taking more makes it longer.
  bool is_last(const char* end) const { return end == begin_ + used_; }

  std::size_t used() const { return used_; }
  std::size_t left() const { return size_ - used_; }
  void give_back_to(std::size_t used) { used_ = used; }

  // What is left, to be used until the next take().
  std::span<char> scratch() { return {begin_ + used_, left()}; }

 private:
  char* begin_ = nullptr;
  std::size_t size_ = 0;
  std::size_t used_ = 0;
};

}  // namespace lintel::runtime
