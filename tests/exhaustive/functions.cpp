// SPDX-License-Identifier: Apache-2.0
#include "tests/exhaustive/functions.h"

#include <limits>

#include "tests/exhaustive/scale.h"
#include "tests/support/reference_library.h"
#include "tests/support/reference_text.h"

namespace lintel::exhaustive {
namespace {

using Gives = TextFunction::Gives;
using reference::Base64;

// Small and capital letter, a character of two bytes, one of four, a separator.
const Texts letters = {"a", "A", "\u00e9", "\U0001F600", ","};

// Sizes of the short form, and of the whole set.
Texts of(const Texts& characters, std::size_t longest_short, std::size_t longest) {
  return all_texts_of(characters, everything() ? longest : longest_short);
}

std::vector<std::int64_t> numbers(std::int64_t first, std::int64_t last, bool with_far = true) {
  std::vector<std::int64_t> all;
  for (std::int64_t i = first; i <= last; ++i) all.push_back(i);
  if (with_far) {
    all.push_back(std::numeric_limits<std::int64_t>::min());
    all.push_back(std::numeric_limits<std::int64_t>::max());
  }
  return all;
}

std::string truth(bool yes) { return yes ? "true" : "false"; }

Result as_text(const std::optional<std::int64_t>& value) {
  if (!value) return std::nullopt;
  return std::to_string(*value);
}

TextFunction function(std::string_view builtins, std::string_view text, Gives gives, Texts x,
                      std::function<Result(const Arguments&)> twin) {
  TextFunction made;
  made.builtins = builtins;
  made.text = text;
  made.gives = gives;
  made.x = std::move(x);
  made.twin = std::move(twin);
  return made;
}

// Of two texts, both as long as they may be.
TextFunction comparison(std::string_view builtins, std::string_view text,
                        bool (*is_true)(std::string_view x, std::string_view y)) {
  TextFunction made =
      function(builtins, text, Gives::scalar, of(letters, 3, 5),
               [is_true](const Arguments& a) { return Result(truth(is_true(a.x, a.y))); });
  made.y = of(letters, 2, 5);
  return made;
}

void add_comparisons(std::vector<TextFunction>& all) {
  all.push_back(
      comparison("equal_text", "$x == $y", [](auto x, auto y) { return x.compare(y) == 0; }));
  all.push_back(comparison("equal_text", "$x != $y", [](auto x, auto y) { return x != y; }));
  all.push_back(comparison("less_text", "$x < $y", [](auto x, auto y) {
    return reference::code_points(x) < reference::code_points(y);
  }));
  all.push_back(comparison("at_most_text", "$x <= $y", [](auto x, auto y) {
    return reference::code_points(x) <= reference::code_points(y);
  }));
  all.push_back(comparison("same_text", "$x.equalsIgnoreCase($y)", [](auto x, auto y) {
    return reference::lower_ascii(x) == reference::lower_ascii(y);
  }));
  all.push_back(comparison("contains", "$x.contains($y)", [](auto x, auto y) {
    return std::string(x).find(y) != std::string::npos;
  }));
  all.push_back(comparison("starts_with", "$x.startsWith($y)", [](auto x, auto y) {
    return x.size() >= y.size() && x.substr(0, y.size()) == y;
  }));
  all.push_back(comparison("ends_with", "$x.endsWith($y)", [](auto x, auto y) {
    return x.size() >= y.size() && x.substr(x.size() - y.size()) == y;
  }));
  TextFunction secret =
      comparison("equal_secret", "$x == $y", [](auto x, auto y) { return x == y; });
  secret.subject = Subject::secret;
  secret.has_no_constant = true;
  secret.y = of(letters, 2, 3);
  all.push_back(secret);
  secret.builtins = "equal_to_secret";
  secret.text = "$y == $x";
  all.push_back(secret);
}

void add_letters(std::vector<TextFunction>& all) {
  const Texts x = of(letters, 4, 5);
  const auto one = [&](std::string_view builtins, std::string_view text, Gives gives, auto twin) {
    all.push_back(function(builtins, text, gives, x,
                           [twin](const Arguments& a) { return Result(twin(a.x)); }));
  };
  one("lower", "$x.lowerAscii()", Gives::text, reference::lower_ascii);
  one("upper", "$x.upperAscii()", Gives::text, reference::upper_ascii);
  one("reverse", "$x.reverse()", Gives::text, reference::reverse);
  one("string_of_text", "string($x)", Gives::text, [](const std::string& t) { return t; });
  one("html", "html($x)", Gives::text, [](const std::string& t) { return t; });
  one("size_text", "size($x)", Gives::scalar,
      [](const std::string& t) { return std::to_string(reference::code_points(t).size()); });
  one("size_text", "$x.size()", Gives::scalar,
      [](const std::string& t) { return std::to_string(reference::code_points(t).size()); });
  one("base64_encode", "base64Encode($x)", Gives::text,
      [](const std::string& t) { return reference::base64_encode(t, Base64::standard); });
  one("base64_url_encode", "base64UrlEncode($x)", Gives::text,
      [](const std::string& t) { return reference::base64_encode(t, Base64::url); });
  one("url_encode", "urlEncode($x)", Gives::text, reference::url_encode);
  all.push_back(function("trim", "$x.trim()", Gives::text,
                         of({"a", " ", "\u00a0", "\u3000", "\t", "\u200b"}, 4, 5),
                         [](const Arguments& a) { return Result(reference::trim(a.x)); }));
}

void add_places(std::vector<TextFunction>& all) {
  const Texts x = of(letters, 3, 5);
  const Texts y = of(letters, 1, 3);
  TextFunction made = function("add_text", "$x + $y", Gives::text, x,
                               [](const Arguments& a) { return Result(a.x + a.y); });
  made.y = y;
  all.push_back(made);
  made = function("index_of", "$x.indexOf($y)", Gives::scalar, x,
                  [](const Arguments& a) { return as_text(reference::index_of(a.x, a.y, 0)); });
  made.y = y;
  all.push_back(made);
  made.builtins = "last_index_of";
  made.text = "$x.lastIndexOf($y)";
  made.twin = [](const Arguments& a) { return as_text(reference::last_index_of(a.x, a.y, {})); };
  all.push_back(made);
  made = function("index_of_from", "$x.indexOf($y, $i)", Gives::scalar, x,
                  [](const Arguments& a) { return as_text(reference::index_of(a.x, a.y, a.i)); });
  made.y = of(letters, 1, 2);
  made.i = numbers(-1, 6);
  all.push_back(made);
  made.builtins = "last_index_of_from";
  made.text = "$x.lastIndexOf($y, $i)";
  made.twin = [](const Arguments& a) { return as_text(reference::last_index_of(a.x, a.y, a.i)); };
  all.push_back(made);
  made = function("char_at", "$x.charAt($i)", Gives::text, x,
                  [](const Arguments& a) { return reference::char_at(a.x, a.i); });
  made.i = numbers(-1, 6);
  all.push_back(made);
  made.builtins = "substring";
  made.text = "$x.substring($i)";
  made.twin = [](const Arguments& a) { return reference::substring(a.x, a.i, {}); };
  all.push_back(made);
  made.builtins = "substring_to";
  made.text = "$x.substring($i, $j)";
  made.j = numbers(-1, 6);
  made.twin = [](const Arguments& a) { return reference::substring(a.x, a.i, a.j); };
  all.push_back(made);
}

void add_pieces(std::vector<TextFunction>& all) {
  const Texts few = of({"a", "\u00e9", ","}, 3, 5);
  TextFunction made =
      function("replace", "$x.replace($y, $z)", Gives::text, of(letters, 2, 4),
               [](const Arguments& a) { return Result(reference::replace(a.x, a.y, a.z, -1)); });
  made.y = of(letters, 1, 2);
  made.z = of(letters, 1, 1);
  all.push_back(made);
  made.builtins = "replace_first";
  made.text = "$x.replace($y, $z, $i)";
  made.x = few;
  made.y = all_texts_of({"a", "\u00e9", ","}, 2);
  made.z = {"", "a", "\U0001F600,"};
  made.i = numbers(-1, 3);
  made.twin = [](const Arguments& a) { return Result(reference::replace(a.x, a.y, a.z, a.i)); };
  all.push_back(made);
  made = function("split", "$x.split($y)", Gives::texts, of(letters, 3, 5), [](const Arguments& a) {
    return Result(shown_list(reference::split(a.x, a.y, -1)));
  });
  made.y = of(letters, 1, 2);
  all.push_back(made);
  made.builtins = "split_first";
  made.text = "$x.split($y, $i)";
  made.x = of(letters, 2, 4);
  made.i = numbers(-1, 4);
  made.twin = [](const Arguments& a) {
    return Result(shown_list(reference::split(a.x, a.y, a.i)));
  };
  all.push_back(made);
  made = function("join", "[$x, $y, $z].join()", Gives::text, of(letters, 2, 4),
                  [](const Arguments& a) { return Result(a.x + a.y + a.z); });
  made.y = of(letters, 1, 2);
  made.z = of(letters, 1, 1);
  all.push_back(made);
  made.builtins = "join_with";
  made.text = "[$x, \"b\", $y].join($z)";
  made.twin = [](const Arguments& a) { return Result(a.x + a.z + "b" + a.z + a.y); };
  all.push_back(made);
  all.push_back(function(
      "bracket_list", "bracketList($x)", Gives::texts, of({"[", "]", ",", " ", "\u00e9"}, 4, 6),
      [](const Arguments& a) { return Result(shown_list(reference::bracket_list(a.x))); }));
}

void add_readings(std::vector<TextFunction>& all) {
  const auto decode = [&](std::string_view builtins, std::string_view text, const Texts& x,
                          auto twin) {
    all.push_back(function(builtins, text, Gives::text, x,
                           [twin](const Arguments& a) -> Result { return twin(a.x); }));
  };
  const Texts base = of({"A", "6", "x", "=", "-", "/"}, 4, 6);
  decode("base64_decode", "base64Decode($x)", base,
         [](const std::string& t) { return reference::base64_decode(t, Base64::standard); });
  decode("base64_url_decode", "base64UrlDecode($x)", base,
         [](const std::string& t) { return reference::base64_decode(t, Base64::url); });
  const Texts escapes = of({"%", "C", "3", "%C3", "%A9", "+", "\u00e9"}, 3, 5);
  decode("url_decode", "urlDecode($x)", escapes,
         [](const std::string& t) { return reference::url_decode(t, false); });
  decode("form_decode", "formDecode($x)", escapes,
         [](const std::string& t) { return reference::url_decode(t, true); });
  const auto read = [&](std::string_view builtins, std::string_view text, const Texts& x,
                        auto twin) {
    all.push_back(function(builtins, text, Gives::scalar, x,
                           [twin](const Arguments& a) -> Result { return twin(a.x); }));
  };
  Texts integers = of({"-", "+", "0", "9", " "}, 4, 5);
  for (const char* text : {"9223372036854775807", "9223372036854775808", "-9223372036854775808",
                           "-9223372036854775809", "+9223372036854775807", "00000000000000000001"})
    integers.emplace_back(text);
  read("int_of_text", "int($x)", integers,
       [](const std::string& t) { return as_text(reference::parse_integer(t)); });
  read("double_of_text", "double($x)", of({"-", "1", ".", "e", "0", "+", "Inf"}, 4, 6),
       [](const std::string& t) -> Result {
         const auto value = reference::parse_number(t);
         if (!value) return std::nullopt;
         return reference::number_text(*value);
       });
  read("bool_of_text", "bool($x)",
       of({"t", "T", "rue", "RUE", "f", "F", "alse", "ALSE", "0", "1"}, 3, 4),
       [](const std::string& t) -> Result {
         const auto value = reference::parse_boolean(t);
         if (!value) return std::nullopt;
         return truth(*value);
       });
  read("duration_of_text", "duration($x)", of({"-", "1", ".", "h", "m", "s", "0"}, 4, 6),
       [](const std::string& t) -> Result {
         const auto value = reference::parse_duration(t);
         if (!value) return std::nullopt;
         return reference::duration_text(*value);
       });
  // One or two characters of a good one changed.
  Texts times;
  const std::string good = "2024-02-29T23:59:59.5Z";
  const std::string_view others = "0129-:T.Z+";
  for (std::size_t p = 0; p < good.size(); ++p) {
    for (const char c : others) {
      std::string text = good;
      text[p] = c;
      times.push_back(text);
      for (std::size_t q = p + 1; everything() && q < good.size(); ++q) {
        for (const char d : others) {
          text[q] = d;
          times.push_back(text);
          text[q] = good[q];
        }
      }
    }
  }
  read("timestamp_of_text", "timestamp($x)", times, [](const std::string& t) -> Result {
    const auto value = reference::parse_timestamp(t);
    if (!value) return std::nullopt;
    return reference::timestamp_text(*value);
  });
}

void add_zones(std::vector<TextFunction>& all) {
  static constexpr std::string_view names[][2] = {{"full_year", "getFullYear"},
                                                  {"month", "getMonth"},
                                                  {"date", "getDate"},
                                                  {"day_of_month", "getDayOfMonth"},
                                                  {"day_of_week", "getDayOfWeek"},
                                                  {"day_of_year", "getDayOfYear"},
                                                  {"hours", "getHours"},
                                                  {"minutes", "getMinutes"},
                                                  {"seconds", "getSeconds"},
                                                  {"milliseconds", "getMilliseconds"}};
  static std::vector<std::string> kept;  // the views in what is returned
  kept.reserve(2 * std::size(names));
  const Texts x = of({"+", "-", "0", "1", "5", ":", "UTC"}, 3, 6);
  for (const auto& [builtin, function_name] : names) {
    const auto name = function_name;  // which, unlike a part of a binding, a lambda can capture
    kept.push_back(std::string(builtin) + "_in_zone");
    const std::string& builtins = kept.back();
    kept.push_back("timestamp(1709251199)." + std::string(name) + "($x)");
    const std::string& text = kept.back();
    all.push_back(function(builtins, text, Gives::scalar, x, [name](const Arguments& a) -> Result {
      const auto zone = reference::zone_seconds(a.x);
      if (!zone) return std::nullopt;
      const auto time = reference::Nanoseconds{1'709'251'199} * 1'000'000'000;
      return std::to_string(reference::timestamp_part(name, time, *zone));
    }));
  }
}

void add_addresses(std::vector<TextFunction>& all) {
  const Texts x = of({"a", "@", ".", "\"", " ", "B"}, 4, 6);
  TextFunction made =
      function("email_domain", "$x.domain", Gives::text, x, [](const Arguments& a) -> Result {
        const auto address = reference::parse_address(a.x);
        if (!address) return std::nullopt;
        return reference::lower_ascii(address->domain);
      });
  made.subject = Subject::email;
  made.has_no_constant = true;
  all.push_back(made);
  made.builtins = "email_local";
  made.text = "$x.local";
  made.twin = [](const Arguments& a) -> Result {
    const auto address = reference::parse_address(a.x);
    if (!address) return std::nullopt;
    return address->local;
  };
  all.push_back(made);
  made.builtins = "equal_domain";
  made.text = "$x.domain == $y";
  made.gives = Gives::scalar;
  made.y = all_texts_of({"a", "B", "."}, 2);
  made.x = of({"a", "@", ".", "B"}, 4, 6);
  made.twin = [](const Arguments& a) -> Result {
    const auto address = reference::parse_address(a.x);
    if (!address) return std::nullopt;
    return truth(reference::lower_ascii(address->domain) == reference::lower_ascii(a.y));
  };
  all.push_back(made);
}

}  // namespace

Texts all_texts_of(const Texts& characters, std::size_t longest) {
  Texts texts{""};
  for (std::size_t begin = 0, length = 0; length < longest; ++length) {
    const std::size_t end = texts.size();
    for (std::size_t i = begin; i < end; ++i)
      for (const std::string& character : characters) texts.push_back(texts[i] + character);
    begin = end;
  }
  return texts;
}

std::string shown_list(const Texts& texts) {
  std::string all = std::to_string(texts.size()) + ":";
  for (std::size_t i = 0; i < texts.size(); ++i) all += (i == 0 ? "" : "^") + texts[i];
  return all;
}

std::vector<TextFunction> text_functions() {
  std::vector<TextFunction> all;
  add_comparisons(all);
  add_letters(all);
  add_places(all);
  add_pieces(all);
  add_readings(all);
  add_zones(all);
  add_addresses(all);
  return all;
}

}  // namespace lintel::exhaustive
