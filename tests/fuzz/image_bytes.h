// SPDX-License-Identifier: Apache-2.0
// Images taken apart and put together again, sound or not.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "runtime/image.h"
#include "runtime/instruction.h"

namespace lintel::fuzz {

inline constexpr std::size_t section_count = static_cast<std::size_t>(image::Section::count);

// The header without what follows from the rest, and the rows of each section.
struct TakenApart {
  image::Header header{};
  std::array<std::string, section_count> sections;

  std::string& rows(image::Section section) { return sections[static_cast<std::size_t>(section)]; }
  const std::string& rows(image::Section section) const {
    return sections[static_cast<std::size_t>(section)];
  }
  std::uint32_t count(image::Section section) const {
    return static_cast<std::uint32_t>(rows(section).size() / image::row_size(section));
  }
};

// Any bytes: what a section claims and the bytes do not hold is cut off.
TakenApart take_apart(std::string_view bytes);

// With a layout in order, and sealed.
std::string put_together(const TakenApart& image);

// The bytes with magic, versions, size and hashes that load() takes; the rest as it is.
std::string sealed(std::string_view bytes);

std::span<const std::byte> as_bytes(std::string_view text);

}  // namespace lintel::fuzz
