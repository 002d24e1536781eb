// SPDX-License-Identifier: Apache-2.0
// Which bytes may stand between the quotes of a JSON text, said byte by byte, so that anybody can
// see that it is right.
#pragma once

#include <cctype>
#include <cstddef>
#include <string_view>

namespace lintel::test {

class NaiveText {
 public:
  explicit NaiveText(std::string_view text) : text_(text) {}

  bool is_content() {
    while (at_ < text_.size()) {
      const unsigned char byte = at(0);
      if (byte < 0x20 || byte == '"') return false;
      if (byte >= 0x80) {
        if (!character()) return false;
      } else if (byte == '\\') {
        if (!escape()) return false;
      } else {
        ++at_;
      }
    }
    return true;
  }

 private:
  unsigned char at(std::size_t offset) const {
    return at_ + offset < text_.size() ? static_cast<unsigned char>(text_[at_ + offset]) : 0;
  }

  // Table 3-7 of the Unicode standard.
  bool character() {
    const unsigned char lead = at(0);
    const std::size_t size = lead < 0xc2   ? 0
                             : lead < 0xe0 ? 2
                             : lead < 0xf0 ? 3
                             : lead < 0xf5 ? 4
                                           : 0;
    if (size == 0) return false;
    unsigned char lowest = 0x80;
    unsigned char highest = 0xbf;
    if (lead == 0xe0) lowest = 0xa0;
    if (lead == 0xed) highest = 0x9f;
    if (lead == 0xf0) lowest = 0x90;
    if (lead == 0xf4) highest = 0x8f;
    if (at(1) < lowest || at(1) > highest) return false;
    for (std::size_t i = 2; i < size; ++i) {
      if (at(i) < 0x80 || at(i) > 0xbf) return false;
    }
    at_ += size;
    return true;
  }

  // The value of \uXXXX, or -1.
  int unit() const {
    if (at(0) != '\\' || at(1) != 'u') return -1;
    int value = 0;
    for (std::size_t i = 2; i < 6; ++i) {
      const auto digit =
          std::string_view("0123456789abcdef").find(static_cast<char>(std::tolower(at(i))));
      if (digit == std::string_view::npos) return -1;
      value = value * 16 + static_cast<int>(digit);
    }
    return value;
  }

  bool escape() {
    if (at(1) != 'u') {
      at_ += 2;
      return at_ <= text_.size() &&
             std::string_view("\"\\/bfnrt").find(text_[at_ - 1]) != std::string_view::npos;
    }
    const int first = unit();
    if (first < 0 || (first >= 0xdc00 && first <= 0xdfff)) return false;
    at_ += 6;
    if (first < 0xd800 || first > 0xdbff) return true;
    const int second = unit();
    at_ += 6;
    return second >= 0xdc00 && second <= 0xdfff;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

inline bool is_text_content(std::string_view text) { return NaiveText(text).is_content(); }

}  // namespace lintel::test
