// SPDX-License-Identifier: Apache-2.0
// The runtime's library functions against those of the reference, on random texts and numbers.
#include <bit>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/bracket_list.h"
#include "runtime/encodings.h"
#include "runtime/number_text.h"
#include "runtime/strings.h"
#include "runtime/time.h"
#include "tests/support/program_generator.h"
#include "tests/support/reference_library.h"

namespace lintel::differential {
namespace {

using generator::Dice;
using runtime::Time;

constexpr int rounds = 20'000;

using Parts = std::vector<std::string_view>;

std::string random_text(Dice& dice, const Parts& parts, std::size_t most = 9) {
  std::string text;
  for (std::size_t i = dice.below(most); i > 0; --i) text += dice.pick(parts);
  return text;
}

std::string written(std::size_t (*write)(std::string_view, char*), std::string_view text) {
  std::string out(write(text, nullptr), '\0');
  EXPECT_EQ(write(text, out.data()), out.size());
  return out;
}

using Decode = std::optional<std::string_view> (*)(std::string_view, char*);

std::optional<std::string> decoded(Decode decode, std::string_view text) {
  std::string out(text.size(), '\0');
  const auto result = decode(text, out.data());
  if (!result) return std::nullopt;
  return std::string(*result);
}

template <typename Pieces>
std::vector<std::string> all_of(Pieces pieces) {
  std::vector<std::string> result;
  for (std::string_view piece; pieces.next(piece);) result.emplace_back(piece);
  return result;
}

TEST(Library, TextsAreTheSame) {
  static const Parts parts = {"a", "b", "\u00e9", "\uc601", "\U0001F600", ", ", "[", "]"};
  Dice dice(1);
  for (int i = 0; i < rounds; ++i) {
    const std::string text = random_text(dice, parts);
    const std::string part = random_text(dice, parts, 4);
    const std::string other = random_text(dice, parts, 4);
    const std::int64_t a = static_cast<std::int64_t>(dice.below(12)) - 2;
    const std::int64_t b = static_cast<std::int64_t>(dice.below(12)) - 2;
    ASSERT_EQ(runtime::char_at(text, a), reference::char_at(text, a));
    ASSERT_EQ(runtime::index_of(text, part, a), reference::index_of(text, part, a));
    ASSERT_EQ(runtime::last_index_of(text, part),
              reference::last_index_of(text, part, std::nullopt));
    ASSERT_EQ(runtime::last_index_of(text, part, a), reference::last_index_of(text, part, a));
    ASSERT_EQ(runtime::substring(text, a), reference::substring(text, a, std::nullopt));
    ASSERT_EQ(runtime::substring(text, a, b), reference::substring(text, a, b));
    std::string replaced(runtime::replace(text, part, other, a, nullptr), '\0');
    runtime::replace(text, part, other, a, replaced.data());
    ASSERT_EQ(replaced, reference::replace(text, part, other, a)) << text << " " << part;
    ASSERT_EQ(all_of(runtime::Split(text, part, a)), reference::split(text, part, a));
    ASSERT_EQ(all_of(runtime::BracketList(text)), reference::bracket_list(text)) << text;
    ASSERT_EQ(written(runtime::reverse, text), reference::reverse(text));
    ASSERT_EQ(written(runtime::base64_encode, text),
              reference::base64_encode(text, reference::Base64::standard));
    ASSERT_EQ(written(runtime::base64_url_encode, text),
              reference::base64_encode(text, reference::Base64::url));
    ASSERT_EQ(written(runtime::url_encode, text), reference::url_encode(text));
  }
}

TEST(Library, TextsAreDecodedTheSame) {
  static const Parts parts = {"Zm9v", "w6k", "YQ", "w", "+", "/", "-", "_", "=", "\r\n"};
  static const Parts url_parts = {"a",   "+", "%",      "%41",      "%c3%A9",
                                  "%ff", "2", "\u00e9", "%e2%82%ac"};
  Dice dice(2);
  int found = 0;
  for (int i = 0; i < rounds; ++i) {
    const std::string text = random_text(dice, parts, 5);
    const auto expected = reference::base64_decode(text, reference::Base64::standard);
    ASSERT_EQ(decoded(runtime::base64_decode, text), expected) << text;
    ASSERT_EQ(decoded(runtime::base64_url_decode, text),
              reference::base64_decode(text, reference::Base64::url));
    found += expected.has_value();
    const std::string url = random_text(dice, url_parts, 6);
    ASSERT_EQ(decoded(runtime::url_decode, url), reference::url_decode(url, false)) << url;
    ASSERT_EQ(decoded(runtime::form_decode, url), reference::url_decode(url, true)) << url;
  }
  EXPECT_GT(found, rounds / 100);
}

std::uint64_t random_bits(Dice& dice) {
  return std::uint64_t{dice.below(1U << 31)} << 33 | std::uint64_t{dice.below(1U << 31)} << 11 |
         dice.below(1U << 11);
}

TEST(Library, NumbersAreTheSame) {
  static const Parts parts = {"-", "+", ".", "e", "E", "0", "1", "9", "17", "300", "inf", "NaN"};
  Dice dice(3);
  for (int i = 0; i < rounds; ++i) {
    const auto number = std::bit_cast<double>(random_bits(dice));
    char buffer[runtime::max_number_characters];
    ASSERT_EQ(runtime::write_number(number, buffer), reference::number_text(number));
    ASSERT_EQ(runtime::to_integer(number), reference::to_integer(number));
    if (std::isnormal(number)) {
      const int exponent = static_cast<int>(dice.below(140)) - std::ilogb(number);
      const double near = std::ldexp(number, exponent);
      ASSERT_EQ(runtime::write_number(near, buffer), reference::number_text(near));
      ASSERT_EQ(runtime::to_integer(near), reference::to_integer(near));
    }
    const std::string text = random_text(dice, parts, 7);
    const auto ours = runtime::parse_number(text);
    const auto expected = reference::parse_number(text);
    ASSERT_EQ(ours.has_value(), expected.has_value()) << text;
    if (!ours || (std::isnan(*ours) && std::isnan(*expected))) continue;
    ASSERT_EQ(std::bit_cast<std::uint64_t>(*ours), std::bit_cast<std::uint64_t>(*expected)) << text;
  }
}

reference::Nanoseconds count(const Time& time) {
  return reference::Nanoseconds{time.seconds} * 1'000'000'000 + time.nanoseconds;
}

std::optional<reference::Nanoseconds> count(const std::optional<Time>& time) {
  if (!time) return std::nullopt;
  return count(*time);
}

TEST(Library, TimesAreTheSame) {
  static const Parts years = {"0000", "0001", "1899", "1970", "2000", "2009", "9999", "10000"};
  static const Parts months = {"00", "01", "02", "04", "12", "13", "1"};
  static const Parts days = {"00", "01", "28", "29", "30", "31", "32"};
  static const Parts hours = {"00", "12", "23", "24", "x"};
  static const Parts minutes = {"00", "59", "60"};
  static const Parts fractions = {"", "", ".", ".5", ".000000001", ".9999999999"};
  static const Parts zones = {"Z", "Z", "+00:00", "-09:30", "+14:00", "+23:59", "+24:00", "02:00"};
  static const std::pair<std::string_view, runtime::TimePart> parts[] = {
      {"getFullYear", runtime::TimePart::full_year},
      {"getMonth", runtime::TimePart::month},
      {"getDate", runtime::TimePart::date},
      {"getDayOfMonth", runtime::TimePart::day_of_month},
      {"getDayOfWeek", runtime::TimePart::day_of_week},
      {"getDayOfYear", runtime::TimePart::day_of_year},
      {"getHours", runtime::TimePart::hours},
      {"getMinutes", runtime::TimePart::minutes},
      {"getSeconds", runtime::TimePart::seconds},
      {"getMilliseconds", runtime::TimePart::milliseconds}};
  Dice dice(4);
  int found = 0;
  for (int i = 0; i < rounds; ++i) {
    std::string text(dice.pick(years));
    for (const auto& [before, all] : {std::pair{"-", &months},
                                      {"-", &days},
                                      {"T", &hours},
                                      {":", &minutes},
                                      {":", &minutes},
                                      {"", &fractions}})
      text += std::string(before) + std::string(dice.pick(*all));
    text += dice.pick(zones);
    const auto ours = runtime::parse_timestamp(text);
    ASSERT_TRUE(count(ours) == reference::parse_timestamp(text)) << text;
    if (!ours) continue;
    ++found;
    char buffer[runtime::max_timestamp_characters];
    ASSERT_EQ(runtime::write_timestamp(*ours, buffer), reference::timestamp_text(count(*ours)));
    const std::string_view zone = dice.pick(zones);
    const auto offset = runtime::parse_zone(zone);
    ASSERT_EQ(offset.has_value(), reference::zone_seconds(zone).has_value()) << zone;
    ASSERT_EQ(offset.value_or(0), reference::zone_seconds(zone).value_or(0)) << zone;
    for (const auto& [name, part] : parts)
      ASSERT_EQ(runtime::timestamp_part(*ours, part, offset.value_or(0)),
                reference::timestamp_part(name, count(*ours), offset.value_or(0)))
          << name << " " << text;
  }
  EXPECT_GT(found, rounds / 100);
}

TEST(Library, DurationsAreTheSame) {
  static const Parts texts = {"-", "+", ".",  "0",       "1",       "9",  "59", "2562047",     "h",
                              "m", "s", "ms", "\u00b5s", "\u03bcs", "us", "ns", "16.854775808"};
  Dice dice(5);
  int found = 0;
  Time last;
  for (int i = 0; i < rounds; ++i) {
    const std::string text = random_text(dice, texts, 8);
    const auto ours = runtime::parse_duration(text);
    ASSERT_TRUE(count(ours) == reference::parse_duration(text)) << text;
    if (!ours) continue;
    ++found;
    char buffer[runtime::max_duration_characters];
    ASSERT_EQ(runtime::write_duration(*ours, buffer), reference::duration_text(count(*ours)));
    const auto sum = runtime::add_durations(*ours, last);
    ASSERT_TRUE(count(sum) == reference::as_duration(count(*ours) + count(last)));
    ASSERT_EQ(runtime::duration_part(*ours, runtime::TimePart::hours),
              reference::duration_part("getHours", count(*ours)));
    ASSERT_EQ(runtime::duration_part(*ours, runtime::TimePart::milliseconds),
              reference::duration_part("getMilliseconds", count(*ours)));
    last = *ours;
  }
  EXPECT_GT(found, rounds / 100);
}

}  // namespace
}  // namespace lintel::differential
