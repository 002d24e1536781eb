// SPDX-License-Identifier: Apache-2.0
// A copy of some bytes behind which no memory can be read.
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
  explicit GuardedCopy(std::span<const std::byte> bytes)
      : GuardedCopy(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size())) {}
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
};

}  // namespace lintel::test
