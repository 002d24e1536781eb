// SPDX-License-Identifier: Apache-2.0
// Encodings, random texts and the comparison with secrets: the known examples, and twins that are
// slow and plain.
#include "runtime/encodings.h"
#include "runtime/limits.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/constant_time.h"
#include "runtime/limits.h"
#include "runtime/random_text.h"
#include "runtime/utf8.h"

namespace lintel::test {
namespace {

using Encode = std::size_t (*)(std::string_view, char*);
using Decode = std::optional<std::string_view> (*)(std::string_view, char*);

std::string encoded(Encode encode, std::string_view text) {
  std::string result(encode(text, nullptr), '?');
  EXPECT_EQ(encode(text, result.data()), result.size());
  return result;
}

// "-": nothing.
std::string decoded(Decode decode, std::string_view text) {
  std::string room(text.size(), '?');
  const auto result = decode(text, room.data());
  return result ? std::string(*result) : "-";
}

void for_each_text(std::string_view alphabet, std::size_t size,
                   const std::function<void(const std::string&)>& use) {
  std::vector<std::string> texts = {""};
  for (std::size_t i = 0; i < texts.size(); ++i) {
    use(texts[i]);
    if (texts[i].size() == size) continue;
    for (const char c : alphabet) texts.push_back(texts[i] + c);
  }
}

// The examples of RFC 4648, section 10.
TEST(Base64, EncodesTheExamples) {
  EXPECT_EQ(encoded(runtime::base64_encode, ""), "");
  EXPECT_EQ(encoded(runtime::base64_encode, "f"), "Zg==");
  EXPECT_EQ(encoded(runtime::base64_encode, "fo"), "Zm8=");
  EXPECT_EQ(encoded(runtime::base64_encode, "foo"), "Zm9v");
  EXPECT_EQ(encoded(runtime::base64_encode, "foob"), "Zm9vYg==");
  EXPECT_EQ(encoded(runtime::base64_encode, "fooba"), "Zm9vYmE=");
  EXPECT_EQ(encoded(runtime::base64_encode, "foobar"), "Zm9vYmFy");
  EXPECT_EQ(encoded(runtime::base64_url_encode, "f"), "Zg");
  EXPECT_EQ(encoded(runtime::base64_encode, "?>~\u00ff"), "Pz5+w78=");
  EXPECT_EQ(encoded(runtime::base64_encode, "?>?"), "Pz4/");
  EXPECT_EQ(encoded(runtime::base64_url_encode, "?>?>~"), "Pz4_Pn4");
}

// Decodes by writing out the bits.
std::string naive_base64(const std::string& text) {
  static const std::string alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string plain = text;
  plain.erase(std::remove(plain.begin(), plain.end(), '\n'), plain.end());
  const std::string padding = plain.substr(std::min(plain.find('='), plain.size()));
  if (!padding.empty() && (plain.size() % 4 != 0 || padding.size() > 2)) return "-";
  plain.resize(plain.size() - padding.size());
  if (plain.find_first_not_of(alphabet) != std::string::npos || plain.size() % 4 == 1) return "-";
  if (padding.find_first_not_of('=') != std::string::npos) return "-";
  std::string bits;
  for (const char c : plain) {
    for (int i = 5; i >= 0; --i) bits += (alphabet.find(c) >> i & 1) != 0 ? '1' : '0';
  }
  std::string result;
  for (std::size_t at = 0; at + 8 <= bits.size(); at += 8) {
    result += static_cast<char>(std::stoi(bits.substr(at, 8), nullptr, 2));
  }
  return runtime::is_valid_utf8(result) ? result : "-";
}

TEST(Base64, DecodesLikeItsTwin) {
  std::size_t count = 0;
  for_each_text("AQw+=\n-", 6, [&](const std::string& text) {
    const std::string expected = naive_base64(text);
    EXPECT_EQ(decoded(runtime::base64_decode, text), expected) << text;
    count += expected == "-" ? 0 : 1;
  });
  EXPECT_GT(count, 100u);
}

TEST(Base64, DecodesWithAndWithoutPadding) {
  EXPECT_EQ(decoded(runtime::base64_decode, "aGVsbG8="), "hello");
  EXPECT_EQ(decoded(runtime::base64_decode, "aGVsbG8"), "hello");
  EXPECT_EQ(decoded(runtime::base64_decode, "aGVs\r\nbG8="), "hello");
  EXPECT_EQ(decoded(runtime::base64_decode, "Zg="), "-");
  EXPECT_EQ(decoded(runtime::base64_decode, "Zg==Zg=="), "-");
  EXPECT_EQ(decoded(runtime::base64_decode, "/w=="), "-");  // a byte that is no UTF-8
  EXPECT_EQ(decoded(runtime::base64_decode, "Pz4_Pn4"), "-");
  EXPECT_EQ(decoded(runtime::base64_url_decode, "Pz4_Pn4"), "?>?>~");
  EXPECT_EQ(decoded(runtime::base64_url_decode, "Pz4_Pn4="), "?>?>~");
  EXPECT_EQ(decoded(runtime::base64_url_decode, "Pz4/"), "-");
}

// The last of four characters is the last byte of three.
TEST(Base64, HasAnAlphabetOf64) {
  const std::string common = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  const std::pair<Decode, std::string> decodings[] = {{runtime::base64_decode, common + "+/"},
                                                      {runtime::base64_url_decode, common + "-_"}};
  for (const auto& [decode, alphabet] : decodings) {
    for (int byte = 0; byte < 256; ++byte) {
      const char c = static_cast<char>(byte);
      if (c == '=' || c == '\r' || c == '\n') continue;
      const std::size_t value = alphabet.find(c);
      const std::string three = {'\0', '\0', static_cast<char>(value)};
      EXPECT_EQ(decoded(decode, std::string("AAA") + c), value < 64 ? three : "-") << byte;
    }
  }
  for (std::size_t value = 0; value < 64; ++value) {
    const std::string three = {'\0', '\0', static_cast<char>(value)};
    EXPECT_EQ(encoded(runtime::base64_encode, three),
              std::string("AAA") + decodings[0].second[value]);
    EXPECT_EQ(encoded(runtime::base64_url_encode, three),
              std::string("AAA") + decodings[1].second[value]);
  }
}

TEST(Base64, IsPaddedAtItsEndOrNotAtAll) {
  for (const char* text : {"=Zm8", "Z=m8", "Zm=8", "=", "==", "===", "====", "A", "A===", "AAAAA",
                           "AAAAA===", "AAAA====", "Zm8==", "Zg===", "Zm9v="}) {
    EXPECT_EQ(decoded(runtime::base64_decode, text), "-") << text;
    EXPECT_EQ(decoded(runtime::base64_url_decode, text), "-") << text;
  }
  EXPECT_EQ(decoded(runtime::base64_decode, "Zm8=\n"), "fo");
  EXPECT_EQ(decoded(runtime::base64_decode, "Zg=\r\n="), "f");
}

TEST(Base64, GoesThereAndBack) {
  for_each_text("az\xc3\xa9?~", 5, [](const std::string& text) {
    if (!runtime::is_valid_utf8(text)) return;
    EXPECT_EQ(decoded(runtime::base64_decode, encoded(runtime::base64_encode, text)), text);
    EXPECT_EQ(decoded(runtime::base64_url_decode, encoded(runtime::base64_url_encode, text)), text);
    EXPECT_EQ(decoded(runtime::url_decode, encoded(runtime::url_encode, text)), text);
  });
}

TEST(Url, KeepsWhatIsUnreserved) {
  const std::string kept = "ABCXYZabcxyz0189-._~";
  EXPECT_EQ(encoded(runtime::url_encode, kept), kept);
  EXPECT_EQ(encoded(runtime::url_encode, "a b&c=\u00e9/+%\n"), "a%20b%26c%3D%C3%A9%2F%2B%25%0A");
  std::size_t changed = 0;
  for (int byte = 0; byte < 0x80; ++byte) {
    const std::string text(1, static_cast<char>(byte));
    changed += encoded(runtime::url_encode, text) == text ? 0 : 1;
    EXPECT_EQ(decoded(runtime::url_decode, encoded(runtime::url_encode, text)), text);
  }
  EXPECT_EQ(changed, 128u - 66u);
}

TEST(Url, DecodesOrSaysNothing) {
  EXPECT_EQ(decoded(runtime::url_decode, "a%20b+c%c3%A9"), "a b+c\u00e9");
  EXPECT_EQ(decoded(runtime::form_decode, "a%20b+c%2B"), "a b c+");
  EXPECT_EQ(decoded(runtime::url_decode, "\u00e9"), "\u00e9");
  for (const char* text : {"%", "%2", "a%", "%2g", "%g2", "%%20", "%ff", "%C3", "% 1", "%+1"}) {
    EXPECT_EQ(decoded(runtime::url_decode, text), "-") << text;
    EXPECT_EQ(decoded(runtime::form_decode, text), "-") << text;
  }
}

TEST(Url, HasTwoDigitsBehindEachPercentSign) {
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    const std::size_t digit =
        std::string_view("0123456789abcdef0123456789ABCDEF").find(static_cast<char>(c));
    const bool is_digit = digit < 32;
    const auto value = static_cast<char>(digit % 16);
    const std::string low = is_digit ? std::string(1, static_cast<char>(0x40 + value)) : "-";
    EXPECT_EQ(decoded(runtime::url_decode, std::string("%4") + c), low) << byte;
    const bool is_ascii = is_digit && value < 8;
    const std::string high = is_ascii ? std::string(1, static_cast<char>(value * 16)) : "-";
    EXPECT_EQ(decoded(runtime::url_decode, std::string("%") + c + "0"), high) << byte;
  }
}

// Digits that stand behind the text are none of it.
TEST(Url, EndsWhereTheTextDoes) {
  for (const std::string_view head : {"", "a", "abc"}) {
    const std::string whole = std::string(head) + "%41";
    for (std::size_t size = head.size() + 1; size <= whole.size(); ++size) {
      EXPECT_EQ(decoded(runtime::url_decode, std::string_view(whole.data(), size)),
                size == whole.size() ? std::string(head) + "A" : "-");
    }
  }
}

// Bytes that are given out one after the other, again and again.
struct Bytes {
  std::vector<unsigned char> bytes;
  std::size_t at = 0;
  std::size_t calls_left = 100;

  runtime::RandomSource source() { return {&fill, this}; }

  static bool fill(void* context, std::span<unsigned char> out) {
    auto& self = *static_cast<Bytes*>(context);
    if (self.calls_left == 0) return false;
    --self.calls_left;
    for (unsigned char& byte : out) byte = self.bytes[self.at++ % self.bytes.size()];
    return true;
  }
};

Bytes all_bytes() {
  Bytes result;
  for (int byte = 0; byte < 256; ++byte) result.bytes.push_back(static_cast<unsigned char>(byte));
  return result;
}

// Each of the 256 bytes gives one character or none; they come in blocks of 64.
TEST(RandomText, MakesEachCharacterAsLikely) {
  using Make = bool (*)(const runtime::RandomSource&, std::span<char>);
  const std::pair<Make, std::size_t> makes[] = {{runtime::random_digits, 10},
                                                {runtime::random_token, 62}};
  for (const auto& [make, size] : makes) {
    std::map<char, int> seen;
    for (int byte = 0; byte < 256; ++byte) {
      Bytes bytes;
      bytes.bytes = {static_cast<unsigned char>(byte)};
      char character = 0;
      if (make(bytes.source(), {&character, 1})) ++seen[character];
    }
    EXPECT_EQ(seen.size(), size);
    for (const auto& [character, count] : seen) {
      EXPECT_EQ(count, static_cast<int>(256 / size)) << character;
    }
  }
}

TEST(RandomText, FillsWhatIsAskedFor) {
  for (std::size_t size = 1; size <= limits::max_random_characters; ++size) {
    Bytes bytes = all_bytes();
    bytes.at = 200;  // some of these are thrown away
    std::string digits(size, '?');
    ASSERT_TRUE(runtime::random_digits(bytes.source(), digits));
    EXPECT_EQ(digits.find_first_not_of("0123456789"), std::string::npos);
    std::string token(size, '?');
    ASSERT_TRUE(runtime::random_token(bytes.source(), token));
    EXPECT_EQ(token.find('?'), std::string::npos);
  }
}

TEST(RandomText, FailsRatherThanGuess) {
  Bytes bytes = all_bytes();
  std::string none;
  std::string too_long(limits::max_random_characters + 1, '?');
  std::string digits(6, '?');
  EXPECT_FALSE(runtime::random_digits(bytes.source(), none));
  EXPECT_FALSE(runtime::random_digits(bytes.source(), too_long));
  EXPECT_FALSE(runtime::random_digits({}, digits));
  bytes.calls_left = 0;
  EXPECT_FALSE(runtime::random_digits(bytes.source(), digits));
  Bytes broken;
  broken.bytes = {255};
  EXPECT_FALSE(runtime::random_digits(broken.source(), digits));
  EXPECT_FALSE(runtime::random_token(broken.source(), digits));
  EXPECT_GT(broken.calls_left, 0u);
}

TEST(ConstantTime, ComparesLikeEqual) {
  std::vector<std::string> texts;
  for_each_text(std::string_view("a\0\xff", 3), 4,
                [&](const std::string& t) { texts.push_back(t); });
  for (const std::string& a : texts) {
    for (const std::string& b : texts) {
      EXPECT_EQ(runtime::equal_in_constant_time(a, b), a == b);
    }
  }
}

}  // namespace
}  // namespace lintel::test
