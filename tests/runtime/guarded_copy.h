// SPDX-License-Identifier: Apache-2.0
// A copy of some bytes behind which no memory can be read.
// Bytes behind which nothing may be read.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>

namespace lintel::test {

class GuardedCopy {
 public:
  explicit GuardedCopy(std::string_view bytes) : size_(bytes.size()) {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t room = (bytes.size() + page - 1) / page * page;
    mapped_ = room + page;
    void* const begin =
        ::mmap(nullptr, mapped_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    begin_ = static_cast<char*>(begin);
    at_ = begin_ + room - bytes.size();
    if (!bytes.empty()) std::memcpy(at_, bytes.data(), bytes.size());
    ::mprotect(begin_ + room, page, PROT_NONE);
  }
  ~GuardedCopy() { ::munmap(begin_, mapped_); }
  GuardedCopy(const GuardedCopy&) = delete;
  GuardedCopy& operator=(const GuardedCopy&) = delete;

  std::string_view text() const { return {at_, size_}; }
  std::span<const std::byte> bytes() const { return std::as_bytes(std::span(at_, size_)); }

 private:
  char* begin_;
  char* at_;
  std::size_t size_;
  std::size_t mapped_;
#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <span>

namespace lintel::test {

// A copy that ends where a page begins that ends the process of whoever touches it.
class GuardedCopy {
 public:
  explicit GuardedCopy(std::span<const std::byte> bytes) : size_(bytes.size()) {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    room_ = (size_ + page - 1) / page * page;
    all_ = room_ + page;
    pages_ = ::mmap(nullptr, all_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages_ == MAP_FAILED) std::abort();
    if (::mprotect(start() + room_, page, PROT_NONE) != 0) std::abort();
    std::copy(bytes.begin(), bytes.end(), start() + (room_ - size_));
  }
  GuardedCopy(const GuardedCopy&) = delete;
  GuardedCopy& operator=(const GuardedCopy&) = delete;
  ~GuardedCopy() { ::munmap(pages_, all_); }

  std::span<const std::byte> bytes() const { return {start() + (room_ - size_), size_}; }

 private:
  std::byte* start() const { return static_cast<std::byte*>(pages_); }

  std::size_t size_;
  std::size_t room_ = 0;
  std::size_t all_ = 0;
  void* pages_ = nullptr;
};

}  // namespace lintel::test
