// SPDX-License-Identifier: Apache-2.0
// Numbers and times as texts, letter by letter: nothing is read behind their ends, and no character
// beside the digits is one.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "runtime/constant_time.h"
#include "runtime/fault_text.h"
#include "runtime/number_text.h"
#include "runtime/output.h"
#include "runtime/random_text.h"
#include "runtime/time.h"
#include "tests/runtime/fence.h"
#include "tests/runtime/shown.h"

namespace lintel::test {
namespace {

using runtime::parse_duration;
using runtime::parse_number;
using runtime::parse_timestamp;
using runtime::parse_zone;

std::string written(double value) {
  std::array<char, runtime::max_number_characters> buffer;
  return std::string(runtime::write_number(value, buffer));
}

// Every beginning of texts that say something, up to the end of what may be read.
TEST(TextEnds, AreWhereReadingEnds) {
  for (const std::string_view whole :
       {"-12.50e+07", "1e5", "+.5", "-Infinity", "nan", "2009-02-13T23:31:30.25Z",
        "2009-02-13T23:31:30-09:30", "-1h30m1.5s20ms3us4ns", "+14:59", "-09:30", "UTC"}) {
    for (std::size_t size = 0; size <= whole.size(); ++size) {
      const FencedCopy text(whole.substr(0, size));
      // A copy in a string has a zero behind it, which ends each of them.
      const std::string other(text.text());
      EXPECT_EQ(std::isnan(parse_number(text.text()).value_or(0)),
                std::isnan(parse_number(other).value_or(0)));
      if (!std::isnan(parse_number(other).value_or(0))) {
        EXPECT_EQ(parse_number(text.text()), parse_number(other));
      }
      EXPECT_EQ(parse_timestamp(text.text()), parse_timestamp(other)) << other;
      EXPECT_EQ(parse_duration(text.text()), parse_duration(other)) << other;
      EXPECT_EQ(parse_zone(text.text()), parse_zone(other)) << other;
    }
  }
}

// Not / and :, which stand beside them, in the place of each digit.
TEST(TextEnds, OnlyDigitsAreDigits) {
  const auto expect_none = [](std::string_view text, auto parse) {
    EXPECT_TRUE(parse(text).has_value()) << text;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] < '0' || text[i] > '9') continue;
      for (const char other : {'/', ':', ' ', 'a'}) {
        std::string changed(text);
        changed[i] = other;
        EXPECT_FALSE(parse(changed).has_value()) << changed;
      }
    }
  };
  expect_none("2009-10-13T13:31:30.25Z", parse_timestamp);
  expect_none("2009-01-11T01:11:10+01:10", parse_timestamp);
  expect_none("12h30m1.5s", parse_duration);
  expect_none("+01:10", parse_zone);
  expect_none("12.5e10", parse_number);
}

TEST(TextEnds, OneSignIsEnough) {
  for (const char* text : {"-+1", "+-1", "++1", "1e-+5", "1e+-5"})
    EXPECT_EQ(parse_number(text), std::nullopt) << text;
  for (const char* text : {"-+02:00", "+-02:00", "++02:00"})
    EXPECT_EQ(parse_zone(text), std::nullopt) << text;
  for (const char* text : {"-+1s", "+-1s", "1s-1s"})
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
  EXPECT_EQ(parse_timestamp("2009-02-13T23:31:30-+01:00"), std::nullopt);
}

// Past 64 bits, also where the low bits of what is said are those of a small number.
TEST(TextEnds, NumbersDoNotWrap) {
  EXPECT_EQ(parse_number("1e18446744073709551616"), std::nullopt);
  EXPECT_EQ(parse_number("1e18446744073709551617"), std::nullopt);
  EXPECT_EQ(parse_number("1e4294967296"), std::nullopt);
  EXPECT_EQ(parse_number("1e-18446744073709551616"), 0);
  EXPECT_EQ(parse_number("1e-4294967296"), 0);
  for (const char* text :
       {"18446744073709551617ns", "18446744073709551616ns", "184467440737095516170ns",
        "9223372036854775808ns", "36893488147419103233s", "9223372036854775807ns1ns"})
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
  EXPECT_TRUE(parse_duration("9223372036854775807ns").has_value());
}

// Powers of two whose shortest decimal is none of their roundings, others and their neighbours.
TEST(NumberTexts, AreTheShortest) {
  const std::pair<int, const char*> powers[] = {
      {-1017, "7.120236347223045e-307"},  {-791, "7.678447687145631e-239"},
      {-489, "6.256509672447191e-148"},   {-140, "7.174648137343064e-43"},
      {-44, "5.684341886080802e-14"},     {89, "6.189700196426902e+26"},
      {172, "5.986310706507379e+51"},     {710, "5.386379163185535e+213"},
      {976, "6.386688990511104e+293"},    {-1074, "5e-324"},
      {-1022, "2.2250738585072014e-308"}, {1023, "8.98846567431158e+307"}};
  for (const auto& [exponent, text] : powers) {
    EXPECT_EQ(written(std::ldexp(1, exponent)), text);
    EXPECT_EQ(parse_number(text), std::ldexp(1, exponent));
  }
  EXPECT_EQ(written(1.5e300), "1.5e+300");
  EXPECT_EQ(written(1e300), "1e+300");
  EXPECT_EQ(written(-2.5e-7), "-2.5e-7");
  EXPECT_EQ(written(0.3), "0.3");
  EXPECT_EQ(written(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(written(1e23), "1e+23");
}

TEST(TextEnds, DurationsInWholeParts) {
  using runtime::TimePart;
  const auto part = [](const char* text, TimePart of) {
    return runtime::duration_part(parse_duration(text).value(), of);
  };
  EXPECT_EQ(part("1h", TimePart::hours), 1);
  EXPECT_EQ(part("3599s", TimePart::hours), 0);
  EXPECT_EQ(part("2562047h", TimePart::hours), 2562047);
  EXPECT_EQ(part("1m", TimePart::minutes), 1);
  EXPECT_EQ(part("153722867m", TimePart::minutes), 153722867);
  EXPECT_EQ(part("1.999s", TimePart::milliseconds), 999);
}

TEST(TextEnds, WhatIsComparedInConstantTimeEndsThere) {
  const std::string_view a("secretX");
  const std::string_view b("secretY");
  EXPECT_TRUE(runtime::equal_in_constant_time(a.substr(0, 6), b.substr(0, 6)));
  EXPECT_FALSE(runtime::equal_in_constant_time(a, b));
  const FencedCopy copy("secret");
  EXPECT_TRUE(runtime::equal_in_constant_time(copy.text(), a.substr(0, 6)));
  EXPECT_TRUE(runtime::equal_in_constant_time({}, {}));
}

TEST(TextEnds, AStringTakesSixTimesItsBytesAtMost) {
  for (const std::string_view text : {"", "\x01", "\x01\x02\x03", "abc", "\"\\"}) {
    runtime::Output counter(nullptr);
    counter.add_string(text);
    EXPECT_LE(counter.size(), runtime::string_bound(text));
  }
  runtime::Output counter(nullptr);
  counter.add_string("\x01\x02\x03");
  EXPECT_EQ(counter.size(), runtime::string_bound("\x01\x02\x03"));
}

// Bytes that are used, after so many fills of bytes that no alphabet uses.
struct LateSource {
  int useless;
  int fills = 0;
};

TEST(RandomText, IsGivenUpAfterSixteenFills) {
  const auto drawn = [](int useless, bool digits) {
    LateSource late{useless};
    const runtime::RandomSource source{[](void* context, std::span<unsigned char> bytes) {
                                         auto& state = *static_cast<LateSource*>(context);
                                         for (unsigned char& byte : bytes)
                                           byte = state.fills < state.useless ? 0xff : 7;
                                         ++state.fills;
                                         return true;
                                       },
                                       &late};
    std::array<char, 4> text{};
    const bool done =
        digits ? runtime::random_digits(source, text) : runtime::random_token(source, text);
    return std::pair(done ? std::string(text.data(), text.size()) : "none", late.fills);
  };
  EXPECT_EQ(drawn(0, true), std::pair(std::string("7777"), 1));
  EXPECT_EQ(drawn(15, true), std::pair(std::string("7777"), 16));
  EXPECT_EQ(drawn(16, true), std::pair(std::string("none"), 16));
  EXPECT_EQ(drawn(15, false), std::pair(std::string("HHHH"), 16));
  EXPECT_EQ(drawn(16, false), std::pair(std::string("none"), 16));
}

// A bracket alone is no list.
TEST(TextEnds, OfListsInBrackets) {
  const auto listed = [](std::string_view text) {
    return shown([&](ImageSketch& s) {
      const Number list = s.reg(Kind::list);
      const Number count = s.reg(Kind::integer);
      const Number first = s.reg(Kind::text);
      s.emit(Opcode::bracket_list, list, s.text(text));
      s.emit(Opcode::size_list, count, list);
      s.show(count, Kind::integer);
      s.emit(Opcode::element, first, list, s.integer(0), static_cast<Number>(Kind::text));
      s.show(first, Kind::text);
    });
  };
  EXPECT_EQ(listed("["), "1|[");
  EXPECT_EQ(listed("]"), "1|]");
  EXPECT_EQ(listed("[]"), "0|absent");
  EXPECT_EQ(listed(""), "0|absent");
  EXPECT_EQ(listed("[[]"), "1|[");
  EXPECT_EQ(listed("[a, b]"), "2|a");
  EXPECT_EQ(listed("a, b"), "1|a, b");
  // Nothing, between two brackets that are not its own.
  EXPECT_EQ(shown([](ImageSketch& s) {
              const Number nothing = s.reg(Kind::text);
              const Number list = s.reg(Kind::list);
              const Number count = s.reg(Kind::integer);
              s.emit(Opcode::substring_to, nothing, s.text("]["), s.integer(1), s.integer(1));
              s.emit(Opcode::bracket_list, list, nothing);
              s.emit(Opcode::size_list, count, list);
              s.show(count, Kind::integer);
            }),
            "0");
}

}  // namespace
}  // namespace lintel::test
