// SPDX-License-Identifier: Apache-2.0
// Lines and columns.
#include "grammar/source.h"

#include <string>

#include <gtest/gtest.h>

namespace lintel::grammar {
namespace {

void expect(const LineTable& table, std::uint32_t offset, std::uint32_t line, std::uint32_t column,
            std::uint32_t utf16) {
  const Position position = table.position(offset);
  EXPECT_EQ(position.line, line) << offset;
  EXPECT_EQ(position.column, column) << offset;
  EXPECT_EQ(position.column_utf16, utf16) << offset;
}

TEST(LineTable, CountsCodePointsAndUtf16Units) {
  const LineTable table("aé€😀b\nc");
  expect(table, 0, 1, 1, 1);
  expect(table, 1, 1, 2, 2);
  expect(table, 3, 1, 3, 3);
  expect(table, 6, 1, 4, 4);
  expect(table, 10, 1, 5, 6);
  expect(table, 11, 1, 6, 7);
  expect(table, 12, 2, 1, 1);
  expect(table, 13, 2, 2, 2);
}

// Places are kept for every so many bytes; all others are counted from there.
TEST(LineTable, CountsInLongLines) {
  std::string text;
  for (int i = 0; i < 1500; ++i)
    text += i % 700 == 699 ? "\n" : i % 3 == 0 ? "é" : i % 5 == 0 ? "😀" : "a";
  const LineTable table(text);
  Position expected;
  for (std::uint32_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if ((byte & 0xc0) == 0x80) continue;
    expect(table, at, expected.line, expected.column, expected.column_utf16);
    ++expected.column;
    expected.column_utf16 += byte >= 0xf0 ? 2 : 1;
    if (text[at] == '\n') expected = {expected.line + 1, 1, 1};
  }
  expect(table, static_cast<std::uint32_t>(text.size()), expected.line, expected.column,
         expected.column_utf16);
}

TEST(LineTable, GivesLinesWithoutTheirEnds) {
  const LineTable table("a\r\n\nlast");
  EXPECT_EQ(table.line(1), "a");
  EXPECT_EQ(table.line(2), "");
  EXPECT_EQ(table.line(3), "last");
}

TEST(LineTable, AnEmptyTextHasOneLine) {
  const LineTable table("");
  EXPECT_EQ(table.line(1), "");
  expect(table, 0, 1, 1, 1);
}

TEST(LineTable, ATextThatEndsInALineEndHasAnEmptyLastLine) {
  const LineTable table("a\n");
  EXPECT_EQ(table.line(2), "");
  expect(table, 2, 2, 1, 1);
}

}  // namespace
}  // namespace lintel::grammar
