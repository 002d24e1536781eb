// SPDX-License-Identifier: Apache-2.0
// Messages are found in bytes, however these are cut.
#include "compiler/lsp/framing.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lintel::lsp {
namespace {

std::vector<std::string> contents(FrameReader& reader) {
  std::vector<std::string> found;
  while (auto content = reader.next()) found.push_back(std::move(*content));
  return found;
}

TEST(Framing, FindsMessagesWhereverTheBytesAreCut) {
  const std::string bytes =
      "Content-Length: 2\r\n\r\n{}"
      "content-LENGTH:\t 7 \r\nContent-Type: application/vscode-jsonrpc; "
      "charset=utf-8\r\n\r\n[1,\r\n2]"
      "Content-Length: 0\r\n\r\n"
      "X:\r\nContent-Length:003\r\n\r\nabc";
  const std::vector<std::string> expected = {"{}", "[1,\r\n2]", "", "abc"};
  for (std::size_t first = 0; first <= bytes.size(); ++first) {
    for (std::size_t second = first; second <= bytes.size(); ++second) {
      FrameReader reader;
      std::vector<std::string> found;
      for (const std::string& piece :
           {bytes.substr(0, first), bytes.substr(first, second - first), bytes.substr(second)}) {
        reader.add(piece);
        for (std::string& content : contents(reader)) found.push_back(std::move(content));
      }
      ASSERT_EQ(found, expected) << first << " " << second;
      ASSERT_EQ(reader.error(), "");
      ASSERT_FALSE(reader.is_inside());
    }
  }
}

TEST(Framing, IsInsideOfAMessageUntilItEnds) {
  const std::string bytes = framed("{}");
  for (std::size_t size = 1; size < bytes.size(); ++size) {
    FrameReader reader;
    reader.add(bytes.substr(0, size));
    EXPECT_EQ(reader.next(), std::nullopt);
    EXPECT_TRUE(reader.is_inside()) << size;
  }
}

// What is wrong with the bytes, which come one by one and in one piece.
std::string error_of(const std::string& bytes) {
  FrameReader whole;
  whole.add(bytes);
  const auto found = contents(whole);
  FrameReader reader;
  std::vector<std::string> also;
  for (const char c : bytes) {
    reader.add({&c, 1});
    for (std::string& content : contents(reader)) also.push_back(std::move(content));
  }
  EXPECT_EQ(found, also);
  EXPECT_EQ(whole.error(), reader.error());
  if (whole.error().empty()) return {};
  // Nothing comes after it.
  whole.add(framed("{}"));
  EXPECT_EQ(whole.next(), std::nullopt);
  return std::string(whole.error());
}

TEST(Framing, SaysWhatIsWrongWithAHeader) {
  const std::string length = "a Content-Length is no number of bytes, or more than 64 MB";
  EXPECT_EQ(error_of("Content-Length: -1\r\n\r\n"), length);
  EXPECT_EQ(error_of("Content-Length: \r\n\r\n"), length);
  EXPECT_EQ(error_of("Content-Length: 1x\r\n\r\n"), length);
  EXPECT_EQ(error_of("Content-Length: 67108865\r\n\r\n"), length);
  EXPECT_EQ(error_of("Content-Length: 67108864\r\n\r\n"), "");
  EXPECT_EQ(error_of("Content-Length: 18446744073709551617\r\n\r\n"), length);
  EXPECT_EQ(error_of(framed("{}") + "Content-Type: x\r\n\r\n"), "a header has no Content-Length");
  EXPECT_EQ(error_of("\r\n\r\n"), "a line of a header has no colon");
  EXPECT_EQ(error_of("{}\r\n\r\n"), "a line of a header has no colon");
  EXPECT_EQ(error_of("Content-Length: 1\r\nContent-Length: 1\r\n\r\n"), "a header has two lengths");
}

TEST(Framing, BoundsAHeader) {
  const std::string end = "\r\nContent-Length: 1\r\n\r\n";
  const std::string most = "X: " + std::string(max_header_bytes - 3 - end.size(), 'x') + end;
  EXPECT_EQ(error_of(most), "");
  EXPECT_EQ(error_of("X" + most), "the header of a message does not end");
}

}  // namespace
}  // namespace lintel::lsp
