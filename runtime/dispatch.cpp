// SPDX-License-Identifier: Apache-2.0
// The prefix of the source names the trigger, the rest of it the program.
#include "runtime/dispatch.h"

#include "runtime/json_text.h"

namespace lintel::runtime {
namespace {

using image::Section;
using image::SourceRow;
using image::TriggerRow;

constexpr std::string_view path = "triggerSource";

Dispatch fail(FaultKind kind, std::size_t offset, std::string_view detail, std::string_view found) {
  return {image::none, Fault{kind, offset, path, detail}, found};
}

std::uint32_t program_of(const image::View& image, const TriggerRow& trigger, RawText source) {
  for (std::uint32_t i = 0; i < trigger.source_count; ++i) {
    const auto row = image.row<SourceRow>(Section::sources, trigger.first_source + i);
    if (equals(source, image.string(row.name))) return row.program;
  }
  return trigger.unknown_program;
}

Dispatch without_source(const image::View& image) {
  if (image.count(Section::triggers) == 1) {
    const auto trigger = image.row<TriggerRow>(Section::triggers, 0);
    if (trigger.unnamed_program != image::none) return {trigger.unnamed_program, {}, {}};
  }
  return fail(FaultKind::source_missing, 0, {}, {});
}

}  // namespace

Dispatch dispatch(const image::View& image, const Reading& reading) {
  if (reading.source_type == JsonType::nothing || reading.source_type == JsonType::null) {
    return without_source(image);
  }
  const auto offset = static_cast<std::size_t>(reading.source_at - reading.begin);
  if (reading.source_type != JsonType::text) {
    return fail(FaultKind::wrong_type, offset,
                wrong_type_detail(image::ReadAs::text, reading.source_type), {});
  }
  for (std::uint32_t i = 0; i < image.count(Section::triggers); ++i) {
    const auto trigger = image.row<TriggerRow>(Section::triggers, i);
    if (starts_with(reading.source, image.string(trigger.prefix))) {
      return {program_of(image, trigger, reading.source), {}, {}};
    }
  }
  return fail(FaultKind::source_unknown, offset, {}, reading.source.text);
}

}  // namespace lintel::runtime
