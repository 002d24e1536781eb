// SPDX-License-Identifier: Apache-2.0
// Where a function that builds a text writes it: counted first, written the second time.
#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>

#include "runtime/text.h"

namespace lintel::runtime {

class Output {
 public:
  // `out` has room for all that is added; null: only count.
  explicit Output(char* out) : out_(out) {}

  void add(std::string_view text) {
    if (out_ != nullptr && !text.empty()) std::memcpy(out_ + size_, text.data(), text.size());
    size_ += text.size();
  }

  void add(char c) {
    if (out_ != nullptr) out_[size_] = c;
    ++size_;
  }

  // What stands there already.
  void skip(std::size_t size) { size_ += size; }

  // As a JSON string.
  void add_string(std::string_view text) {
    add('"');
    size_ += escape_json(text, out_ == nullptr ? nullptr : out_ + size_);
    add('"');
  }

  // [begin, end).
  void add(const char* begin, const char* end) {
    add(std::string_view(begin, static_cast<std::size_t>(end - begin)));
  }

  std::size_t size() const { return size_; }

 private:
  char* out_;
  std::size_t size_ = 0;
};

// The most bytes that escape_json() makes of one.
inline constexpr std::size_t escape_factor = 6;

// The most bytes of add_string().
constexpr std::size_t string_bound(std::string_view text) {
  return 2 + escape_factor * text.size();
}

}  // namespace lintel::runtime
