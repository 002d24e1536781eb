// SPDX-License-Identifier: Apache-2.0
// The runtime's functions on text against those of the reference, on random texts.
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/text.h"
#include "tests/support/json_text.h"
#include "tests/support/program_generator.h"
#include "tests/support/reference_text.h"

namespace lintel::differential {
namespace {

constexpr int texts = 200'000;

const std::vector<std::string_view> address_parts = {"a", "B", "@",      "@",      "\"",     "\\",
                                                     " ", ".", "\u00e9", "\u00a0", "\u0085", "\t"};
const std::vector<std::string_view> number_parts = {
    "-", "+", "0", "1", "9", "8", "922337203685477580", "7", " ", "x"};
const std::vector<std::string_view> other_parts = {
    "a", "Z",  " ",      "\n",     "\r",     "\r\n",   "<",          ">",    "&",   "\"",
    "'", "\\", "\u00a0", "\u3000", "\u1680", "\u200b", "\U0001F600", "\x7f", "\x01"};

std::string random_text(generator::Dice& dice, const std::vector<std::string_view>& parts) {
  std::string text;
  for (std::size_t i = dice.below(9); i > 0; --i) text += dice.pick(parts);
  return text;
}

std::string written(std::size_t (*write)(std::string_view, char*), std::string_view text) {
  std::string out(write(text, nullptr), '\0');
  EXPECT_EQ(write(text, out.data()), out.size());
  return out;
}

TEST(Texts, AddressesHaveTheSameParts) {
  generator::Dice dice(1);
  int found = 0;
  for (int i = 0; i < texts; ++i) {
    const std::string text = random_text(dice, address_parts);
    const auto ours = runtime::parse_address(text);
    const auto expected = reference::parse_address(text);
    ASSERT_EQ(ours.has_value(), expected.has_value()) << text;
    if (!ours) continue;
    ++found;
    ASSERT_EQ(ours->local, expected->local) << text;
    ASSERT_EQ(reference::lower_ascii(ours->domain), expected->domain) << text;
  }
  EXPECT_GT(found, texts / 100);
}

TEST(Texts, IntegersAreTheSame) {
  generator::Dice dice(2);
  int found = 0;
  for (int i = 0; i < texts; ++i) {
    const std::string text = random_text(dice, number_parts);
    const auto expected = reference::parse_integer(text);
    ASSERT_EQ(runtime::parse_integer(text), expected) << text;
    found += expected.has_value();
  }
  EXPECT_GT(found, texts / 100);
}

TEST(Texts, FunctionsGiveTheSame) {
  generator::Dice dice(3);
  for (int i = 0; i < texts; ++i) {
    const std::string text = random_text(dice, other_parts);
    ASSERT_EQ(runtime::trim(text), reference::trim(text)) << text;
    ASSERT_EQ(static_cast<std::size_t>(runtime::count_code_points(text)),
              reference::code_points(text).size());
    ASSERT_EQ(written(runtime::escape_html, text), reference::escape_html(text));
    ASSERT_EQ(written(runtime::single_line, text), reference::single_line(text));
    ASSERT_EQ('"' + written(runtime::escape_json, text) + '"', reference::json_string(text));
  }
}

}  // namespace
}  // namespace lintel::differential
