// SPDX-License-Identifier: Apache-2.0
// Lines and columns.
#include "grammar/source.h"

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
