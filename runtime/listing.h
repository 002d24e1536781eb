// SPDX-License-Identifier: Apache-2.0
// What the parts of the disassembler write with.
#pragma once

#include <concepts>
#include <cstdint>
#include <string_view>

#include "runtime/disassembler.h"
#include "runtime/image.h"
#include "runtime/text.h"

namespace lintel::runtime {

class Listing {
 public:
  Listing(const image::View& image, TextSink sink) : image_(image), sink_(sink) {}

  const image::View& image() const { return image_; }

  struct Quoted {
    std::uint32_t string;
  };
  struct Hex {
    std::uint64_t value;
  };

  void add(std::string_view text) { sink_.write(sink_.context, text); }
  void add(std::integral auto value) {
    char digits[max_integer_digits];
    add(write_integer(static_cast<std::int64_t>(value), digits));
  }
  void add(Quoted quoted);
  void add(Hex hex);
  template <typename... Parts>
  void line(Parts... parts) {
    (add(parts), ...);
    add("\n");
  }

  // A value of a table.
  void add_value(std::uint8_t kind, std::uint32_t word);

 protected:
  const image::View& image_;

 private:
  TextSink sink_;
};

// The rule index of a program, if it has one: listing_index.cpp.
void list_index(Listing& to, std::uint32_t program);

}  // namespace lintel::runtime
