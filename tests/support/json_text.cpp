// SPDX-License-Identifier: Apache-2.0
// nlohmann's parser decides what is JSON; the scanner here may then trust every byte.
#include "tests/support/json_text.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include <nlohmann/json.hpp>

namespace lintel::reference {
namespace {

std::size_t nesting(std::string_view document) {
  std::size_t depth = 0;
  std::size_t deepest = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < document.size(); ++i) {
    const char c = document[i];
    if (in_string && c == '\\') {
      ++i;
    } else if (c == '"') {
      in_string = !in_string;
    } else if (!in_string && (c == '{' || c == '[')) {
      deepest = std::max(deepest, ++depth);
    } else if (!in_string && (c == '}' || c == ']')) {
      --depth;
    }
  }
  return deepest;
}

class Scanner {
 public:
  explicit Scanner(std::string_view document) : document_(document) {}

  Json value() {
    skip_white_space();
    Json json;
    json.begin = at_;
    switch (document_[at_]) {
      case '{':
        json.kind = Json::Kind::object;
        json.members = members();
        break;
      case '[':
        json.kind = Json::Kind::list;
        json.elements = elements();
        break;
      case '"':
        json.kind = Json::Kind::string;
        json.text = string();
        break;
      default: json.text = word(); json.kind = kind_of(json.text);
    }
    json.end = at_;
    json.written = document_.substr(json.begin, json.end - json.begin);
    return json;
  }

 private:
  void skip_white_space() {
    while (std::string_view(" \t\r\n").find(document_[at_]) != std::string_view::npos) ++at_;
  }

  // True, and past it, if `c` comes next.
  bool take(char c) {
    skip_white_space();
    if (document_[at_] != c) return false;
    ++at_;
    return true;
  }

  std::vector<JsonMember> members() {
    std::vector<JsonMember> result;
    take('{');
    if (take('}')) return result;
    do {
      skip_white_space();
      const std::size_t begin = at_;
      std::string name = string();
      const std::string_view written = document_.substr(begin + 1, at_ - begin - 2);
      take(':');
      result.push_back({std::move(name), value(), written});
    } while (take(','));
    take('}');
    return result;
  }

  std::vector<Json> elements() {
    std::vector<Json> result;
    take('[');
    if (take(']')) return result;
    do result.push_back(value());
    while (take(','));
    take(']');
    return result;
  }

  std::string word() {
    const std::size_t begin = at_;
    while (at_ < document_.size() &&
           std::string_view(" \t\r\n,]}").find(document_[at_]) == std::string_view::npos)
      ++at_;
    return std::string(document_.substr(begin, at_ - begin));
  }

  static Json::Kind kind_of(std::string_view word) {
    if (word == "null") return Json::Kind::null;
    return word == "true" || word == "false" ? Json::Kind::boolean : Json::Kind::number;
  }

  std::string string() {
    std::string text;
    ++at_;
    while (document_[at_] != '"') {
      if (document_[at_] == '\\')
        text += escape();
      else
        text += document_[at_++];
    }
    ++at_;
    return text;
  }

  std::string escape() {
    const char letter = document_[at_ + 1];
    at_ += 2;
    switch (letter) {
      case 'b': return "\b";
      case 'f': return "\f";
      case 'n': return "\n";
      case 'r': return "\r";
      case 't': return "\t";
      case 'u': return utf8(code_point());
      default: return std::string(1, letter);
    }
  }

  char32_t code_point() {
    const char32_t first = four_digits();
    if (first < 0xD800 || first > 0xDBFF) return first;
    at_ += 2;
    return 0x10000 + ((first - 0xD800) << 10) + (four_digits() - 0xDC00);
  }

  char32_t four_digits() {
    const std::string digits(document_.substr(at_, 4));
    at_ += 4;
    return static_cast<char32_t>(std::stoul(digits, nullptr, 16));
  }

  std::string_view document_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<Json> parse_json(std::string_view document, std::size_t max_depth) {
  // For nlohmann, a NUL byte is the end.
  if (document.find('\0') != std::string_view::npos) return std::nullopt;
  if (!nlohmann::json::accept(document)) return std::nullopt;
  if (nesting(document) > max_depth) return std::nullopt;
  return Scanner(document).value();
}

const Json* find_member(const Json& object, std::string_view name) {
  const Json* found = nullptr;
  for (const JsonMember& member : object.members)
    if (member.name == name) found = &member.value;
  return found;
}

std::string json_string(std::string_view text) { return nlohmann::json(text).dump(); }

std::string utf8(char32_t code_point) {
  const auto byte = [](char32_t value) {
    return static_cast<char>(static_cast<unsigned char>(value));
  };
  const auto tail = [&](unsigned shift) { return byte(0x80 | ((code_point >> shift) & 0x3F)); };
  if (code_point < 0x80) return {byte(code_point)};
  if (code_point < 0x800) return {byte(0xC0 | (code_point >> 6)), tail(0)};
  if (code_point < 0x10000) return {byte(0xE0 | (code_point >> 12)), tail(6), tail(0)};
  return {byte(0xF0 | (code_point >> 18)), tail(12), tail(6), tail(0)};
}

}  // namespace lintel::reference
