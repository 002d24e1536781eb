// SPDX-License-Identifier: Apache-2.0
#include "tests/differential/json_reading.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "runtime/limits.h"
#include "tests/support/reference_text.h"

namespace lintel::differential {
namespace {

using image::ReadAs;
using nlohmann::json;

const std::vector<std::pair<std::string, ReadAs>> fields = {
    {"t", ReadAs::text},     {"f", ReadAs::flag},
    {"o", ReadAs::object},   {"o.t", ReadAs::text},
    {"l", ReadAs::array},    {"i", ReadAs::integer},
    {"n", ReadAs::number},   {"r.a.t", ReadAs::text},
    {"r.a.f", ReadAs::flag}, {"triggerSource", ReadAs::text}};

test::ImageSketch sketch() { return test::ImageSketch(fields); }

Theirs theirs(std::string_view text) {
  Theirs result;
  try {
    result.value = json::parse(text);
  } catch (const json::out_of_range&) {
    result.accepts = false;
    result.is_too_large_number = true;
  } catch (const json::parse_error&) {
    result.accepts = false;
  }
  return result;
}

std::size_t depth_of(std::string_view text) {
  std::size_t depth = 0;
  std::size_t deepest = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (in_string && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      in_string = !in_string;
    } else if (!in_string && (text[i] == '{' || text[i] == '[')) {
      deepest = std::max(deepest, ++depth);
    } else if (!in_string && (text[i] == '}' || text[i] == ']')) {
      --depth;
    }
  }
  return deepest;
}

// The member of a path: null also if there is none. Nothing if what stands on the way is neither an
// object nor null.
std::optional<json> at(const json& event, std::string_view path) {
  const json* value = &event;
  for (;;) {
    const std::size_t dot = path.find('.');
    const auto found = value->find(std::string(path.substr(0, dot)));
    if (found == value->end() || found->is_null()) return json();
    if (dot == std::string_view::npos) return *found;
    if (!found->is_object()) return std::nullopt;
    value = &*found;
    path.remove_prefix(dot + 1);
  }
}

// Whether a whole number is written with neither fraction nor exponent, and fits.
bool is_whole(const json& value) {
  if (value.is_number_unsigned())
    return value.get<std::uint64_t>() <= std::uint64_t{0x7fff'ffff'ffff'ffff};
  return value.is_number_integer();
}

}  // namespace

std::string_view deliberate(std::string_view text, const Theirs& other, const Fault* fault) {
  if (fault == nullptr)
    return other.is_too_large_number ? "a number is text until it is wanted as one" : "";
  if (fault->kind == FaultKind::event_not_object && !other.value.is_object())
    return "an event is an object";
  if (fault->kind == FaultKind::event_too_deep && depth_of(text) > limits::max_event_depth)
    return "the depth of an event is bounded";
  if (fault->kind == FaultKind::event_too_large && text.size() > limits::max_event_bytes)
    return "the size of an event is bounded";
  if (fault->kind == FaultKind::event_malformed && fault->offset < text.size() &&
      text[fault->offset] == '\0')
    return "for nlohmann a NUL byte is the end";
  return "";
}

Wanted wanted(const json& value, ReadAs read_as) {
  if (value.is_null()) return Wanted::absent;
  switch (read_as) {
    case ReadAs::nothing: return Wanted::absent;
    case ReadAs::text: return value.is_structured() ? Wanted::wrong : Wanted::present;
    case ReadAs::flag: {
      if (value.is_structured()) return Wanted::wrong;
      if (value.is_boolean()) return Wanted::present;
      if (!value.is_string()) return Wanted::absent;
      const std::string word = reference::lower_ascii(value.get<std::string>());
      return word == "true" || word == "false" ? Wanted::present : Wanted::absent;
    }
    case ReadAs::object: return value.is_object() ? Wanted::present : Wanted::wrong;
    case ReadAs::array: return value.is_array() ? Wanted::present : Wanted::wrong;
    case ReadAs::integer: return is_whole(value) ? Wanted::present : Wanted::wrong;
    case ReadAs::number: return value.is_number() ? Wanted::present : Wanted::wrong;
  }
  return Wanted::wrong;
}

bool same(const runtime::Cell& cell, const json& value, ReadAs read_as) {
  switch (read_as) {
    case ReadAs::nothing: return false;
    case ReadAs::text:
      if (value.is_string()) return cell.text() == value.get<std::string>();
      return json::parse(cell.text(), nullptr, false) == value;
    case ReadAs::flag: {
      const std::string word =
          value.is_boolean() ? value.dump() : reference::lower_ascii(value.get<std::string>());
      return (cell.number != 0) == (word == "true");
    }
    case ReadAs::object:
    case ReadAs::array: return json::parse(cell.text(), nullptr, false) == value;
    case ReadAs::integer: return cell.number == value.get<std::int64_t>();
    case ReadAs::number: return cell.real == value.get<double>();
  }
  return false;
}

JsonComparison::JsonComparison()
    : sketch_(sketch()), cold_(sketch().finish()), warm_(sketch().finish()) {}

std::string JsonComparison::difference(std::string_view event) {
  // Right up to the end of its memory, so that a step past it is seen.
  const std::vector<char> alone(event.begin(), event.end());
  const std::string_view bytes(alone.data(), alone.size());
  const Theirs other = theirs(bytes);
  cold_.forget();
  std::string found = difference(cold_, bytes, other);
  if (!found.empty()) return "a new reader: " + found;
  found = difference(warm_, bytes, other);
  if (!found.empty()) return "a reader that has learned: " + found;
  found = difference(warm_, bytes, other);
  if (warm_.reader().reading().kind != 0) ++by_phrases;
  return found.empty() ? found : "a reader that has just read it: " + found;
}

std::string JsonComparison::difference(test::LearningReader& reader, std::string_view event,
                                       const Theirs& other) {
  const bool takes = reader.read(event);
  const Fault& fault = reader.reader().fault();
  const bool accepts = takes || fault.kind == FaultKind::wrong_type;
  if (accepts != other.accepts) {
    if (deliberate(event, other, accepts ? nullptr : &fault).empty())
      return accepts ? "only ours accepts it"
                     : "only ours refuses it: " + std::string(fault.message());
    ++on_purpose;
    return {};
  }
  if (!accepts) {
    ++refused;
    return {};
  }
  ++accepted;
  return difference_of_slots(reader, other.value, takes);
}

std::string JsonComparison::difference_of_slots(test::LearningReader& reader, const json& event,
                                                bool takes) {
  bool is_wrong = false;
  for (const auto& [path, read_as] : fields) {
    const std::optional<json> value = at(event, path);
    is_wrong |= !value || wanted(*value, read_as) == Wanted::wrong;
  }
  if (is_wrong == takes) return is_wrong ? "a type is wrong" : "no type is wrong";
  wrong_types += is_wrong ? 1 : 0;
  if (is_wrong) return {};
  for (const auto& [path, read_as] : fields) {
    const json value = *at(event, path);
    const runtime::Cell& cell = reader.slot(sketch_.slot(path));
    const bool is_present = wanted(value, read_as) == Wanted::present;
    if (cell.present() != is_present || (is_present && !same(cell, value, read_as)))
      return path + " is not " + value.dump(-1, ' ', false, json::error_handler_t::replace);
  }
  return {};
}

}  // namespace lintel::differential
