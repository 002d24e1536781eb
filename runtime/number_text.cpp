// SPDX-License-Identifier: Apache-2.0
// The C library rounds exactly in both directions. It gets and gives whole digits with an exponent,
// never a decimal point, because that is what a locale changes.
#include "runtime/number_text.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>

#include "runtime/output.h"
#include "runtime/text.h"

namespace lintel::runtime {
namespace {

// A decimal in parts: 0.DIGITS times ten to the power of `point`.
constexpr int max_digits = std::numeric_limits<double>::max_digits10;  // enough for each double
struct Decimal {
  std::array<char, max_digits> digits;
  int size;
  int point;
};

// The digits are a whole number for strtod().
double value_of(const Decimal& decimal) {
  std::array<char, max_digits + 16> text;
  std::snprintf(text.data(), text.size(), "%.*se%d", decimal.size, decimal.digits.data(),
                decimal.point - decimal.size);
  return std::strtod(text.data(), nullptr);
}

// `value`, positive and finite, rounded to `size` digits.
Decimal rounded(double value, int size) {
  std::array<char, max_digits + 16> text;
  std::snprintf(text.data(), text.size(), "%.*e", size - 1, value);
  Decimal decimal{{}, 0, 0};
  const char* at = text.data();
  for (; *at != 'e'; ++at) {
    const bool is_digit = static_cast<unsigned char>(*at - '0') < 10;  // not the decimal point
    if (is_digit) decimal.digits[static_cast<std::size_t>(decimal.size++)] = *at;
  }
  decimal.point = static_cast<int>(std::strtol(at + 1, nullptr, 10)) + 1;
  return decimal;
}

// The next larger decimal of as many digits, if the last digit leaves room for it.
bool increase(Decimal& decimal) {
  char& last = decimal.digits[static_cast<std::size_t>(decimal.size - 1)];
  if (last == '9') return false;
  ++last;
  return true;
}

Decimal without_zeros_at_end(Decimal decimal) {
  while (decimal.digits[static_cast<std::size_t>(decimal.size - 1)] == '0') --decimal.size;
  return decimal;
}

// The shortest decimal that gives `value`, positive and finite, again. That is a rounding of it;
// but below a power of two the doubles stand closer than above, so there it may be the next one up.
Decimal shortest(double value) {
  // A normal double holds each decimal of so many digits: a shorter one shows as zeros at the end.
  const int first = std::isnormal(value) ? std::numeric_limits<double>::digits10 : 1;
  for (int size = first; size < max_digits; ++size) {
    Decimal decimal = rounded(value, size);
    if (value_of(decimal) == value || (increase(decimal) && value_of(decimal) == value)) {
      return without_zeros_at_end(decimal);
    }
  }
  return without_zeros_at_end(rounded(value, max_digits));
}

void add_zeros(Output& result, int count) {
  for (; count > 0; --count) result.add('0');
}

void add_exponent(Output& result, int exponent) {
  std::array<char, max_integer_digits> buffer;
  result.add('e');
  if (exponent > 0) result.add('+');
  result.add(write_integer(exponent, buffer));
}

void add_decimal(Output& result, const Decimal& decimal) {
  // Where the exponent begins, as in ECMAScript's Number::toString.
  constexpr int max_plain_point = 21;
  constexpr int min_plain_point = -5;
  const std::string_view digits(decimal.digits.data(), static_cast<std::size_t>(decimal.size));
  if (decimal.point < min_plain_point || decimal.point > max_plain_point) {
    result.add(digits.front());
    if (decimal.size > 1) result.add('.');
    result.add({digits.data() + 1, digits.size() - 1});
    add_exponent(result, decimal.point - 1);
  } else if (decimal.point <= 0) {
    result.add("0.");
    add_zeros(result, -decimal.point);
    result.add(digits);
  } else if (decimal.point >= decimal.size) {
    result.add(digits);
    add_zeros(result, decimal.point - decimal.size);
  } else {
    const auto whole = static_cast<std::size_t>(decimal.point);
    result.add({digits.data(), whole});
    result.add('.');
    result.add({digits.data() + whole, digits.size() - whole});
  }
}

// A text that is read from the left.
class Reader {
 public:
  explicit Reader(std::string_view text) : at_(text.data()), end_(at_ + text.size()) {}

  bool at_end() const { return at_ == end_; }
  bool at_digit() const { return at_ != end_ && *at_ >= '0' && *at_ <= '9'; }
  char take() { return *at_++; }
  bool take_if(char c) {
    if (at_ == end_ || ascii_lower(*at_) != c) return false;
    ++at_;
    return true;
  }
  // Whether there is a minus sign.
  bool take_sign() {
    const bool negative = take_if('-');
    if (!negative) take_if('+');
    return negative;
  }
  std::string_view rest() const { return {at_, static_cast<std::size_t>(end_ - at_)}; }

 private:
  const char* at_;
  const char* end_;
};

// The significant digits of a text of any length. The middle between two doubles has at most 767
// digits, so what stands after so many decides only if it is all zeros: it is kept as one digit.
class Significant {
 public:
  void add(char digit, bool in_fraction) {
    if (in_fraction) --exponent_;
    if (size_ == 0 && digit == '0') return;
    if (size_ < max_size) {
      text_[size_++] = digit;
      return;
    }
    ++exponent_;
    if (digit != '0') text_[max_size - 1] = '1';
  }

  // `exponent` is what the text says after its digits.
  double value(std::int64_t exponent) {
    if (size_ == 0) return 0;
    const long long scale = exponent_ + exponent;
    std::snprintf(text_.data() + size_, text_.size() - size_, "e%lld", scale);
    return std::strtod(text_.data(), nullptr);
  }

 private:
  static constexpr std::size_t max_size = 769;

  std::array<char, max_size + 24> text_;
  std::size_t size_ = 0;
  std::int64_t exponent_ = 0;
};

// What follows the e: its sign and digits. A number so far from 1 is 0 or too large, because no
// text of an event has digits enough to make up for it (limits::max_event_bytes).
std::optional<std::int64_t> read_exponent(Reader& reader) {
  constexpr std::int64_t far = 1'000'000'000;
  const bool negative = reader.take_sign();
  if (!reader.at_digit()) return std::nullopt;
  std::int64_t exponent = 0;
  while (reader.at_digit()) {
    exponent = exponent * 10 + (reader.take() - '0');
    if (exponent > far) exponent = far;
  }
  return negative ? -exponent : exponent;
}

// A decimal without its sign.
std::optional<double> read_decimal(Reader reader) {
  Significant digits;
  bool in_fraction = false;
  bool any = false;
  for (;;) {
    if (reader.at_digit()) {
      digits.add(reader.take(), in_fraction);
      any = true;
    } else if (in_fraction || !reader.take_if('.')) {
      break;
    } else {
      in_fraction = true;
    }
  }
  std::optional<std::int64_t> exponent = 0;
  if (any && reader.take_if('e')) exponent = read_exponent(reader);
  if (!any || !exponent || !reader.at_end()) return std::nullopt;
  const double value = digits.value(*exponent);
  if (std::isinf(value)) return std::nullopt;
  return value;
}

}  // namespace

std::string_view write_number(double value, std::span<char, max_number_characters> buffer) {
  Output result(buffer.data());
  if (std::isnan(value)) {
    result.add("NaN");
  } else {
    if (std::signbit(value)) result.add('-');
    if (std::isinf(value)) {
      result.add("Infinity");
    } else if (value == 0) {
      result.add('0');
    } else {
      add_decimal(result, shortest(std::fabs(value)));
    }
  }
  return {buffer.data(), result.size()};
}

std::optional<double> parse_number(std::string_view text) {
  if (equal_ignoring_case(text, "nan")) return std::numeric_limits<double>::quiet_NaN();
  Reader reader(text);
  const bool negative = reader.take_sign();
  std::optional<double> value = read_decimal(reader);
  if (equal_ignoring_case(reader.rest(), "inf") || equal_ignoring_case(reader.rest(), "infinity")) {
    value = std::numeric_limits<double>::infinity();
  }
  if (value && negative) value = -*value;
  return value;
}

std::optional<bool> parse_boolean(std::string_view text) {
  for (const std::string_view yes : {"1", "t", "T", "true", "TRUE", "True"}) {
    if (text == yes) return true;
  }
  for (const std::string_view no : {"0", "f", "F", "false", "FALSE", "False"}) {
    if (text == no) return false;
  }
  return std::nullopt;
}

std::optional<std::int64_t> to_integer(double value) {
  if (!(value > -0x1p63 && value < 0x1p63)) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

std::partial_ordering compare(std::int64_t a, double b) {
  if (std::isnan(b)) return std::partial_ordering::unordered;
  if (b >= 0x1p63) return std::partial_ordering::less;
  if (b < -0x1p63) return std::partial_ordering::greater;
  const auto whole = static_cast<std::int64_t>(b);
  if (a != whole) return a < whole ? std::partial_ordering::less : std::partial_ordering::greater;
  // A whole part has no more digits than the double, so it gives the double back if nothing is cut.
  return 0.0 <=> b - static_cast<double>(whole);
}

}  // namespace lintel::runtime
