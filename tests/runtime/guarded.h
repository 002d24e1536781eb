// SPDX-License-Identifier: Apache-2.0
// Memory behind which nothing can be read or written.
#pragma once

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>

namespace lintel::test {

// So many bytes, after which a page stands that nobody may touch.
class Guarded {
 public:
  explicit Guarded(std::size_t size) {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t before = (size + page - 1) / page * page;
    size_ = before + page;
    void* const pages =
        ::mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    EXPECT_NE(pages, MAP_FAILED);
    pages_ = static_cast<char*>(pages);
    EXPECT_EQ(::mprotect(pages_ + before, page, PROT_NONE), 0);
    room_ = {pages_ + before - size, size};
  }
  explicit Guarded(std::string_view text) : Guarded(text.size()) {
    std::memcpy(room_.data(), text.data(), text.size());
  }
  Guarded(const Guarded&) = delete;
  Guarded& operator=(const Guarded&) = delete;
  ~Guarded() { ::munmap(pages_, size_); }

  std::span<char> room() const { return room_; }
  std::string_view text() const { return {room_.data(), room_.size()}; }

 private:
  char* pages_;
  std::size_t size_;
  std::span<char> room_;
};

}  // namespace lintel::test
