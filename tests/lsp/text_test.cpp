// SPDX-License-Identifier: Apache-2.0
// Places in texts, as editors count them, and paths in URIs.
#include "compiler/lsp/text.h"

#include <gtest/gtest.h>

#include <string>

#include "compiler/lsp/uri.h"

namespace lintel::lsp {
namespace {

// 1, 2, 3 and 4 bytes; 1, 1, 1 and 2 units of UTF-16.
constexpr std::string_view letters = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z";

TEST(Text, CountsUtf16) {
  const Text text(std::string(letters), Encoding::utf16);
  EXPECT_EQ(text.position(0), (Position{0, 0}));
  EXPECT_EQ(text.position(1), (Position{0, 1}));
  EXPECT_EQ(text.position(2), (Position{0, 1}));  // within a character: before it
  EXPECT_EQ(text.position(3), (Position{0, 2}));
  EXPECT_EQ(text.position(6), (Position{0, 3}));
  EXPECT_EQ(text.position(10), (Position{0, 5}));
  EXPECT_EQ(text.position(11), (Position{0, 6}));
  EXPECT_EQ(text.position(99), (Position{0, 6}));
  EXPECT_EQ(text.offset({0, 3}), 6u);
  EXPECT_EQ(text.offset({0, 4}), 6u);  // between the two halves: before both
  EXPECT_EQ(text.offset({0, 5}), 10u);
  EXPECT_EQ(text.offset({0, 99}), 11u);
  EXPECT_EQ(text.offset({1, 0}), 11u);
}

TEST(Text, CountsUtf8) {
  const Text text(std::string(letters), Encoding::utf8);
  EXPECT_EQ(text.position(6), (Position{0, 6}));
  EXPECT_EQ(text.position(8), (Position{0, 6}));
  EXPECT_EQ(text.offset({0, 8}), 6u);
  EXPECT_EQ(text.offset({0, 10}), 10u);
  EXPECT_EQ(text.offset({0, 4294967295u}), 11u);
}

TEST(Text, KnowsAllLineEnds) {
  const Text text("a\r\nb\rc\n\r\n", Encoding::utf16);
  EXPECT_EQ(text.position(1), (Position{0, 1}));
  EXPECT_EQ(text.position(2), (Position{0, 1}));  // between CR and LF
  EXPECT_EQ(text.position(3), (Position{1, 0}));
  EXPECT_EQ(text.position(5), (Position{2, 0}));
  EXPECT_EQ(text.position(7), (Position{3, 0}));
  EXPECT_EQ(text.position(9), (Position{4, 0}));
  EXPECT_EQ(text.offset({0, 7}), 1u);
  EXPECT_EQ(text.offset({1, 7}), 4u);
  EXPECT_EQ(text.offset({3, 7}), 7u);
  EXPECT_EQ(text.offset({4, 7}), 9u);
  EXPECT_EQ(Text("a\r", Encoding::utf16).position(2), (Position{1, 0}));
  EXPECT_EQ(Text("", Encoding::utf16).position(0), (Position{0, 0}));
  EXPECT_EQ(Text("", Encoding::utf16).offset({0, 1}), 0u);
}

// Lines around the borders of the blocks that are counted ahead, and one with no characters at all.
TEST(Text, CountsLongLinesAsShortOnes) {
  for (const Encoding encoding : {Encoding::utf16, Encoding::utf8}) {
    std::string bytes;
    for (std::size_t i = 0; bytes.size() < 7000; ++i)
      bytes.append(letters.substr(0, i % 3 == 0 ? 1 : 10)).append(i == 200 ? "\n" : "");
    bytes.append("\r\n").append(3000, '\x80');
    const Text text(bytes, encoding);
    std::size_t line_begin = 0;
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    for (std::size_t i = 0; i < 7000;) {
      const auto lead = static_cast<unsigned char>(bytes[i]);
      const std::size_t size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
      ASSERT_EQ(text.position(i), (Position{line, column})) << i;
      ASSERT_EQ(text.position(i + size - 1), (Position{line, column})) << i;
      ASSERT_EQ(text.offset({line, column}), i);
      const std::uint32_t units = encoding == Encoding::utf8 ? static_cast<std::uint32_t>(size)
                                  : size == 4                ? 2
                                                             : 1;
      ASSERT_EQ(text.offset({line, column + units - 1}), i);
      column += units;
      i += size;
      if (lead == '\n') {
        ++line;
        column = 0;
        line_begin = i;
      }
    }
    EXPECT_GT(line_begin, 1024u);
    EXPECT_EQ(text.position(bytes.size()), (Position{2, 0}));
  }
}

TEST(Text, CountsToTheEndOfABlock) {
  const Text text(std::string(1024, 'a'), Encoding::utf16);
  EXPECT_EQ(text.position(1024), (Position{0, 1024}));
  EXPECT_EQ(text.offset({0, 1024}), 1024u);
}

TEST(Text, IsEdited) {
  Text text("one\ntwo\n", Encoding::utf16);
  text.replace(text.offset({0, 3}), text.offset({1, 1}), "\nT");
  EXPECT_EQ(text.bytes(), "one\nTwo\n");
  text.replace(text.offset({9, 9}), text.offset({9, 9}), "three");
  EXPECT_EQ(text.bytes(), "one\nTwo\nthree");
  EXPECT_EQ(text.position(9), (Position{2, 1}));
}

TEST(Uris, BecomePathsAndBack) {
  EXPECT_EQ(path_of("file:///a/b%20c%2f%C3%A9.rules"), "/a/b c/\xc3\xa9.rules");
  EXPECT_EQ(path_of("file://localhost/a#x"), "/a");
  EXPECT_EQ(path_of("file:///a?b"), "/a");
  EXPECT_EQ(path_of("file://elsewhere/a"), std::nullopt);
  EXPECT_EQ(path_of("untitled:Untitled-1"), std::nullopt);
  EXPECT_EQ(path_of("file:///a%00"), std::nullopt);
  EXPECT_EQ(path_of("file:///a%4"), std::nullopt);
  EXPECT_EQ(path_of("file:///a%x4"), std::nullopt);
  EXPECT_EQ(path_of("file:///a%4x"), std::nullopt);
  EXPECT_EQ(path_of("file:///a%4/"), std::nullopt);
  EXPECT_EQ(path_of("file:///a%4?0"), std::nullopt);
  EXPECT_EQ(path_of("file:///a%4="), std::nullopt);
  EXPECT_EQ(uri_of("/a b/\xc3\xa9?.rules"), "file:///a%20b/%C3%A9%3F.rules");
  EXPECT_EQ(uri_of("/AZ09.-_~az"), "file:///AZ09.-_~az");
  EXPECT_EQ(uri_of("/@[`{:"), "file:///%40%5B%60%7B%3A");
  EXPECT_EQ(plain_path("/a/./b/../c.rules"), "/a/c.rules");
  EXPECT_EQ(path_of(uri_of("/a b/\xc3\xa9?.rules")), "/a b/\xc3\xa9?.rules");
}

}  // namespace
}  // namespace lintel::lsp
