// SPDX-License-Identifier: Apache-2.0
// The library functions of the language, for the reference evaluator: texts as lists of characters,
// numbers by the C++ library, times by its calendar. Nothing: the function has no value.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lintel::reference {

std::optional<std::string> char_at(std::string_view text, std::int64_t position);
std::optional<std::int64_t> index_of(std::string_view text, std::string_view part,
                                     std::int64_t from);
// Without `from`, from the end.
std::optional<std::int64_t> last_index_of(std::string_view text, std::string_view part,
                                          std::optional<std::int64_t> from);
// Without `end`, to the end.
std::optional<std::string> substring(std::string_view text, std::int64_t begin,
                                     std::optional<std::int64_t> end);
std::string replace(std::string_view text, std::string_view part, std::string_view replacement,
                    std::int64_t limit);
std::vector<std::string> split(std::string_view text, std::string_view separator,
                               std::int64_t limit);
std::string reverse(std::string_view text);
std::vector<std::string> bracket_list(std::string_view text);

enum class Base64 { standard, url };
std::string base64_encode(std::string_view text, Base64 alphabet);
std::optional<std::string> base64_decode(std::string_view text, Base64 alphabet);
std::string url_encode(std::string_view text);
std::optional<std::string> url_decode(std::string_view text, bool plus_is_space);

std::string number_text(double value);
std::optional<double> parse_number(std::string_view text);
std::optional<std::int64_t> to_integer(double value);
std::optional<bool> parse_boolean(std::string_view text);

// Nanoseconds, of a timestamp since 1970-01-01T00:00:00Z.
using Nanoseconds = __int128;

std::optional<Nanoseconds> as_timestamp(Nanoseconds value);  // nothing if it is out of range
std::optional<Nanoseconds> as_duration(Nanoseconds value);

std::optional<Nanoseconds> parse_timestamp(std::string_view text);
std::optional<Nanoseconds> parse_duration(std::string_view text);
std::string timestamp_text(Nanoseconds timestamp);
std::string duration_text(Nanoseconds duration);
std::optional<std::int64_t> zone_seconds(std::string_view text);

// What the function `name`, such as getHours, gives.
std::int64_t timestamp_part(std::string_view name, Nanoseconds timestamp, std::int64_t zone);
std::int64_t duration_part(std::string_view name, Nanoseconds duration);

}  // namespace lintel::reference
