// SPDX-License-Identifier: Apache-2.0
#include "compiler/lsp/text.h"

#include <algorithm>
#include <utility>

#include "runtime/utf8.h"

namespace lintel::lsp {
namespace {

constexpr std::size_t block_bytes = 1024;

}  // namespace

Text::Text(std::string bytes, Encoding encoding) : bytes_(std::move(bytes)), encoding_(encoding) {
  index();
}

// Counted where a character starts, so that no count is taken apart by the border of a block.
std::uint32_t Text::units(char c) const {
  if (runtime::is_continuation(c)) return 0;
  const auto byte = static_cast<unsigned char>(c);
  if (encoding_ == Encoding::utf16) return byte >= 0xf0 ? 2 : 1;
  if (byte >= 0xf0) return 4;
  if (byte >= 0xe0) return 3;
  return byte >= 0xc0 ? 2 : 1;
}

void Text::index() {
  starts_.assign(1, 0);
  columns_.clear();
  std::uint32_t column = 0;
  for (std::size_t i = 0; i < bytes_.size(); ++i) {
    if (i % block_bytes == 0) columns_.push_back(column);
    const char c = bytes_[i];
    column += units(c);
    if (c == '\n' || (c == '\r' && (i + 1 == bytes_.size() || bytes_[i + 1] != '\n'))) {
      starts_.push_back(i + 1);
      column = 0;
    }
  }
}

std::size_t Text::line_end(std::size_t line) const {
  std::size_t end = line + 1 < starts_.size() ? starts_[line + 1] : bytes_.size();
  const std::size_t begin = starts_[line];
  if (end > begin && bytes_[end - 1] == '\n') --end;
  if (end > begin && bytes_[end - 1] == '\r') --end;
  return end;
}

Position Text::position(std::size_t offset) const {
  offset = std::min(offset, bytes_.size());
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  const auto line = static_cast<std::size_t>(after - starts_.begin()) - 1;
  offset = std::min(offset, line_end(line));
  while (offset > starts_[line] && offset < bytes_.size() &&
         runtime::is_continuation(bytes_[offset]))
    --offset;
  std::size_t at = starts_[line];
  std::uint32_t column = 0;
  // From where the last block up to there begins, if that is in the line. An empty text has none.
  const std::size_t block = std::min(offset / block_bytes, columns_.size() - 1);
  if (block * block_bytes > at) {
    at = block * block_bytes;
    column = columns_[block];
  }
  for (; at < offset; ++at) column += units(bytes_[at]);
  return {static_cast<std::uint32_t>(line), column};
}

std::size_t Text::offset(Position position) const {
  if (position.line >= starts_.size()) return bytes_.size();
  const std::size_t end = line_end(position.line);
  std::size_t at = starts_[position.line];
  std::uint32_t column = 0;
  // The last block of the line that is not past the place.
  const std::size_t first = at / block_bytes + 1;
  const std::size_t last = std::min((end + block_bytes - 1) / block_bytes, columns_.size());
  if (first < last) {
    const auto begin = columns_.begin() + static_cast<std::ptrdiff_t>(first);
    const auto past = std::upper_bound(begin, columns_.begin() + static_cast<std::ptrdiff_t>(last),
                                       position.character);
    if (past != begin) {
      at = static_cast<std::size_t>(past - 1 - columns_.begin()) * block_bytes;
      column = *(past - 1);
    }
  }
  for (; at < end; ++at) {
    const std::uint32_t more = units(bytes_[at]);
    if (more > 0 && column + more > position.character) return at;
    column += more;
  }
  return end;
}

void Text::replace(std::size_t begin, std::size_t end, std::string_view replacement) {
  bytes_.replace(begin, end - begin, replacement);
  index();
}

}  // namespace lintel::lsp
