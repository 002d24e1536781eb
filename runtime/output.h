// SPDX-License-Identifier: Apache-2.0
// Where a function that builds a text writes it: counted first, written the second time.
#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>

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

  std::size_t size() const { return size_; }

 private:
  char* out_;
  std::size_t size_ = 0;
};

}  // namespace lintel::runtime
