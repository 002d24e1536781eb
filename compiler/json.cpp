// SPDX-License-Identifier: Apache-2.0
#include "compiler/json.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "runtime/json_scanner.h"
#include "runtime/json_text.h"
#include "runtime/number_text.h"
#include "runtime/text_arena.h"

namespace lintel::compiler {
namespace {

// Reads a text that the scanner has found to be valid, so nothing can be wrong with it.
class Reader {
 public:
  explicit Reader(std::string_view text) : scanner_(text), room_(text.size(), '\0') {}

  Json read() { return value(scanner_.skip_space(scanner_.begin())).first; }

 private:
  using Read = std::pair<Json, const char*>;  // and the place behind it

  Read value(const char* at) {
    switch (runtime::json_type(*at)) {
      case runtime::JsonType::object: return object(at);
      case runtime::JsonType::list: return list(at);
      case runtime::JsonType::text: {
        runtime::RawText raw;
        const char* end = scanner_.string(at, raw);
        return {Json::of(unescaped(raw)), end};
      }
      default: break;
    }
    const char* end = scanner_.scalar(at);
    Json made;
    if (runtime::json_type(*at) == runtime::JsonType::null) return {made, end};
    const bool number = runtime::json_type(*at) == runtime::JsonType::number;
    made.kind = number ? Json::Kind::number : Json::Kind::boolean;
    made.text.assign(at, end);
    return {made, end};
  }

  Read object(const char* at) {
    Json made;
    made.kind = Json::Kind::object;
    runtime::RawText name;
    ++at;
    for (bool first = true;; first = false) {
      at = scanner_.member(at, first, name);
      if (name.text.data() == nullptr) return {made, at};
      const std::string member = unescaped(name);
      auto [child, end] = value(at);
      made.set(member, std::move(child));
      at = scanner_.skip_space(end);
    }
  }

  Read list(const char* at) {
    Json made;
    made.kind = Json::Kind::list;
    at = scanner_.skip_space(at + 1);
    while (*at != ']') {
      auto [child, end] = value(at);
      made.values.push_back(std::move(child));
      at = scanner_.skip_space(end);
      if (*at == ',') at = scanner_.skip_space(at + 1);
    }
    return {made, at + 1};
  }

  std::string unescaped(const runtime::RawText& raw) {
    runtime::TextArena arena(room_);
    return std::string(runtime::unescape(raw, arena).value_or(raw.text));
  }

  runtime::JsonScanner scanner_;
  std::string room_;
};

void append_text(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  out += '"';
}

void append(std::string& out, const Json& value) {
  switch (value.kind) {
    case Json::Kind::null: out += "null"; return;
    case Json::Kind::boolean:
    case Json::Kind::number: out += value.text; return;
    case Json::Kind::text: append_text(out, value.text); return;
    case Json::Kind::list:
    case Json::Kind::object: break;
  }
  const bool object = value.kind == Json::Kind::object;
  out += object ? '{' : '[';
  for (std::size_t i = 0; i < value.values.size(); ++i) {
    if (i > 0) out += ',';
    if (object) {
      append_text(out, value.names[i]);
      out += ':';
    }
    append(out, value.values[i]);
  }
  out += object ? '}' : ']';
}

// Texts differ also where integers are too large for a double to tell them apart.
bool same_number(std::string_view a, std::string_view b) {
  constexpr std::string_view other_than_digits = ".eE";
  if (a.find_first_of(other_than_digits) == std::string_view::npos &&
      b.find_first_of(other_than_digits) == std::string_view::npos)
    return false;
  return runtime::parse_number(a) == runtime::parse_number(b);
}

}  // namespace

const Json* Json::find(std::string_view name) const {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? nullptr : &values[static_cast<std::size_t>(found - names.begin())];
}

void Json::set(std::string_view name, Json value) {
  if (const Json* known = find(name)) {
    values[static_cast<std::size_t>(known - values.data())] = std::move(value);
    return;
  }
  names.emplace_back(name);
  values.push_back(std::move(value));
}

bool operator==(const Json& a, const Json& b) {
  if (a.kind != b.kind || a.values.size() != b.values.size()) return false;
  const bool numbers = a.kind == Json::Kind::number;
  if (a.text != b.text && (!numbers || !same_number(a.text, b.text))) return false;
  if (a.kind != Json::Kind::object) return a.values == b.values;
  for (std::size_t i = 0; i < a.names.size(); ++i) {
    const Json* other = b.find(a.names[i]);
    if (other == nullptr || !(a.values[i] == *other)) return false;
  }
  return true;
}

std::optional<Json> parse_json(std::string_view text, Fault& fault) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  runtime::JsonScanner scanner(text);
  const char* at = scanner.skip_space(scanner.begin());
  at = scanner.value(at, 0);
  if (at != nullptr && scanner.skip_space(at) != scanner.end())
    at = scanner.fail(scanner.skip_space(at));
  if (at == nullptr) {
    fault = scanner.fault();
    return std::nullopt;
  }
  return Reader(text).read();
}

std::string print(const Json& value) {
  std::string out;
  append(out, value);
  return out;
}

void merge(Json& onto, const Json& changes) {
  if (onto.kind != Json::Kind::object || changes.kind != Json::Kind::object) {
    onto = changes;
    return;
  }
  for (std::size_t i = 0; i < changes.names.size(); ++i) {
    const Json* known = onto.find(changes.names[i]);
    Json merged = known != nullptr ? *known : Json();
    merge(merged, changes.values[i]);
    onto.set(changes.names[i], std::move(merged));
  }
}

}  // namespace lintel::compiler
