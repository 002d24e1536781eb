// SPDX-License-Identifier: Apache-2.0
// The prefix of the source names the trigger, the rest of it the program.
#include "runtime/dispatch.h"

#include "runtime/json_text.h"
#include "runtime/text.h"

namespace lintel::runtime {
namespace {

using image::Section;
using image::SourceRow;
using image::TriggerRow;

constexpr std::string_view source_path = "triggerSource";
constexpr std::string_view version_path = "version";

Dispatch fail(FaultKind kind, std::string_view path, std::size_t offset, std::string_view detail,
              std::string_view found) {
  Dispatch none;
  none.fault = Fault{kind, offset, path, detail};
  none.found = found;
  return none;
}

Dispatch choose(const image::View& image, std::uint32_t number, RawText source) {
  const auto trigger = image.row<TriggerRow>(Section::triggers, number);
  for (std::uint32_t i = 0; i < trigger.source_count; ++i) {
    const std::uint32_t source_number = trigger.first_source + i;
    const auto row = image.row<SourceRow>(Section::sources, source_number);
    if (equals(source, image.string(row.name))) return {row.program, {}, {}, number, source_number};
  }
  return {trigger.unknown_program, {}, {}, number, image::none};
}

bool has_version(const Reading& reading) {
  return reading.version_type != JsonType::nothing && reading.version_type != JsonType::null;
}

// Whether the trigger takes events of this version. Versions are compared as text, and the text of
// a number is its JSON text: some published events hold one.
bool takes_version(const image::View& image, const TriggerRow& trigger, const Reading& reading) {
  std::string_view versions = image.string(trigger.versions);
  if (versions.empty()) return true;
  if (reading.version_type != JsonType::text && reading.version_type != JsonType::number) {
    return false;
  }
  for (;;) {
    const std::size_t end = versions.find(' ');
    if (equals(reading.version, slice(versions, 0, end))) return true;
    if (end == std::string_view::npos) return false;
    versions.remove_prefix(end + 1);
  }
}

Dispatch wrong_version(const Reading& reading) {
  return fail(FaultKind::version_unserved, version_path,
              static_cast<std::size_t>(reading.version_at - reading.begin), {},
              reading.version.text);
}

Dispatch without_source(const image::View& image, const Reading& reading) {
  if (image.count(Section::triggers) == 1) {
    const auto trigger = image.row<TriggerRow>(Section::triggers, 0);
    if (has_version(reading) && !takes_version(image, trigger, reading)) {
      return wrong_version(reading);
    }
    if (trigger.unnamed_program != image::none)
      return {trigger.unnamed_program, {}, {}, 0, image::none};
  }
  return fail(FaultKind::source_missing, source_path, 0, {}, {});
}

}  // namespace

// Of the triggers with the prefix of the source, the first one that takes the version; without a
// version, the only one.
Dispatch dispatch(const image::View& image, const Reading& reading) {
  if (reading.source_type == JsonType::nothing || reading.source_type == JsonType::null) {
    return without_source(image, reading);
  }
  const auto offset = static_cast<std::size_t>(reading.source_at - reading.begin);
  if (reading.source_type != JsonType::text) {
    return fail(FaultKind::wrong_type, source_path, offset,
                wrong_type_detail(image::ReadAs::text, reading.source_type), {});
  }
  std::uint32_t served = 0;
  std::uint32_t last = image::none;
  for (std::uint32_t i = 0; i < image.count(Section::triggers); ++i) {
    const auto trigger = image.row<TriggerRow>(Section::triggers, i);
    if (!starts_with(reading.source, image.string(trigger.prefix))) continue;
    ++served;
    last = i;
    if (takes_version(image, trigger, reading)) {
      return choose(image, i, reading.source);
    }
  }
  if (served == 0) {
    return fail(FaultKind::source_unknown, source_path, offset, {}, reading.source.text);
  }
  if (has_version(reading)) return wrong_version(reading);
  if (served == 1) return choose(image, last, reading.source);
  return fail(FaultKind::version_missing, version_path, 0, {}, {});
}

}  // namespace lintel::runtime
