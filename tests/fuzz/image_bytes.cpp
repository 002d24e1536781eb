// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/image_bytes.h"

#include <algorithm>
#include <cstring>

namespace lintel::fuzz {
namespace {

using image::Header;
using image::Section;

constexpr std::size_t alignment = 8;

Header header_of(std::string_view bytes) {
  Header header{};
  std::memcpy(&header, bytes.data(), std::min(bytes.size(), sizeof header));
  return header;
}

}  // namespace

std::span<const std::byte> as_bytes(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

TakenApart take_apart(std::string_view bytes) {
  TakenApart image;
  image.header = header_of(bytes);
  std::size_t at = std::min(bytes.size(), sizeof(Header));
  for (std::size_t i = 0; i < section_count; ++i) {
    const std::size_t row_size = image::row_size(static_cast<Section>(i));
    const std::size_t count =
        std::min<std::size_t>(image.header.sections[i].count, (bytes.size() - at) / row_size);
    image.sections[i] = bytes.substr(at, count * row_size);
    at += count * row_size;
    at = std::min((at + alignment - 1) / alignment * alignment, bytes.size());
  }
  return image;
}

std::string put_together(const TakenApart& image) {
  std::string bytes(sizeof(Header), '\0');
  Header header = image.header;
  for (std::size_t i = 0; i < section_count; ++i) {
    const std::size_t row_size = image::row_size(static_cast<Section>(i));
    const std::size_t count = image.sections[i].size() / row_size;
    header.sections[i] = {static_cast<std::uint32_t>(bytes.size()),
                          static_cast<std::uint32_t>(count)};
    bytes.append(image.sections[i], 0, count * row_size);
    bytes.resize((bytes.size() + alignment - 1) / alignment * alignment);
  }
  std::memcpy(bytes.data(), &header, sizeof header);
  return sealed(bytes);
}

std::string sealed(std::string_view bytes) {
  std::string image(bytes);
  if (image.size() < sizeof(Header)) return image;
  Header header = header_of(image);
  header.magic = image::magic;
  header.format_version = image::format_version;
  header.size = static_cast<std::uint32_t>(image.size());
  header.tables_hash = image::tables_hash();
  header.content_hash = image::hash(as_bytes(image).subspan(sizeof(Header)));
  std::memcpy(image.data(), &header, sizeof header);
  return image;
}

}  // namespace lintel::fuzz
