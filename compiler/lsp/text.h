// SPDX-License-Identifier: Apache-2.0
// A text, and the places in it as editors count them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lintel::lsp {

// The units of a column. An editor counts in UTF-16 unless both sides agree on something else.
enum class Encoding : std::uint8_t { utf16, utf8 };

// Both from 0; `character` in units of the encoding.
struct Position {
  std::uint32_t line = 0;
  std::uint32_t character = 0;

  friend bool operator==(const Position&, const Position&) = default;
};

// Lines end with LF, CR LF or CR. The text need not be UTF-8; then each byte that starts no
// character counts nothing.
class Text {
 public:
  Text(std::string bytes, Encoding encoding);

  const std::string& bytes() const { return bytes_; }
  Encoding encoding() const { return encoding_; }

  // The place of a byte. In the middle of a character it is the place before that; in a line end,
  // the end of the line.
  Position position(std::size_t offset) const;

  // The byte at a place. Past the end of a line it is that end, past the last line the end of the
  // text, and in the middle of a character where that begins.
  std::size_t offset(Position position) const;

  // Puts `replacement` in the place of the bytes from `begin` to before `end`.
  void replace(std::size_t begin, std::size_t end, std::string_view replacement);

 private:
  void index();
  std::size_t line_end(std::size_t line) const;  // without CR and LF
  std::uint32_t units(char c) const;

  std::string bytes_;
  Encoding encoding_;
  std::vector<std::size_t> starts_;  // of the lines
  // For each block of so many bytes, the units from the start of its line up to it: long lines
  // cost no more than short ones.
  std::vector<std::uint32_t> columns_;
};

}  // namespace lintel::lsp
