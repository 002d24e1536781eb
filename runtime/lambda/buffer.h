// SPDX-License-Identifier: Apache-2.0
// Bytes that grow up to a limit. No heap before the first byte.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string_view>

namespace lintel::lambda {

class Buffer {
 public:
  explicit Buffer(std::size_t limit) : limit_(limit) {}
  ~Buffer();
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  // At least `least` bytes behind the text, to be filled and then added(). Empty if the limit or
  // the memory does not allow it. Ends all views.
  std::span<char> room(std::size_t least);
  void added(std::size_t count) { size_ += count; }

  // All of the text or, with false, nothing of it.
  bool append(std::string_view text);
  bool append(std::initializer_list<std::string_view> texts);  // with false, maybe some of them

  // Takes `count` bytes away at `from`.
  void erase(std::size_t from, std::size_t count);
  void clear() { size_ = 0; }

  char* data() { return data_; }  // of the text
  std::string_view text() const { return {data_, size_}; }
  std::size_t size() const { return size_; }

 private:
  char* data_ = nullptr;  // owned, from malloc
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  std::size_t limit_;
};

}  // namespace lintel::lambda
