// SPDX-License-Identifier: Apache-2.0
// Doubles as texts: the examples of CEL and ECMAScript, and the C++ library as the twin.
#include "runtime/number_text.h"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <charconv>
#include <clocale>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace lintel::test {
namespace {

using runtime::parse_number;

constexpr double infinity = std::numeric_limits<double>::infinity();

std::string written(double value) {
  std::array<char, runtime::max_number_characters> buffer;
  return std::string(runtime::write_number(value, buffer));
}

// The digits, without the point and the exponent.
std::string digits_of(std::string_view number) {
  std::string digits;
  for (const char c : number) {
    if (c == 'e') break;
    if (c >= '0' && c <= '9' && !(digits.empty() && c == '0')) digits += c;
  }
  while (!digits.empty() && digits.back() == '0') digits.pop_back();
  return digits;
}

// The least and largest, the powers of two and ten, what stands beside them, and any bits.
std::vector<double> doubles() {
  std::vector<double> values = {std::numeric_limits<double>::denorm_min(),
                                std::numeric_limits<double>::max()};
  for (int i = -1074; i <= 1023; ++i) values.push_back(std::ldexp(1, i));
  for (int i = -323; i <= 308; ++i) values.push_back(std::pow(10, i));
  for (std::size_t i = values.size(); i > 0; --i) {
    values.push_back(std::nextafter(values[i - 1], 0));
    values.push_back(std::nextafter(values[i - 1], infinity));
  }
  std::mt19937_64 random(1);
  for (int i = 0; i < 20'000; ++i) {
    values.push_back(std::bit_cast<double>(random()));
    values.push_back(static_cast<double>(random() % 1'000'000) / 1000);
    values.push_back(std::bit_cast<double>(random() >> 12));  // no normal double
  }
  return values;
}

TEST(WriteNumber, IsTheShortestThatComesBack) {
  for (const double value : doubles()) {
    if (!std::isfinite(value)) continue;
    const std::string text = written(value);
    EXPECT_EQ(std::bit_cast<std::uint64_t>(parse_number(text).value()),
              std::bit_cast<std::uint64_t>(value));
    std::array<char, 32> buffer;
    const auto end =
        std::to_chars(buffer.begin(), buffer.end(), value, std::chars_format::scientific);
    EXPECT_EQ(digits_of(text), digits_of({buffer.data(), end.ptr})) << text;
  }
}

TEST(WriteNumber, WritesLikeJson) {
  EXPECT_EQ(written(0), "0");
  EXPECT_EQ(written(-0.0), "-0");
  EXPECT_EQ(written(1), "1");
  EXPECT_EQ(written(-10), "-10");
  EXPECT_EQ(written(123.456), "123.456");
  EXPECT_EQ(written(-4.5e-3), "-0.0045");
  EXPECT_EQ(written(0.1), "0.1");
  EXPECT_EQ(written(1e6), "1000000");
  EXPECT_EQ(written(6.02214e23), "6.02214e+23");
  EXPECT_EQ(written(1.38e-23), "1.38e-23");
  EXPECT_EQ(written(1e20), "100000000000000000000");
  EXPECT_EQ(written(123456789012345680000.0), "123456789012345680000");
  EXPECT_EQ(written(1e21), "1e+21");
  EXPECT_EQ(written(1e-6), "0.000001");
  EXPECT_EQ(written(1e-7), "1e-7");
  EXPECT_EQ(written(5e-324), "5e-324");
  EXPECT_EQ(written(1.7976931348623157e308), "1.7976931348623157e+308");
  EXPECT_EQ(written(-1.2345678901234567e-6).size(), runtime::max_number_characters);
  EXPECT_EQ(written(9007199254740992), "9007199254740992");
  EXPECT_EQ(written(infinity), "Infinity");
  EXPECT_EQ(written(-infinity), "-Infinity");
  EXPECT_EQ(written(std::nan("")), "NaN");
}

TEST(ParseNumber, ReadsWhatCelReads) {
  const std::pair<const char*, double> cases[] = {
      {"0", 0},
      {"0.0", 0},
      {"123", 123},
      {"123.456", 123.456},
      {"-987.654", -987.654},
      {"6.02214e23", 6.02214e23},
      {"1.38e-23", 1.38e-23},
      {"-84.32e7", -84.32e7},
      {"-5.43e-21", -5.43e-21},
      {"+1", 1},
      {".5", .5},
      {"5.", 5},
      {"1E+2", 100},
      {"00012", 12},
      {"1e-400", 0},
      {"0e999999999999999999999", 0},
  };
  for (const auto& [text, value] : cases) EXPECT_EQ(parse_number(text), value) << text;
  EXPECT_TRUE(std::signbit(parse_number("-0.0").value()));
  EXPECT_TRUE(std::signbit(parse_number("-1e-999999999999999999999").value()));
}

TEST(ParseNumber, ReadsWhatIsNoDecimal) {
  EXPECT_TRUE(std::isnan(parse_number("NaN").value()));
  EXPECT_TRUE(std::isnan(parse_number("nan").value()));
  for (const char* text : {"Infinity", "infinity", "Inf", "+Inf", "INF"}) {
    EXPECT_EQ(parse_number(text), infinity) << text;
    EXPECT_EQ(parse_number("-" + std::string(text + (*text == '+' ? 1 : 0))), -infinity) << text;
  }
}

TEST(ParseNumber, SaysNothingOfOtherTexts) {
  for (const char* text : {"",
                           "-",
                           "+",
                           ".",
                           "-.",
                           "e5",
                           ".e5",
                           "1e",
                           "1e+",
                           "1e-",
                           " 1",
                           "1 ",
                           "1,5",
                           "1_000",
                           "0x10",
                           "1.2.3",
                           "--1",
                           "+-1",
                           "1e1.5",
                           "1f",
                           "nan(1)",
                           "-nan",
                           "+NaN",
                           "in",
                           "infinit",
                           "infinityy",
                           "1e309",
                           "-1e309",
                           "1e999999999999999999999",
                           "\u0661"}) {
    EXPECT_EQ(parse_number(text), std::nullopt) << text;
  }
}

// The exact middle of two doubles, which goes to the even one, with a digit far behind that
// decides.
TEST(ParseNumber, LooksAtEachDigit) {
  std::string middle = "9007199254740993";
  EXPECT_EQ(parse_number(middle), 9007199254740992.0);
  middle += "." + std::string(100'000, '0');
  EXPECT_EQ(parse_number(middle), 9007199254740992.0);
  EXPECT_EQ(parse_number(middle + "1"), 9007199254740994.0);
  const std::string zeros(100'000, '0');
  EXPECT_EQ(parse_number("0." + zeros + "1e100001"), 1);
  EXPECT_EQ(parse_number("1" + zeros + "e-100000"), 1);
  EXPECT_EQ(parse_number("1" + zeros), std::nullopt);
}

TEST(ParseNumber, RoundsLikeItsTwin) {
  std::mt19937_64 random(2);
  for (int i = 0; i < 50'000; ++i) {
    std::string text = std::to_string(random());
    text.insert(random() % text.size(), ".");
    text += "e" + std::to_string(static_cast<int>(random() % 640) - 340);
    double expected = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), expected);
    const std::optional<double> value = parse_number(text);
    if (result.ec == std::errc()) {
      EXPECT_EQ(value, expected) << text;
    } else {
      EXPECT_EQ(value.value_or(0), 0) << text;  // too large, or too small
    }
  }
}

// Every language that is installed; the decimal point of some is a comma.
TEST(NumberText, DoesNotDependOnTheLocale) {
  for (const char* locale : {"de_DE.UTF-8", "fr_FR.UTF-8", "ps_AF.UTF-8", "C"}) {
    if (std::setlocale(LC_ALL, locale) == nullptr) continue;
    EXPECT_EQ(written(1234.5), "1234.5");
    EXPECT_EQ(parse_number("1234.5"), 1234.5);
    EXPECT_EQ(parse_number("1234,5"), std::nullopt);
  }
  std::setlocale(LC_ALL, "C");
}

TEST(ToInteger, CutsTheFraction) {
  EXPECT_EQ(runtime::to_integer(1.9), 1);
  EXPECT_EQ(runtime::to_integer(-7.9), -7);
  EXPECT_EQ(runtime::to_integer(-0.5), 0);
  EXPECT_EQ(runtime::to_integer(36028797018963968.0), 36028797018963968);
  EXPECT_EQ(runtime::to_integer(std::nextafter(0x1p63, 0)), INT64_MAX - 1023);
  EXPECT_EQ(runtime::to_integer(std::nextafter(-0x1p63, 0)), INT64_MIN + 1024);
  for (const double value : {0x1p63, -0x1p63, 1e99, -1e99, infinity, -infinity, std::nan("")}) {
    EXPECT_EQ(runtime::to_integer(value), std::nullopt) << value;
  }
}

// long double holds each of both exactly where it has 64 bits, as on x86.
TEST(Compare, LosesNothing) {
  std::vector<std::int64_t> integers = {0, 1, -1, INT64_MAX, INT64_MIN};
  for (int i = 50; i < 63; ++i) {
    for (const std::int64_t by : {-2, -1, 0, 1, 2}) {
      integers.push_back((std::int64_t{1} << i) + by);
      integers.push_back(-(std::int64_t{1} << i) + by);
    }
  }
  std::vector<double> values = {0.5, -0.5, 0x1p63, -0x1p63, 1e300, -1e300, infinity, -infinity};
  for (const std::int64_t integer : integers) values.push_back(static_cast<double>(integer));
  for (std::size_t i = values.size(); i > 0; --i) {
    values.push_back(std::nextafter(values[i - 1], -infinity));
    values.push_back(std::nextafter(values[i - 1], infinity));
  }
  static_assert(std::numeric_limits<long double>::digits >= 64 ||
                std::numeric_limits<long double>::digits == 53);
  for (const std::int64_t a : integers) {
    EXPECT_EQ(runtime::compare(a, std::nan("")), std::partial_ordering::unordered);
    for (const double b : values) {
      if (std::numeric_limits<long double>::digits < 64) break;
      EXPECT_EQ(runtime::compare(a, b),
                static_cast<long double>(a) <=> static_cast<long double>(b));
    }
  }
  EXPECT_EQ(runtime::compare(INT64_MAX, 0x1p63), std::partial_ordering::less);
  EXPECT_EQ(runtime::compare(INT64_MIN, -0x1p63), std::partial_ordering::equivalent);
}

}  // namespace
}  // namespace lintel::test
