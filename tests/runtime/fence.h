// SPDX-License-Identifier: Apache-2.0
// Texts beside memory that cannot be read, so that a step out of them is not overlooked.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string_view>

namespace lintel::test {

class Fence {
 public:
  // For texts of up to `room` bytes.
  explicit Fence(std::size_t room) {
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    size_ = (room + page - 1) / page * page;
    whole_ = size_ + 2 * page;
    void* const memory = mmap(nullptr, whole_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) std::abort();
    begin_ = static_cast<char*>(memory) + page;
    if (mprotect(begin_, size_, PROT_READ | PROT_WRITE) != 0) std::abort();
  }
  ~Fence() { munmap(begin_ - (whole_ - size_) / 2, whole_); }
  Fence(const Fence&) = delete;
  Fence& operator=(const Fence&) = delete;

  // Copies of a text, until the next call: nothing can be read before it, or behind it. Gives up
  // if there is no room for it.
  std::string_view behind(std::string_view text) { return put(begin_, text); }
  std::string_view before(std::string_view text) { return put(begin_ + size_ - text.size(), text); }

 private:
  std::string_view put(char* to, std::string_view text) const {
    if (text.size() > size_) std::abort();
    if (!text.empty()) std::memcpy(to, text.data(), text.size());
    return {to, text.size()};
  }

  char* begin_;
  std::size_t size_;
  std::size_t whole_;
};

// A copy of some bytes behind which nothing can be read.
class FencedCopy {
 public:
  explicit FencedCopy(std::string_view text) : fence_(text.size()), text_(fence_.before(text)) {}
  explicit FencedCopy(std::span<const std::byte> bytes)
      : FencedCopy(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size())) {}

  std::string_view text() const { return text_; }
  std::span<const std::byte> bytes() const { return std::as_bytes(std::span(text_)); }

 private:
  Fence fence_;
  std::string_view text_;
};

}  // namespace lintel::test
