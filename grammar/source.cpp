// SPDX-License-Identifier: Apache-2.0
// Where a byte of a source stands, as people and editors count.
#include "grammar/source.h"

#include <algorithm>

namespace lintel::grammar {

LineTable::LineTable(std::string_view text) : text_(text), starts_{0} {
  for (std::size_t i = text.find('\n'); i != std::string_view::npos; i = text.find('\n', i + 1))
    starts_.push_back(static_cast<std::uint32_t>(i + 1));
}

Position LineTable::position(std::uint32_t offset) const {
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  Position result;
  result.line = static_cast<std::uint32_t>(after - starts_.begin());
  for (const char c : text_.substr(*(after - 1), offset - *(after - 1))) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0) == 0x80) continue;
    ++result.column;
    result.column_utf16 += byte >= 0xf0 ? 2 : 1;
  }
  return result;
}

std::string_view LineTable::line(std::uint32_t number) const {
  const std::size_t begin = starts_[number - 1];
  const std::size_t end = number < starts_.size() ? starts_[number] - 1 : text_.size();
  std::string_view result = text_.substr(begin, end - begin);
  if (result.ends_with('\r')) result.remove_suffix(1);
  return result;
}

}  // namespace lintel::grammar
