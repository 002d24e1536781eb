// SPDX-License-Identifier: Apache-2.0
#include "runtime/lambda/effects/json_out.h"

namespace lintel::lambda {

void add_json_text(std::string& json, std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  json += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      json += '\\';
      json += c;
    } else if (c == '\n') {
      json += "\\n";
    } else if (byte < ' ' || byte == 0x7f) {
      json += "\\u00";
      json += digits[byte >> 4];
      json += digits[byte & 15];
    } else {
      json += c;
    }
  }
  json += '"';
}

void add_json_name(std::string& json, std::string_view name) {
  if (!json.empty() && json.back() != '{') json += ',';
  add_json_text(json, name);
  json += ':';
}

}  // namespace lintel::lambda
