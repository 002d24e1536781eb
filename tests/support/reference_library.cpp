// SPDX-License-Identifier: Apache-2.0
#include "tests/support/reference_library.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>
#include <regex>

#include <nlohmann/json.hpp>

#include "tests/support/json_text.h"
#include "tests/support/reference_text.h"

namespace lintel::reference {
namespace {

using Points = std::vector<char32_t>;

std::string bytes(const Points& points) {
  std::string text;
  for (const char32_t point : points) text += utf8(point);
  return text;
}

std::int64_t size_of(const Points& points) { return static_cast<std::int64_t>(points.size()); }

Points cut(const Points& points, std::int64_t begin, std::int64_t end) {
  return {points.begin() + begin, points.begin() + end};
}

bool stands_at(const Points& text, const Points& part, std::int64_t at) {
  return at + size_of(part) <= size_of(text) && cut(text, at, at + size_of(part)) == part;
}

// Whether bytes are UTF-8, says the JSON library, which does not write others.
bool is_utf8(const std::string& text) {
  try {
    return !nlohmann::json(text).dump().empty();
  } catch (const nlohmann::json::type_error&) {
    return false;
  }
}

std::optional<std::string> if_utf8(std::string text) {
  if (!is_utf8(text)) return std::nullopt;
  return text;
}

constexpr std::string_view alphanumeric =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

std::string alphabet_of(Base64 alphabet) {
  return std::string(alphanumeric) + (alphabet == Base64::standard ? "+/" : "-_");
}

// `value` in binary, with `count` digits.
std::string binary(std::size_t value, int count) {
  std::string digits;
  for (int i = count - 1; i >= 0; --i) digits += (value >> i & 1) != 0 ? '1' : '0';
  return digits;
}

std::size_t from_binary(const std::string& digits) { return std::stoul(digits, nullptr, 2); }

constexpr Nanoseconds second = 1'000'000'000;
constexpr std::int64_t first_second = -62'135'596'800;  // 0001-01-01T00:00:00Z
constexpr std::int64_t last_second = 253'402'300'799;   // 9999-12-31T23:59:59Z

Nanoseconds floor_divide(Nanoseconds value, Nanoseconds by) {
  return (value - ((value % by) + by) % by) / by;
}

std::string padded(std::int64_t value, std::size_t digits) {
  std::string text = std::to_string(value);
  return std::string(text.size() < digits ? digits - text.size() : 0, '0') + text;
}

std::string fraction_text(Nanoseconds nanoseconds) {
  if (nanoseconds == 0) return "";
  std::string text = "." + padded(static_cast<std::int64_t>(nanoseconds), 9);
  while (text.back() == '0') text.pop_back();
  return text;
}

// The first nine digits behind a point.
Nanoseconds fraction_of_second(std::string digits) {
  digits.resize(9, '0');
  return std::stol(digits);
}

std::int64_t number(const std::ssub_match& match) { return std::stol(match.str()); }

// What a part of a duration is: digits, and digits behind a point, in `unit` nanoseconds.
Nanoseconds part_of_duration(const std::string& whole, const std::string& fraction,
                             Nanoseconds unit) {
  constexpr Nanoseconds far = Nanoseconds{1} << 80;
  Nanoseconds value = 0;
  for (const char digit : whole) value = std::min(value * 10 + (digit - '0'), far);
  // The fraction in units of 10^-24 of the unit; what is further behind makes no nanosecond.
  std::string digits = fraction.substr(0, 24);
  Nanoseconds result = std::min(value, far / unit) * unit;
  Nanoseconds rest = unit;
  Nanoseconds sum = 0;
  Nanoseconds scale = 1;
  for (const char digit : digits) {
    sum = sum * 10 + (digit - '0') * rest;
    scale *= 10;
  }
  return result + sum / scale;
}

}  // namespace

std::optional<std::string> char_at(std::string_view text, std::int64_t position) {
  const Points points = code_points(text);
  if (position < 0 || position > size_of(points)) return std::nullopt;
  return bytes(cut(points, position, std::min(position + 1, size_of(points))));
}

std::optional<std::int64_t> index_of(std::string_view text, std::string_view part,
                                     std::int64_t from) {
  const Points points = code_points(text);
  if (from < 0 || from > size_of(points)) return std::nullopt;
  for (std::int64_t at = from; at <= size_of(points); ++at)
    if (stands_at(points, code_points(part), at)) return at;
  return -1;
}

std::optional<std::int64_t> last_index_of(std::string_view text, std::string_view part,
                                          std::optional<std::int64_t> from) {
  const Points points = code_points(text);
  const std::int64_t last = from.value_or(size_of(points));
  if (last < 0 || last > size_of(points)) return std::nullopt;
  for (std::int64_t at = last; at >= 0; --at)
    if (stands_at(points, code_points(part), at)) return at;
  return -1;
}

std::optional<std::string> substring(std::string_view text, std::int64_t begin,
                                     std::optional<std::int64_t> end) {
  const Points points = code_points(text);
  const std::int64_t stop = end.value_or(size_of(points));
  if (begin < 0 || begin > stop || stop > size_of(points)) return std::nullopt;
  return bytes(cut(points, begin, stop));
}

std::string replace(std::string_view text, std::string_view part, std::string_view replacement,
                    std::int64_t limit) {
  const Points points = code_points(text);
  const Points wanted = code_points(part);
  std::string result;
  for (std::int64_t at = 0; at <= size_of(points);) {
    const bool found = limit != 0 && stands_at(points, wanted, at);
    if (found) {
      result += replacement;
      if (limit > 0) --limit;
    }
    if (found && !wanted.empty()) {
      at += size_of(wanted);
    } else {
      if (at < size_of(points)) result += bytes(cut(points, at, at + 1));
      ++at;
    }
  }
  return result;
}

std::vector<std::string> split(std::string_view text, std::string_view separator,
                               std::int64_t limit) {
  std::vector<std::string> pieces;
  if (limit == 0) return pieces;
  const std::string all(text);
  if (separator.empty()) {
    for (const char32_t point : code_points(text)) pieces.push_back(utf8(point));
  } else {
    std::size_t begin = 0;
    for (std::size_t end = 0; (end = all.find(separator, begin)) != std::string::npos;) {
      pieces.push_back(all.substr(begin, end - begin));
      begin = end + separator.size();
    }
    pieces.push_back(all.substr(begin));
  }
  while (limit > 0 && static_cast<std::int64_t>(pieces.size()) > limit) {
    const std::string last = pieces.back();
    pieces.pop_back();
    pieces.back() += std::string(separator) + last;
  }
  return pieces;
}

std::string reverse(std::string_view text) {
  const Points points = code_points(text);
  return bytes({points.rbegin(), points.rend()});
}

std::vector<std::string> bracket_list(std::string_view text) {
  if (text.empty() || text == "[]") return {};
  if (text.size() < 2 || text.front() != '[' || text.back() != ']') return {std::string(text)};
  return split(text.substr(1, text.size() - 2), ", ", -1);
}

std::string base64_encode(std::string_view text, Base64 alphabet) {
  std::string bits;
  for (const char c : text) bits += binary(static_cast<unsigned char>(c), 8);
  while (bits.size() % 6 != 0) bits += '0';
  std::string result;
  for (std::size_t at = 0; at < bits.size(); at += 6)
    result += alphabet_of(alphabet)[from_binary(bits.substr(at, 6))];
  while (alphabet == Base64::standard && result.size() % 4 != 0) result += '=';
  return result;
}

std::optional<std::string> base64_decode(std::string_view text, Base64 alphabet) {
  std::string plain(text);
  std::erase_if(plain, [](char c) { return c == '\r' || c == '\n'; });
  if (plain.ends_with('=') && plain.size() % 4 != 0) return std::nullopt;
  for (int i = 0; i < 2 && plain.ends_with('='); ++i) plain.pop_back();
  if (plain.size() % 4 == 1) return std::nullopt;
  std::string bits;
  for (const char c : plain) {
    const std::size_t value = alphabet_of(alphabet).find(c);
    if (value == std::string::npos) return std::nullopt;
    bits += binary(value, 6);
  }
  std::string result;
  for (std::size_t at = 0; at + 8 <= bits.size(); at += 8)
    result += static_cast<char>(from_binary(bits.substr(at, 8)));
  return if_utf8(result);
}

std::string url_encode(std::string_view text) {
  std::string result;
  for (const char c : text) {
    char escape[4];
    std::snprintf(escape, sizeof escape, "%%%02X", static_cast<unsigned>(c) & 0xFFU);
    const bool kept = alphanumeric.find(c) != std::string_view::npos ||
                      std::string_view("-._~").find(c) != std::string_view::npos;
    result += kept ? std::string(1, c) : escape;
  }
  return result;
}

std::optional<std::string> url_decode(std::string_view text, bool plus_is_space) {
  static const std::regex form("([^%]|%[0-9A-Fa-f]{2})*");
  const std::string all(text);
  if (!std::regex_match(all, form)) return std::nullopt;
  std::string result;
  for (std::size_t at = 0; at < all.size(); ++at) {
    if (all[at] == '%') {
      result += static_cast<char>(std::stoi(all.substr(at + 1, 2), nullptr, 16));
      at += 2;
    } else {
      result += all[at] == '+' && plus_is_space ? ' ' : all[at];
    }
  }
  return if_utf8(result);
}

std::string number_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  if (value == 0) return std::signbit(value) ? "-0" : "0";
  char buffer[64];
  const auto end =
      std::to_chars(buffer, buffer + sizeof buffer, std::fabs(value), std::chars_format::scientific)
          .ptr;
  std::string digits(buffer, end);
  const std::size_t e = digits.find('e');
  const int exponent = std::stoi(digits.substr(e + 1));
  digits.resize(e);
  std::erase(digits, '.');
  const int size = static_cast<int>(digits.size());
  std::string result = value < 0 ? "-" : "";
  if (exponent >= 21 || exponent < -6) {
    result += digits.substr(0, 1) + (size > 1 ? "." + digits.substr(1) : "");
    return result + "e" + (exponent > 0 ? "+" : "") + std::to_string(exponent);
  }
  if (exponent < 0)
    return result + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  if (size <= exponent + 1)
    return result + digits + std::string(static_cast<std::size_t>(exponent + 1 - size), '0');
  return result + digits.insert(static_cast<std::size_t>(exponent) + 1, ".");
}

std::optional<double> parse_number(std::string_view text) {
  const std::string lower = lower_ascii(text);
  if (lower == "nan") return std::numeric_limits<double>::quiet_NaN();
  static const std::regex infinite("([-+]?)inf(inity)?");
  static const std::regex decimal("([-+]?)([0-9]+\\.?[0-9]*|\\.[0-9]+)(e[-+]?[0-9]+)?");
  std::smatch match;
  double value = 0;
  if (std::regex_match(lower, match, infinite)) {
    value = std::numeric_limits<double>::infinity();
  } else if (std::regex_match(lower, match, decimal)) {
    value = std::strtod((match.str(2) + match.str(3)).c_str(), nullptr);
    if (std::isinf(value)) return std::nullopt;
  } else {
    return std::nullopt;
  }
  return match.str(1) == "-" ? -value : value;
}

std::optional<std::int64_t> to_integer(double value) {
  const double limit = std::ldexp(1, 63);
  if (std::isnan(value) || value <= -limit || value >= limit) return std::nullopt;
  return static_cast<std::int64_t>(std::trunc(value));
}

std::optional<bool> parse_boolean(std::string_view text) {
  for (const std::string_view yes : {"1", "t", "T", "true", "TRUE", "True"})
    if (text == yes) return true;
  for (const std::string_view no : {"0", "f", "F", "false", "FALSE", "False"})
    if (text == no) return false;
  return std::nullopt;
}

std::optional<Nanoseconds> as_timestamp(Nanoseconds value) {
  if (value < first_second * second || value >= (last_second + 1) * second) return std::nullopt;
  return value;
}

std::optional<Nanoseconds> as_duration(Nanoseconds value) {
  constexpr Nanoseconds longest = std::numeric_limits<std::int64_t>::max();
  if (value < -longest || value > longest) return std::nullopt;
  return value;
}

std::optional<Nanoseconds> parse_timestamp(std::string_view text) {
  static const std::regex form(
      "(\\d{4})-(\\d\\d)-(\\d\\d)T([01]\\d|2[0-3]):([0-5]\\d):([0-5]\\d)(?:\\.(\\d+))?"
      "(?:Z|([-+])([01]\\d|2[0-3]):([0-5]\\d))");
  const std::string all(text);
  std::smatch match;
  if (!std::regex_match(all, match, form)) return std::nullopt;
  const std::chrono::year_month_day date{
      std::chrono::year(static_cast<int>(number(match[1]))),
      std::chrono::month(static_cast<unsigned>(number(match[2]))),
      std::chrono::day(static_cast<unsigned>(number(match[3])))};
  if (!date.ok()) return std::nullopt;
  std::int64_t seconds = std::chrono::sys_days(date).time_since_epoch().count() * 86'400;
  seconds += number(match[4]) * 3600 + number(match[5]) * 60 + number(match[6]);
  if (match[8].matched) {
    const std::int64_t offset = number(match[9]) * 3600 + number(match[10]) * 60;
    seconds -= match.str(8) == "-" ? -offset : offset;
  }
  return as_timestamp(seconds * second + fraction_of_second(match.str(7)));
}

std::optional<Nanoseconds> parse_duration(std::string_view text) {
  static const std::regex form(
      "[-+]?(?:0|(?:(?:\\d+\\.?\\d*|\\.\\d+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+)");
  static const std::regex part("(\\d*)\\.?(\\d*)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)");
  const std::string all(text);
  if (!std::regex_match(all, form)) return std::nullopt;
  Nanoseconds total = 0;
  for (std::sregex_iterator at(all.begin(), all.end(), part), end; at != end; ++at) {
    const std::string unit = at->str(3);
    const Nanoseconds size = unit == "h"    ? 3600 * second
                             : unit == "m"  ? 60 * second
                             : unit == "s"  ? second
                             : unit == "ms" ? second / 1000
                             : unit == "ns" ? Nanoseconds{1}
                                            : second / 1'000'000;
    total += part_of_duration(at->str(1), at->str(2), size);
  }
  return as_duration(all.front() == '-' ? -total : total);
}

std::string timestamp_text(Nanoseconds timestamp) {
  const Nanoseconds seconds = floor_divide(timestamp, second);
  const auto part = [&](const char* name) { return timestamp_part(name, timestamp, 0); };
  return padded(part("getFullYear"), 4) + "-" + padded(part("getMonth") + 1, 2) + "-" +
         padded(part("getDate"), 2) + "T" + padded(part("getHours"), 2) + ":" +
         padded(part("getMinutes"), 2) + ":" + padded(part("getSeconds"), 2) +
         fraction_text(timestamp - seconds * second) + "Z";
}

std::string duration_text(Nanoseconds duration) {
  const Nanoseconds size = duration < 0 ? -duration : duration;
  return (duration < 0 ? "-" : "") + std::to_string(static_cast<std::int64_t>(size / second)) +
         fraction_text(size % second) + "s";
}

std::optional<std::int64_t> zone_seconds(std::string_view text) {
  static const std::regex form("([-+]?)(0\\d|1[0-4]):([0-5]\\d)");
  if (text == "UTC") return 0;
  const std::string all(text);
  std::smatch match;
  if (!std::regex_match(all, match, form)) return std::nullopt;
  const std::int64_t offset = number(match[2]) * 3600 + number(match[3]) * 60;
  return match.str(1) == "-" ? -offset : offset;
}

std::int64_t timestamp_part(std::string_view name, Nanoseconds timestamp, std::int64_t zone) {
  const auto seconds = static_cast<std::int64_t>(floor_divide(timestamp, second)) + zone;
  const auto days = static_cast<std::int64_t>(floor_divide(seconds, 86'400));
  const std::int64_t second_of_day = seconds - days * 86'400;
  const std::chrono::sys_days day{std::chrono::days(days)};
  const std::chrono::year_month_day date(day);
  if (name == "getFullYear") return static_cast<int>(date.year());
  if (name == "getMonth") return static_cast<unsigned>(date.month()) - 1;
  if (name == "getDate") return static_cast<unsigned>(date.day());
  if (name == "getDayOfMonth") return static_cast<unsigned>(date.day()) - 1;
  if (name == "getDayOfWeek") return std::chrono::weekday(day).c_encoding();
  if (name == "getDayOfYear")
    return (day - std::chrono::sys_days(date.year() / std::chrono::January / 1)).count();
  if (name == "getHours") return second_of_day / 3600;
  if (name == "getMinutes") return second_of_day % 3600 / 60;
  if (name == "getSeconds") return second_of_day % 60;
  return static_cast<std::int64_t>((timestamp - floor_divide(timestamp, second) * second) /
                                   1'000'000);
}

std::int64_t duration_part(std::string_view name, Nanoseconds duration) {
  if (name == "getHours") return static_cast<std::int64_t>(duration / (3600 * second));
  if (name == "getMinutes") return static_cast<std::int64_t>(duration / (60 * second));
  if (name == "getSeconds") return static_cast<std::int64_t>(duration / second);
  return static_cast<std::int64_t>(duration % second / 1'000'000);
}

}  // namespace lintel::reference
