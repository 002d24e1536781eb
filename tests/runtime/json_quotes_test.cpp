// SPDX-License-Identifier: Apache-2.0
// Quotes, found by each kernel that this machine has, against a loop over bytes that anybody can
// see is right.
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/json_quotes.h"

namespace lintel::test {
namespace {

using runtime::Quotes;

struct Kernel {
  const char* name;
  runtime::QuotesFunction find;
};

std::vector<Kernel> kernels() {
  std::vector<Kernel> found = {{"baseline", runtime::find_quotes},
                               {"chosen", runtime::quotes_function()}};
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") != 0) found.push_back({"avx2", runtime::find_quotes_avx2});
  if (__builtin_cpu_supports("avx512bw") != 0) {
    found.push_back({"avx512", runtime::find_quotes_avx512});
  }
#endif
  return found;
}

struct Found {
  std::vector<std::size_t> places;
  bool has_escapes = false;
  bool operator==(const Found&) const = default;
};

// Walks over a text byte by byte.
class NaiveScan {
 public:
  explicit NaiveScan(std::string_view text) : text_(text) {}

  std::optional<Found> run() {
    Found found;
    while (at_ < text_.size()) {
      const unsigned char byte = at(0);
      if (byte < 0x20) return std::nullopt;
      if (byte >= 0x80) {
        if (!character()) return std::nullopt;
      } else if (byte == '\\') {
        found.has_escapes = true;
        if (!escape()) return std::nullopt;
      } else {
        if (byte == '"') found.places.push_back(at_);
        ++at_;
      }
    }
    return found;
  }

 private:
  unsigned char at(std::size_t offset) const {
    return at_ + offset < text_.size() ? static_cast<unsigned char>(text_[at_ + offset]) : 0;
  }

  // Table 3-7 of the Unicode standard.
  bool character() {
    const unsigned char lead = at(0);
    const std::size_t size = lead < 0xc2   ? 0
                             : lead < 0xe0 ? 2
                             : lead < 0xf0 ? 3
                             : lead < 0xf5 ? 4
                                           : 0;
    if (size == 0) return false;
    unsigned char lowest = 0x80;
    unsigned char highest = 0xbf;
    if (lead == 0xe0) lowest = 0xa0;
    if (lead == 0xed) highest = 0x9f;
    if (lead == 0xf0) lowest = 0x90;
    if (lead == 0xf4) highest = 0x8f;
    if (at(1) < lowest || at(1) > highest) return false;
    for (std::size_t i = 2; i < size; ++i) {
      if (at(i) < 0x80 || at(i) > 0xbf) return false;
    }
    at_ += size;
    return true;
  }

  // The value of \uXXXX at `offset`, or -1.
  int unit(std::size_t offset) const {
    if (at(offset) != '\\' || at(offset + 1) != 'u') return -1;
    int value = 0;
    for (std::size_t i = 2; i < 6; ++i) {
      const auto digit = std::string_view("0123456789abcdef")
                             .find(static_cast<char>(std::tolower(at(offset + i))));
      if (digit == std::string_view::npos) return -1;
      value = value * 16 + static_cast<int>(digit);
    }
    return value;
  }

  bool escape() {
    if (at(1) != 'u') {
      at_ += 2;
      return at_ <= text_.size() &&
             std::string_view("\"\\/bfnrt").find(text_[at_ - 1]) != std::string_view::npos;
    }
    const int first = unit(0);
    if (first < 0 || (first >= 0xdc00 && first <= 0xdfff)) return false;
    at_ += 6;
    if (first < 0xd800 || first > 0xdbff) return true;
    const int second = unit(0);
    at_ += 6;
    return second >= 0xdc00 && second <= 0xdfff;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

class JsonQuotes : public testing::Test {
 protected:
  // All kernels find in the text what the loop finds, and touch no byte outside of it.
  void check(std::string_view text) {
    const std::vector<char> alone(text.begin(), text.end());  // whose end the sanitizer watches
    std::optional<Found> wanted = NaiveScan(text).run();
    if (text.size() > Quotes::max_bytes) wanted.reset();
    ++(wanted ? accepted_ : refused_);
    for (const Kernel& kernel : kernels_) {
      std::optional<Found> found;
      if (kernel.find(alone.data(), alone.size(), *quotes_)) {
        EXPECT_EQ(quotes_->size, text.size());
        found = Found{places(), quotes_->has_escapes};
      }
      ASSERT_EQ(found.has_value(), wanted.has_value())
          << kernel.name << ", " << text.size() << " bytes: " << text.substr(0, 300);
      if (found) {
        ASSERT_EQ(found->places, wanted->places) << kernel.name << ": " << text.substr(0, 300);
        ASSERT_EQ(found->has_escapes, wanted->has_escapes)
            << kernel.name << ": " << text.substr(0, 300);
      }
    }
  }

  // All quotes; from everywhere between two of them, the later one is the next.
  std::vector<std::size_t> places() const {
    std::vector<std::size_t> found;
    std::size_t place = 0;
    for (std::size_t quote; (quote = quotes_->next(place)) != quotes_->size; place = quote + 1) {
      for (; place < quote; ++place) EXPECT_EQ(quotes_->next(place), quote);
      found.push_back(quote);
    }
    EXPECT_EQ(quotes_->next(quotes_->size), quotes_->size);
    return found;
  }

  const std::vector<Kernel> kernels_ = kernels();
  std::unique_ptr<Quotes> quotes_ = std::make_unique<Quotes>();
  int accepted_ = 0;
  int refused_ = 0;
};

constexpr std::string_view mixed =
    R"({"version":"1","name":"a\"b\\","t":"\u00e9\ud83d\ude00","x":[1,true,null],"":"")"
    "\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"";

TEST_F(JsonQuotes, InTextsOfAllSmallSizes) {
  std::string text;
  while (text.size() < 400) text += mixed;
  for (std::size_t size = 0; size <= 200; ++size) {
    for (std::size_t begin = 0; begin < mixed.size(); begin += 7) check(text.substr(begin, size));
  }
  EXPECT_GT(accepted_, 100);
  EXPECT_GT(refused_, 100);
}

// Each piece at each offset of three words, in texts that end in the middle of it too.
TEST_F(JsonQuotes, WithWhatIsSpecialAtEveryOffset) {
  std::vector<std::string> pieces = {"\\\"",
                                     "\\\\",
                                     "\\u0041",
                                     "\\u00e9\"",
                                     "\\ud83d\\ude00",
                                     "\\ud83d\\ude00\"\\\"",
                                     "\\ud83d",
                                     "\\ud83d\\n",
                                     "\\ud83d\\u0041",
                                     "\\ude00",
                                     "\\x",
                                     "\\u00g0",
                                     "\\u00",
                                     "\\",
                                     "\"",
                                     "\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"",
                                     "\xc2\x80",
                                     "\xc3\xa9\"",
                                     "\xe2\x82\xac\\\"",
                                     "\xf0\x9f\x98\x80",
                                     "\xf4\x8f\xbf\xbf",
                                     "\x80",
                                     "\xbf",
                                     "\xc0\xaf",
                                     "\xc1\xbf",
                                     "\xc3",
                                     "\xe0\x9f\xbf",
                                     "\xe2\x82",
                                     "\xed\xa0\x80",
                                     "\xf0\x8f\xbf\xbf",
                                     "\xf0\x9f\x98",
                                     "\xf4\x90\x80\x80",
                                     "\xf5\x80\x80\x80",
                                     "\xff",
                                     "\x7f",
                                     std::string(1, '\0')};
  for (char control = 1; control < 0x20; ++control) pieces.emplace_back(1, control);
  for (const std::string& piece : pieces) {
    for (std::size_t offset = 0; offset <= 194; ++offset) {
      const std::string head = std::string(offset / 2, '"') + std::string(offset - offset / 2, 'a');
      check(head + piece);
      check(head + piece + "\"" + std::string(130 - offset % 70, 'b') + "\"");
      if (piece.size() > 1) check(head + piece.substr(0, piece.size() - 1) + "\"");
    }
  }
}

// An odd one escapes the quote behind it, wherever the words begin.
TEST_F(JsonQuotes, BehindRunsOfBackslashes) {
  for (std::size_t offset = 0; offset <= 70; ++offset) {
    for (std::size_t size = 0; size <= 140; ++size) {
      check(std::string(offset, '"') + std::string(size, '\\') + "\"\"x\"");
    }
  }
}

TEST_F(JsonQuotes, BehindLongRunsOfOtherCharacters) {
  for (const std::string_view character : {"\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80"}) {
    std::string run;
    for (std::size_t count = 0; count < 110; ++count, run += character) {
      for (const std::size_t offset : {0U, 1U, 30U, 61U, 62U, 63U, 64U}) {
        const std::string head = std::string(offset, '"') + run;
        check(head + "\"\\\"\"");
        check(head + "\xa9\"");
      }
    }
  }
}

TEST_F(JsonQuotes, WhereTheyStandDense) {
  for (std::size_t size = 0; size < 300; ++size) check(std::string(size, '"'));
  for (const std::size_t size : {65534U, 65535U}) check(std::string(size, '"'));
  for (std::size_t count = 1; count <= 64; ++count) {
    for (const std::size_t step : {1U, 3U, 7U, 63U}) {
      std::string text(192, 'x');
      for (std::size_t i = 0; i < count; ++i) text[(64 + i * step) % text.size()] = '"';
      check(text);
    }
  }
}

TEST_F(JsonQuotes, InTextsOfTheLargestSizes) {
  for (const std::size_t size : {65534U, 65535U, 65536U, 65537U, 100000U}) {
    std::string text(size, 'x');
    check(text);
    text.front() = text.back() = text[size - 2] = text[size / 2] = '"';
    check(text);
    text[size - 65] = '\\';
    text[size - 64] = '"';
    check(text);
    text[size - 3] = '\n';
    check(text);
  }
}

#if defined(__x86_64__)
TEST(QuotesFunction, IsTheFastestThatTheMachineHas) {
  EXPECT_EQ(runtime::quotes_function({true, true}), runtime::find_quotes_avx512);
  EXPECT_EQ(runtime::quotes_function({false, true}), runtime::find_quotes_avx512);
  EXPECT_EQ(runtime::quotes_function({true, false}), runtime::find_quotes_avx2);
  EXPECT_EQ(runtime::quotes_function({false, false}), runtime::find_quotes);
}
#endif

TEST_F(JsonQuotes, InTextsThatAreJustTooLong) {
  const std::string text(Quotes::max_bytes + 1, 'x');
  for (const Kernel& kernel : kernels_) {
    EXPECT_TRUE(kernel.find(text.data(), Quotes::max_bytes, *quotes_)) << kernel.name;
    EXPECT_EQ(quotes_->size, Quotes::max_bytes);
    EXPECT_FALSE(kernel.find(text.data(), Quotes::max_bytes + 1, *quotes_)) << kernel.name;
  }
}

TEST_F(JsonQuotes, InMadeUpTexts) {
  constexpr std::string_view pieces[] = {"\"",         "\"",       "\"",      "\\\"",
                                         "\\\\",       "\\n",      "{",       "a",
                                         "0123456789", "\xc3\xa9", "\\u0022", "\xe2\x82\xac",
                                         " ",          ":",        "\\u00e9", "\\uDBFF\\uDFFF"};
  constexpr std::string_view wrong[] = {"\\", "\x01", "\x80", "\xe2\x82", "\\ud800", "\\u12"};
  std::mt19937 random(20250711);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  for (int round = 0; round < 6000; ++round) {
    std::string text;
    for (std::size_t left = below(120); left > 0; --left) text += pieces[below(std::size(pieces))];
    if (below(4) == 0) text.insert(below(text.size() + 1), wrong[below(std::size(wrong))]);
    check(text);
  }
  EXPECT_GT(accepted_, 3000);
  EXPECT_GT(refused_, 500);
}

}  // namespace
}  // namespace lintel::test
