// SPDX-License-Identifier: Apache-2.0
// Sound images with a row changed, and what load() says of them: the fault, and the row at which it
// was seen.
#pragma once

#include <cstddef>
#include <cstring>
#include <span>
#include <string>

#include "tests/runtime/image_sketch.h"

namespace lintel::test {

inline void seal(Bytes& image) {
  const auto content = std::span<const std::byte>(image).subspan(sizeof(image::Header));
  const std::uint64_t hash = image::hash(content);
  std::memcpy(image.data() + offsetof(image::Header, content_hash), &hash, sizeof hash);
}

inline std::size_t place_of(const Bytes& image, image::Section section, Number row) {
  const auto start = static_cast<std::size_t>(image::View(image).start(section) - image.data());
  return start + row * image::row_size(section);
}

// The image with one row changed, and its content hash made right.
template <typename Row, typename Change>
Bytes with(Bytes image, image::Section section, Number number, Change change) {
  std::byte* const at = image.data() + place_of(image, section, number);
  auto row = image::load<Row>(at);
  change(row);
  std::memcpy(at, &row, sizeof row);
  seal(image);
  return image;
}

inline std::string said(FaultKind kind, std::size_t offset) {
  return std::string(Fault{kind, 0, {}, {}}.message()) + ", byte " + std::to_string(offset);
}

inline std::string refused(const Bytes& image, FaultKind kind, image::Section section, Number row) {
  return said(kind, place_of(image, section, row));
}

inline std::string verdict(std::span<const std::byte> image) {
  const auto loaded = Ruleset::load(image);
  return loaded ? "loads" : said(loaded.fault().kind, loaded.fault().offset);
}

}  // namespace lintel::test
