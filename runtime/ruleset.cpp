// SPDX-License-Identifier: Apache-2.0
// What a host can ask of a loaded image.
#include "runtime/image.h"
#include "runtime/lintel.h"
#include "runtime/verifier.h"

namespace lintel {

using image::Section;

LoadResult Ruleset::load(std::span<const std::byte> image) {
  if (const auto fault = runtime::verify(image)) return *fault;
  return Ruleset(image);
}

std::uint64_t Ruleset::content_hash() const { return image::View(image_).header().content_hash; }

std::uint32_t Ruleset::rule_count() const { return image::View(image_).header().rule_count; }

RuleInfo Ruleset::rule(std::uint32_t number) const {
  const image::View image(image_);
  if ((image.header().flags & 1) != 0) return {};
  const auto row = image.row<image::RuleRow>(Section::rules, number);
  const auto text = [&](std::uint32_t string) {
    return string == image::none ? std::string_view() : image.string(string);
  };
  return {text(row.name), text(row.file), row.line, row.column};
}

}  // namespace lintel
