// SPDX-License-Identifier: Apache-2.0
#include "runtime/lambda/buffer.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace lintel::lambda {

Buffer::~Buffer() { std::free(data_); }

std::span<char> Buffer::room(std::size_t least) {
  if (least > limit_ - size_) return {};
  if (capacity_ - size_ < least) {
    // Doubling keeps the copies within the text's length. The first block holds a usual event.
    constexpr std::size_t first_block = 4096;
    const std::size_t wanted =
        std::min(limit_, std::max({first_block, capacity_ * 2, size_ + least}));
    void* const grown = std::realloc(data_, wanted);
    if (!grown) return {};
    data_ = static_cast<char*>(grown);
    capacity_ = wanted;
  }
  return {data_ + size_, capacity_ - size_};
}

bool Buffer::append(std::string_view text) {
  if (text.empty()) return true;
  const std::span<char> free = room(text.size());
  if (free.empty()) return false;
  std::memcpy(free.data(), text.data(), text.size());
  added(text.size());
  return true;
}

bool Buffer::append(std::initializer_list<std::string_view> texts) {
  for (const std::string_view text : texts) {
    if (!append(text)) return false;
  }
  return true;
}

void Buffer::erase(std::size_t from, std::size_t count) {
  if (count == 0) return;
  std::memmove(data_ + from, data_ + from + count, size_ - from - count);
  size_ -= count;
}

}  // namespace lintel::lambda
