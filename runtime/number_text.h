// SPDX-License-Identifier: Apache-2.0
// Doubles: as text and back, and beside integers. Nothing here depends on the locale.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace lintel::runtime {

inline constexpr std::size_t max_number_characters = 25;  // of -0.0000012345678901234567

// The shortest decimal that gives `value` again, in `buffer`: `1`, `123.456`, `-0.0045`, and with
// an exponent from 1e+21 and below 0.000001, as JavaScript and JSON write numbers; but `-0` keeps
// its sign. Or `NaN`, `Infinity`, `-Infinity`, which are no JSON.
std::string_view write_number(double value, std::span<char, max_number_characters> buffer);

// The nearest double to a decimal: a sign or none, digits with at most one point, and an exponent
// or none. Or `NaN`, or `Inf` or `Infinity` with a sign or none, in any case of letters. Nothing
// for every other text, and for a decimal that is too large for a double.
std::optional<double> parse_number(std::string_view text);

// true, false, t, f, 1, 0; also with the first or all letters in upper case.
std::optional<bool> parse_boolean(std::string_view text);

// Without the fraction; nothing for NaN, and unless -2^63 < value < 2^63 (CEL leaves out the ends).
std::optional<std::int64_t> to_integer(double value);

// The order of the exact values; unordered with NaN.
std::partial_ordering compare(std::int64_t a, double b);

}  // namespace lintel::runtime
