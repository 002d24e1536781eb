// SPDX-License-Identifier: Apache-2.0
// Where a byte of a source stands, as people and editors count.
#include "grammar/source.h"

#include <algorithm>

#include "grammar/escapes.h"

namespace lintel::grammar {

namespace {

constexpr std::uint32_t block_bytes = 1024;

}  // namespace

LineTable::LineTable(std::string_view text) : text_(text), starts_{0} {
  for (std::size_t i = text.find('\n'); i != std::string_view::npos; i = text.find('\n', i + 1))
    starts_.push_back(static_cast<std::uint32_t>(i + 1));
  for (std::size_t at = 0; at < text.size(); at += block_bytes)
    places_.push_back(position(static_cast<std::uint32_t>(at)));
}

Position LineTable::position(std::uint32_t offset) const {
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  Position result;
  std::uint32_t from = *(after - 1);
  // Of the blocks that are known; while they are being made, the one before.
  const std::size_t block = std::min<std::size_t>(offset / block_bytes + 1, places_.size());
  if (block != 0 && (block - 1) * block_bytes > from) {
    result = places_[block - 1];
    from = static_cast<std::uint32_t>((block - 1) * block_bytes);
  }
  result.line = static_cast<std::uint32_t>(after - starts_.begin());
  advance(result, from, offset);
  return result;
}

void LineTable::advance(Position& position, std::uint32_t from, std::uint32_t to) const {
  for (const char c : text_.substr(from, to - from)) {
    if (is_continuation(c)) continue;
    ++position.column;
    position.column_utf16 += static_cast<unsigned char>(c) >= 0xf0 ? 2 : 1;
  }
}

std::string_view LineTable::line(std::uint32_t number) const {
  const std::size_t begin = starts_[number - 1];
  const std::size_t end = number < starts_.size() ? starts_[number] - 1 : text_.size();
  std::string_view result = text_.substr(begin, end - begin);
  if (result.ends_with('\r')) result.remove_suffix(1);
  return result;
}

}  // namespace lintel::grammar
