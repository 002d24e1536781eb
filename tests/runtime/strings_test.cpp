// SPDX-License-Identifier: Apache-2.0
// The functions on texts, beside twins that work on lists of characters.
#include "runtime/strings.h"

#include <gtest/gtest.h>

#include <ctime>
#include <functional>
#include <string>
#include <vector>

#include "runtime/bracket_list.h"
#include "runtime/limits.h"

namespace lintel::test {
namespace {

using runtime::BracketList;
using runtime::char_at;
using runtime::index_of;
using runtime::last_index_of;
using runtime::no_limit;
using runtime::Split;
using runtime::substring;

using Characters = std::vector<std::string>;

std::string joined(const Characters& characters) {
  std::string text;
  for (const std::string& character : characters) text += character;
  return text;
}

// All texts of up to `size` characters, of one, two and four bytes.
std::vector<Characters> texts_of(std::size_t size) {
  std::vector<Characters> texts = {{}};
  for (std::size_t i = 0; texts[i].size() < size; ++i) {
    for (const char* character : {"a", "\u00e9", "\U0001f600"}) {
      texts.push_back(texts[i]);
      texts.back().emplace_back(character);
    }
  }
  return texts;
}

std::int64_t size_of(const Characters& text) { return static_cast<std::int64_t>(text.size()); }

bool stands_at(const Characters& text, const Characters& part, std::int64_t at) {
  if (at + size_of(part) > size_of(text)) return false;
  return std::equal(part.begin(), part.end(), text.begin() + at);
}

Characters cut(const Characters& text, std::int64_t begin, std::int64_t end) {
  return {text.begin() + begin, text.begin() + end};
}

std::string replaced(std::string_view text, std::string_view part, std::string_view replacement,
                     std::int64_t limit = no_limit) {
  std::string result(runtime::replace(text, part, replacement, limit, nullptr), '?');
  EXPECT_EQ(runtime::replace(text, part, replacement, limit, result.data()), result.size());
  return result;
}

Characters pieces(std::string_view text, std::string_view separator,
                  std::int64_t limit = no_limit) {
  Characters result;
  Split split(text, separator, limit);
  for (std::string_view piece; split.next(piece);) result.emplace_back(piece);
  std::string_view none;
  EXPECT_FALSE(split.next(none));
  return result;
}

Characters values(std::string_view text) {
  Characters result;
  BracketList list(text);
  for (std::string_view value; list.next(value);) result.emplace_back(value);
  return result;
}

TEST(Strings, CutAtPositions) {
  for (const Characters& text : texts_of(4)) {
    const std::string bytes = joined(text);
    const std::int64_t size = size_of(text);
    for (std::int64_t begin = -2; begin <= size + 2; ++begin) {
      const bool inside = begin >= 0 && begin <= size;
      const auto character = char_at(bytes, begin);
      const auto rest = substring(bytes, begin);
      ASSERT_EQ(character.has_value(), inside);
      ASSERT_EQ(rest.has_value(), inside);
      if (inside) {
        EXPECT_EQ(*character, begin == size ? "" : text[static_cast<std::size_t>(begin)]);
        EXPECT_EQ(*rest, joined(cut(text, begin, size)));
      }
      for (std::int64_t end = -2; end <= size + 2; ++end) {
        const auto part = substring(bytes, begin, end);
        ASSERT_EQ(part.has_value(), inside && begin <= end && end <= size);
        if (part) {
          EXPECT_EQ(*part, joined(cut(text, begin, end)));
        }
      }
    }
  }
}

TEST(Strings, FarPositionsLieOutside) {
  EXPECT_EQ(char_at("ab", INT64_MAX), std::nullopt);
  EXPECT_EQ(char_at("ab", INT64_MIN), std::nullopt);
  EXPECT_EQ(substring("ab", INT64_MIN, INT64_MAX), std::nullopt);
  EXPECT_EQ(substring("ab", 0, INT64_MAX), std::nullopt);
  EXPECT_EQ(index_of("ab", "a", INT64_MAX), std::nullopt);
  EXPECT_EQ(last_index_of("ab", "a", INT64_MAX), std::nullopt);
}

TEST(Strings, FindsAPart) {
  const std::vector<Characters> parts = texts_of(3);
  for (const Characters& text : texts_of(4)) {
    const std::string bytes = joined(text);
    const std::int64_t size = size_of(text);
    for (const Characters& part : parts) {
      const std::string part_bytes = joined(part);
      for (std::int64_t from = -1; from <= size + 1; ++from) {
        const bool inside = from >= 0 && from <= size;
        std::int64_t first = -1;
        std::int64_t last = -1;
        for (std::int64_t at = size; at >= from && at >= 0; --at) {
          if (stands_at(text, part, at)) first = at;
        }
        for (std::int64_t at = 0; at <= from && at <= size; ++at) {
          if (stands_at(text, part, at)) last = at;
        }
        EXPECT_EQ(index_of(bytes, part_bytes, from), inside ? std::optional(first) : std::nullopt);
        EXPECT_EQ(last_index_of(bytes, part_bytes, from),
                  inside ? std::optional(last) : std::nullopt);
        if (from == 0) {
          EXPECT_EQ(index_of(bytes, part_bytes), first);
        }
        if (from == size) {
          EXPECT_EQ(last_index_of(bytes, part_bytes), last);
        }
      }
    }
  }
}

TEST(Strings, Reverses) {
  for (const Characters& text : texts_of(5)) {
    const std::string bytes = joined(text);
    std::string result(runtime::reverse(bytes, nullptr), '?');
    EXPECT_EQ(runtime::reverse(bytes, result.data()), bytes.size());
    EXPECT_EQ(result, joined({text.rbegin(), text.rend()}));
  }
}

// The positions, from the left, at which `part` is replaced.
std::vector<std::int64_t> places(const Characters& text, const Characters& part,
                                 std::int64_t limit) {
  std::vector<std::int64_t> result;
  for (std::int64_t at = 0; at <= size_of(text);) {
    const bool fits = limit < 0 || static_cast<std::int64_t>(result.size()) < limit;
    const bool found = fits && stands_at(text, part, at);
    if (found) result.push_back(at);
    at += found && !part.empty() ? size_of(part) : 1;
  }
  return result;
}

TEST(Strings, Replaces) {
  const std::vector<Characters> parts = texts_of(2);
  for (const Characters& text : texts_of(4)) {
    for (const Characters& part : parts) {
      for (std::int64_t limit = -2; limit <= 5; ++limit) {
        std::string expected;
        std::int64_t done = 0;
        for (const std::int64_t place : places(text, part, limit)) {
          expected += joined(cut(text, done, place)) + "<>";
          done = place + size_of(part);
        }
        expected += joined(cut(text, done, size_of(text)));
        EXPECT_EQ(replaced(joined(text), joined(part), "<>", limit), expected);
      }
    }
  }
}

TEST(Strings, ReplacesAsCelSays) {
  EXPECT_EQ(replaced("hello hello", "he", "we"), "wello wello");
  EXPECT_EQ(replaced("hello hello", "he", "we", -1), "wello wello");
  EXPECT_EQ(replaced("hello hello", "he", "we", 1), "wello hello");
  EXPECT_EQ(replaced("hello hello", "he", "we", 0), "hello hello");
  EXPECT_EQ(replaced("12 days 12 hours", "{0}", "2"), "12 days 12 hours");
  EXPECT_EQ(replaced("1 \u00a9\u03b1T taco", "\u03b1T", "o\u00a9\u03b1"),
            "1 \u00a9o\u00a9\u03b1 taco");
  EXPECT_EQ(replaced("ab", "", "_"), "_a_b_");
  EXPECT_EQ(replaced("", "", "_"), "_");
  EXPECT_EQ(replaced("abab", "ab", ""), "");
}

TEST(Strings, SaysWhenAReplacedTextHasNoSize) {
  const std::string text(64, 'a');
  const std::string_view large(text.data(), SIZE_MAX / 32);  // its size alone is looked at
  EXPECT_EQ(runtime::replace(text, "a", large, no_limit, nullptr), SIZE_MAX);
}

TEST(Strings, Splits) {
  const std::vector<Characters> separators = texts_of(2);
  for (const Characters& text : texts_of(4)) {
    for (const Characters& separator : separators) {
      for (std::int64_t limit = -1; limit <= 5; ++limit) {
        Characters expected;
        std::int64_t begin = 0;
        if (separator.empty()) {
          expected = text;
        } else {
          for (const std::int64_t place : places(text, separator, no_limit)) {
            expected.push_back(joined(cut(text, begin, place)));
            begin = place + size_of(separator);
          }
          expected.push_back(joined(cut(text, begin, size_of(text))));
        }
        // The last piece that the limit leaves takes up the others and what separates them.
        while (limit > 0 && size_of(expected) > limit) {
          const std::string last = expected.back();
          expected.pop_back();
          expected.back() += joined(separator) + last;
        }
        if (limit == 0) expected.clear();
        EXPECT_EQ(pieces(joined(text), joined(separator), limit), expected);
      }
    }
  }
}

TEST(Strings, SplitsAsCelSays) {
  EXPECT_EQ(pieces("hello hello hello", " "), (Characters{"hello", "hello", "hello"}));
  EXPECT_EQ(pieces("hello hello hello", " ", 0), Characters{});
  EXPECT_EQ(pieces("hello hello hello", " ", 1), Characters{"hello hello hello"});
  EXPECT_EQ(pieces("hello hello hello", " ", 2), (Characters{"hello", "hello hello"}));
  EXPECT_EQ(pieces("o\u00a9o\u00a9o", "\u00a9", -1), (Characters{"o", "o", "o"}));
  EXPECT_EQ(pieces("", ","), Characters{""});
  EXPECT_EQ(pieces("", ""), Characters{});
  EXPECT_EQ(pieces("abc", "", 2), (Characters{"a", "bc"}));
}

// The longest texts of an event, made so that a plain search compares them at each place.
TEST(Strings, TakeLittleTime) {
  const std::string text(limits::max_event_bytes / 2, 'a');
  const std::string part = text.substr(text.size() / 2) + "b";
  const std::string front = "b" + text.substr(text.size() / 2);
  const std::function<void()> runs[] = {
      [&] { EXPECT_EQ(index_of(text, part), -1); },
      [&] { EXPECT_EQ(last_index_of(text, part), -1); },
      [&] { EXPECT_EQ(last_index_of(text, front), -1); },
      [&] { EXPECT_EQ(last_index_of(text, text.substr(text.size() / 2)), text.size() / 2); },
      [&] { EXPECT_EQ(runtime::replace(text, part, "", no_limit, nullptr), text.size()); },
      [&] { EXPECT_EQ(runtime::replace(text, "", "xy", no_limit, nullptr), 3 * text.size() + 2); },
  };
  for (const auto& run : runs) {
    const std::clock_t begin = std::clock();
    run();
    EXPECT_LT(std::clock() - begin, 4 * CLOCKS_PER_SEC);
  }
}

TEST(BracketList, HasTheValuesOfASamlAttribute) {
  EXPECT_EQ(values("[a, b]"), (Characters{"a", "b"}));
  EXPECT_EQ(values("[a]"), Characters{"a"});
  EXPECT_EQ(values("a"), Characters{"a"});
  EXPECT_EQ(values("a, b"), Characters{"a, b"});
  EXPECT_EQ(values("[]"), Characters{});
  EXPECT_EQ(values(""), Characters{});
  EXPECT_EQ(values("["), Characters{"["});
  EXPECT_EQ(values("[a, b"), Characters{"[a, b"});
  EXPECT_EQ(values("a]"), Characters{"a]"});
  EXPECT_EQ(values("[, ]"), (Characters{"", ""}));
  EXPECT_EQ(values("[[a], b]"), (Characters{"[a]", "b"}));
  EXPECT_EQ(values("[CN=a,OU=b, CN=c,OU=d]"), (Characters{"CN=a,OU=b", "CN=c,OU=d"}));
}

}  // namespace
}  // namespace lintel::test
