// SPDX-License-Identifier: Apache-2.0
// What reading an event gives, as a text.
#pragma once

#include <string>
#include <string_view>

#include "tests/runtime/learning_reader.h"

namespace lintel::test {

inline std::string shown(std::string_view text, const char* begin) {
  if (text.data() == nullptr) return "none";
  return std::to_string(text.data() - begin) + " " + std::string(text);
}

inline std::string shown(const Fault& fault) {
  return std::string(fault.message()) + " at " + std::to_string(fault.offset) + " of " +
         std::string(fault.path) + ": " + std::string(fault.detail);
}

inline std::string shown(const runtime::Cell& cell, Kind kind) {
  if (!cell.present()) return "absent";
  const bool is_view = kind == Kind::text || kind == Kind::object || kind == Kind::array;
  return is_view ? std::string(cell.text()) : std::to_string(cell.number);
}

// All that reading gives.
inline std::string read(LearningReader& reader, std::string_view event) {
  if (!reader.read(event)) return shown(reader.reader().fault());
  const runtime::Reading& reading = reader.reader().reading();
  std::string result = shown(reading.json, event.data());
  result += "\nsource " + std::to_string(static_cast<int>(reading.source_type)) + " ";
  if (reading.source_type == runtime::JsonType::text) {
    result += shown(reading.source.text, event.data()) + (reading.source.escaped ? " escaped" : "");
  }
  if (reading.source_at != nullptr) result += std::to_string(reading.source_at - event.data());
  result += "\nversion " + std::to_string(static_cast<int>(reading.version_type)) + " " +
            shown(reading.version.text, event.data()) + (reading.version.escaped ? " escaped" : "");
  if (reading.version_at != nullptr) result += std::to_string(reading.version_at - event.data());
  result += "\nresponse " + shown(reading.response, event.data());
  result += "\nends " + std::to_string(reading.last_member_end - event.data());
  result += reading.has_members ? " with members" : " empty";
  result += "\nroom " + std::to_string(reader.texts_used());
  for (std::size_t i = 0; i < reader.slot_count(); ++i) {
    const auto kind = static_cast<Kind>(
        reader.image().row<std::uint8_t>(image::Section::registers, static_cast<Number>(i)));
    result += "\n" + std::to_string(i) + " " + shown(reader.slot(i), kind);
  }
  return result;
}

}  // namespace lintel::test
