// SPDX-License-Identifier: Apache-2.0
// Mailboxes and encoded words: what is not ASCII arrives, and nothing gets out of a name.
#include "runtime/lambda/effects/mailbox.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "runtime/lambda/effects/rfc2047.h"

namespace lintel::lambda {
namespace {

std::string decode_base64(const std::string& text) {
  const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  unsigned bits = 0;
  unsigned group = 0;
  for (const char c : text) {
    if (c == '=') break;
    const std::size_t digit = digits.find(c);
    EXPECT_NE(digit, std::string::npos);
    group = group << 6 | static_cast<unsigned>(digit);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>(group >> bits & 0xff);
  }
  return bytes;
}

std::vector<std::string> split(const std::string& words) {
  std::vector<std::string> parts(1);
  for (const char c : words) {
    if (c == ' ')
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

// As a mail reader does: the blank between two encoded words is none.
std::string decode(const std::string& words) {
  const std::string begin = "=?UTF-8?B?";
  std::string text;
  for (const std::string& word : split(words)) {
    EXPECT_LE(word.size(), 75u);
    EXPECT_EQ(word.substr(0, begin.size()), begin);
    EXPECT_EQ(word.substr(word.size() - 2), "?=");
    text += decode_base64(word.substr(begin.size(), word.size() - begin.size() - 2));
  }
  return text;
}

bool begins_and_ends_with_characters(const std::string& text) {
  return text.empty() || (static_cast<unsigned char>(text.front()) & 0xc0) != 0x80;
}

TEST(EncodedWords, ComeBackAsTheyWere) {
  const std::vector<std::string> characters = {"a", "\xc3\xbc", "\xe2\x82\xac", "\xf0\x9f\x8e\x89",
                                               " "};
  for (const std::string& character : characters) {
    std::string text;
    for (int i = 0; i < 130; ++i) {
      EXPECT_EQ(decode(encoded_words("x" + text)), "x" + text);
      text += character;
    }
  }
  EXPECT_EQ(encoded_words("Zo\xc3\xab"), "=?UTF-8?B?Wm/Dqw==?=");
  EXPECT_EQ(encoded_words(""), "");
}

TEST(EncodedWords, SplitNoCharacter) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += i % 3 == 0 ? "\xf0\x9f\x8e\x89" : "\xc3\xbc";
  for (const std::string& word : split(encoded_words(text)))
    EXPECT_TRUE(begins_and_ends_with_characters(decode(word))) << word;
}

TEST(EncodedWords, EndEvenIfTheTextIsNoUtf8) {
  const std::string continuations(200, '\x80');
  EXPECT_EQ(decode(encoded_words(continuations)), continuations);
}

struct Written {
  std::string written;
  std::string taken;  // empty: refused
};

TEST(Mailbox, IsTakenInTheFormOfTheHeader) {
  const std::vector<Written> cases = {
      {"jo@example.com", "jo@example.com"},
      {"  jo@example.com\n", "jo@example.com"},
      {"Jo+tag.x@sub.example.co.uk", "Jo+tag.x@sub.example.co.uk"},
      {"<jo@example.com>", "jo@example.com"},
      {"Example Team <team@example.com>", "Example Team <team@example.com>"},
      {"\"Example Team\" <team@example.com>", "Example Team <team@example.com>"},
      {"Team, Example <team@example.com>", "\"Team, Example\" <team@example.com>"},
      {"\"Team, \\\"E\\\"\" <team@example.com>", "\"Team, \\\"E\\\"\" <team@example.com>"},
      {"a \\ b <t@example.com>", "\"a \\\\ b\" <t@example.com>"},
      {"Zo\xc3\xab <zoe@example.com>", "=?UTF-8?B?Wm/Dqw==?= <zoe@example.com>"},
      {"\"Zo\xc3\xab\" <zoe@example.com>", "=?UTF-8?B?Wm/Dqw==?= <zoe@example.com>"},
      {"\"\" <jo@example.com>", "jo@example.com"},
      {"jo@xn--bcher-kva.example", "jo@xn--bcher-kva.example"},
  };
  for (const Written& one : cases) EXPECT_EQ(mailbox(one.written).value_or(""), one.taken);
}

TEST(Mailbox, IsOneAddress) {
  for (const std::string written : {"",
                                    " ",
                                    "jo",
                                    "@example.com",
                                    "jo@",
                                    "jo@@example.com",
                                    "a@b@example.com",
                                    "jo@example.com, spam@example.net",
                                    "jo@example.com spam@example.net",
                                    "jo@example.com;x@example.net",
                                    "<jo@example.com",
                                    "jo@example.com>",
                                    "Jo <jo@example.com> x",
                                    "Jo <>",
                                    "Jo <a@b, c@d>",
                                    "jo.@example.com",
                                    ".jo@example.com",
                                    "j..o@example.com",
                                    "jo@.example.com",
                                    "jo@example..com",
                                    "jo@example.com.",
                                    "jo@[127.0.0.1]",
                                    "\"jo\"@example.com",
                                    "jo@exa mple.com",
                                    "jo@example.com\r\nBcc: x@y.z",
                                    "j\xc3\xb6@example.com",
                                    "jo@b\xc3\xbc"
                                    "cher.example",
                                    "jo(comment)@example.com",
                                    "group: jo@example.com;"})
    EXPECT_FALSE(mailbox(written)) << written;
  EXPECT_TRUE(mailbox(std::string(64, 'a') + "@example.com"));
  EXPECT_FALSE(mailbox(std::string(65, 'a') + "@example.com"));
  EXPECT_FALSE(mailbox("a@" + std::string(256, 'b')));
  EXPECT_FALSE(mailbox(std::string(600, 'n') + " <a@example.com>"));
}

// What a user calls himself ends up in a name, if a rule says so.
TEST(Mailbox, NamesStayNames) {
  const std::vector<Written> cases = {
      {"Eve <eve@example.net>, Jo <jo@example.com>",
       "\"Eve <eve@example.net>, Jo\" <jo@example.com>"},
      {"\"Eve\" <eve@example.net>, \"Jo\" <jo@example.com>",
       "\"Eve\\\" <eve@example.net>, \\\"Jo\" <jo@example.com>"},
      {"x\r\nBcc: eve@example.net <jo@example.com>",
       "\"x  Bcc: eve@example.net\" <jo@example.com>"},
      {"\"x\\\" <jo@example.com>", "\"x\\\\\" <jo@example.com>"},
      {std::string("x\0y <jo@example.com>", 20), "x y <jo@example.com>"},
      {"=?UTF-8?Q?Admin?= <jo@example.com>",
       "=?UTF-8?B?PT9VVEYtOD9RP0FkbWluPz0=?= <jo@example.com>"},
  };
  for (const Written& one : cases) EXPECT_EQ(mailbox(one.written).value_or(""), one.taken);
}

TEST(OneLine, HasNoControlCharacters) {
  EXPECT_EQ(one_line("a\r\nb\tc\x7f"
                     "d\x01"
                     "e\xc3\xbc"),
            "a  b c d e\xc3\xbc");
}

}  // namespace
}  // namespace lintel::lambda
