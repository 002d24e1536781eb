// SPDX-License-Identifier: Apache-2.0
// Where a byte of a source stands, as people and editors count.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lintel::grammar {

// What some editors write before a text in UTF-8. It means nothing.
inline constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

struct Position {
  std::uint32_t line = 1;          // 1-based
  std::uint32_t column = 1;        // 1-based, in code points
  std::uint32_t column_utf16 = 1;  // 1-based, in UTF-16 units, for editors
};

// The lines of one text. Holds a view: the text must outlive it. Lines end in LF or CR LF.
class LineTable {
 public:
  explicit LineTable(std::string_view text);

  // `offset` in bytes, at most the size of the text.
  Position position(std::uint32_t offset) const;

  // The text of a 1-based line without its line end.
  std::string_view line(std::uint32_t number) const;

 private:
  // Counts on by the characters between two offsets of one line.
  void advance(Position& position, std::uint32_t from, std::uint32_t to) const;

  std::string_view text_;
  std::vector<std::uint32_t> starts_;
  // The place of every block_bytes-th byte, so that it takes no longer in a long line.
  std::vector<Position> places_;
};

}  // namespace lintel::grammar
