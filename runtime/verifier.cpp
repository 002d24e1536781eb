// SPDX-License-Identifier: Apache-2.0
// Header, strings, tables and the small sections; the order of the checks.
#include "runtime/verifier.h"

#include <algorithm>

#include "runtime/image.h"
#include "runtime/instruction.h"
#include "runtime/limits.h"
#include "runtime/utf8.h"
#include "runtime/verify.h"

namespace lintel::runtime {
namespace {

using image::Header;
using image::Kind;
using image::Section;

constexpr std::size_t alignment = 8;

constexpr std::size_t aligned(std::size_t size) {
  return (size + alignment - 1) / alignment * alignment;
}

Fault fault_at(FaultKind kind, std::size_t offset) { return {kind, offset, {}, {}}; }

std::optional<Fault> check_header(std::span<const std::byte> bytes) {
  if (bytes.size() < sizeof(Header)) return fault_at(FaultKind::image_too_small, bytes.size());
  const auto header = image::load<Header>(bytes.data());
  if (header.magic != image::magic) return fault_at(FaultKind::image_magic, 0);
  if (header.format_version != image::format_version) {
    return fault_at(FaultKind::image_version, offsetof(Header, format_version));
  }
  if (header.size != bytes.size() || bytes.size() > limits::max_image_bytes) {
    return fault_at(FaultKind::image_size, offsetof(Header, size));
  }
  if (header.tables_hash != image::tables_hash()) {
    return fault_at(FaultKind::image_tables, offsetof(Header, tables_hash));
  }
  if (header.content_hash != image::hash(bytes.subspan(sizeof(Header)))) {
    return fault_at(FaultKind::image_hash, offsetof(Header, content_hash));
  }
  return std::nullopt;
}

// The sections stand one after the other, with zeros between them, and fill the image.
std::optional<Fault> check_layout(std::span<const std::byte> bytes) {
  const auto header = image::load<Header>(bytes.data());
  std::size_t expected = sizeof(Header);
  for (std::size_t i = 0; i < static_cast<std::size_t>(Section::count); ++i) {
    const image::SectionSpan span = header.sections[i];
    const std::size_t row = offsetof(Header, sections) + i * sizeof(image::SectionSpan);
    if (span.offset != expected) return fault_at(FaultKind::image_section, row);
    const std::size_t size = span.count * std::uint64_t{image::row_size(static_cast<Section>(i))};
    const std::size_t end = expected + size;
    expected = aligned(end);
    if (expected > bytes.size()) return fault_at(FaultKind::image_section, row);
    for (std::size_t at = end; at < expected; ++at) {
      if (bytes[at] != std::byte{0}) return fault_at(FaultKind::image_section, at);
    }
  }
  if (expected != bytes.size()) return fault_at(FaultKind::image_size, expected);
  return std::nullopt;
}

}  // namespace

bool Verifier::run() {
  return check_strings() && check_top() && check_tables() && check_dfas() && check_registers() &&
         check_plan() && check_programs() && check_indexes() && check_triggers() &&
         check_response() && check_variables() && check_rules() && check_trace();
}

bool Verifier::fail(FaultKind kind, Section section, std::uint32_t row) {
  const auto start = static_cast<std::size_t>(image_.start(section) - bytes_);
  fault_ = fault_at(kind, start + std::size_t{row} * image::row_size(section));
  return false;
}

// All bytes are checked as one text; a string then only must not start or end inside a character.
bool Verifier::check_strings() {
  const std::uint32_t size = image_.count(Section::string_bytes);
  const auto* text = reinterpret_cast<const char*>(image_.start(Section::string_bytes));
  if (!is_valid_utf8({text, size})) return fail(FaultKind::image_string, Section::string_bytes, 0);
  const auto is_border = [&](std::uint32_t at) { return at == size || !is_continuation(text[at]); };
  std::uint32_t border = 0;  // where the last one ended, and most begin
  for (std::uint32_t i = 0; i < image_.count(Section::strings); ++i) {
    const auto row = image_.row<image::StringRow>(Section::strings, i);
    const std::uint64_t end = std::uint64_t{row.offset} + row.size;
    if (end > size || (row.offset != border && !is_border(row.offset)) ||
        !is_border(static_cast<std::uint32_t>(end))) {
      return fail(FaultKind::image_string, Section::strings, i);
    }
    border = static_cast<std::uint32_t>(end);
  }
  return true;
}

bool Verifier::check_top() {
  const Header& header = image_.header();
  if (has_string(header.compiler) && header.flags <= 1) return true;
  fault_ = fault_at(FaultKind::image_section, offsetof(Header, compiler));
  return false;
}

bool Verifier::has_words(std::uint32_t first, std::uint32_t count) const {
  const std::uint32_t all = image_.count(Section::words);
  return first <= all && count <= all - first;
}

bool Verifier::check_tables() {
  for (std::uint32_t i = 0; i < image_.count(Section::tables); ++i) {
    if (!is_sound(image_.row<image::TableRow>(Section::tables, i), i)) {
      return fail(FaultKind::image_table, Section::tables, i);
    }
  }
  return true;
}

bool Verifier::is_sound(const image::TableRow& table, std::uint32_t number) const {
  constexpr auto text = static_cast<std::uint8_t>(Kind::text);
  constexpr auto integer = static_cast<std::uint8_t>(Kind::integer);
  if (table.is_map > 1 || table.reserved != 0) return false;
  if (!has_words(table.keys, table.count) || !has_words(table.values, table.count) ||
      !has_words(table.seeds, table.seed_count) || !has_words(table.slots, table.slot_count)) {
    return false;
  }
  const bool indexable = table.value_kind == text || table.value_kind == integer;
  const std::uint8_t element_key = indexable ? table.value_kind : image::none8;
  if (table.key_kind != (table.is_map != 0 ? text : element_key)) return false;
  if (table.is_map == 0 && table.keys != table.values) return false;
  if ((table.seed_count == 0) != (table.slot_count == 0)) return false;
  if (table.seed_count == 0 && (table.seeds != 0 || table.slots != 0)) return false;
  if (table.key_kind == image::none8 && table.seed_count != 0) return false;
  const auto are_below = [this](std::uint32_t first, std::uint32_t count, std::uint32_t bound) {
    for (std::uint32_t i = first; i < first + count; ++i) {
      if (image_.word(i) >= bound) return false;
    }
    return true;
  };
  const auto are_entries = [&] {
    for (std::uint32_t i = table.slots; i < table.slots + table.slot_count; ++i) {
      const std::uint32_t word = image_.word(i);
      if (word >= table.count && word != image::none) return false;
    }
    return true;
  };
  return are_entries() &&
         are_below(table.values, table.count, value_bound(table.value_kind, number)) &&
         (table.is_map == 0 || are_below(table.keys, table.count, image_.count(Section::strings)));
}

// What the values of a table with this number are less than.
std::uint32_t Verifier::value_bound(std::uint8_t kind, std::uint32_t number) const {
  switch (static_cast<Kind>(kind)) {
    case Kind::text: return image_.count(Section::strings);
    case Kind::integer:
    case Kind::number: return image_.count(Section::integers);
    case Kind::boolean: return 2;
    case Kind::table: return number;
    case Kind::object:
    case Kind::array:
    case Kind::time:
    case Kind::list:
    case Kind::map: return 0;
  }
  return 0;
}

bool Verifier::check_registers() {
  const std::uint32_t count = image_.count(Section::registers);
  if (count > limits::max_registers) {
    return fail(FaultKind::image_program, Section::registers, 0);
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    if (image_.row<std::uint8_t>(Section::registers, i) >= image::kind_count) {
      return fail(FaultKind::image_program, Section::registers, i);
    }
  }
  return true;
}

bool Verifier::check_triggers() {
  std::uint32_t next_source = 0;
  for (std::uint32_t i = 0; i < image_.count(Section::triggers); ++i) {
    const auto row = image_.row<image::TriggerRow>(Section::triggers, i);
    const bool sound = has_string(row.name) && has_string(row.prefix) && has_string(row.versions) &&
                       row.first_source == next_source &&
                       row.source_count <= image_.count(Section::sources) - next_source &&
                       has_program_or_none(row.unknown_program) &&
                       has_program_or_none(row.unnamed_program);
    if (!sound) return fail(FaultKind::image_source, Section::triggers, i);
    next_source += row.source_count;
  }
  for (std::uint32_t i = 0; i < image_.count(Section::sources); ++i) {
    const auto row = image_.row<image::SourceRow>(Section::sources, i);
    if (i >= next_source || !has_string(row.name) || !has_program_or_none(row.program)) {
      return fail(FaultKind::image_source, Section::sources, i);
    }
  }
  return true;
}

bool Verifier::check_response() {
  for (std::uint32_t i = 0; i < image_.count(Section::fields); ++i) {
    const auto row = image_.row<image::FieldRow>(Section::fields, i);
    const bool zero = std::all_of(std::begin(row.reserved), std::end(row.reserved),
                                  [](std::uint8_t byte) { return byte == 0; });
    if (!is_sound(row) || !zero) {
      return fail(FaultKind::image_program, Section::fields, i);
    }
  }
  for (std::uint32_t i = 0; i < image_.count(Section::effects); ++i) {
    if (!is_sound(image_.row<image::EffectRow>(Section::effects, i))) {
      return fail(FaultKind::image_program, Section::effects, i);
    }
  }
  for (std::uint32_t i = 0; i < image_.count(Section::effect_parameters); ++i) {
    if (!has_string(image_.row<std::uint32_t>(Section::effect_parameters, i))) {
      return fail(FaultKind::image_program, Section::effect_parameters, i);
    }
  }
  return true;
}

bool Verifier::is_sound(const image::FieldRow& field) const {
  if (!has_string(field.path) || !has_string_or_none(field.from)) return false;
  const std::string_view path = image_.string(field.path);
  if (path.empty() || path.front() == '.' || path.back() == '.' ||
      path.find("..") != std::string_view::npos) {
    return false;
  }
  const auto dots = std::count(path.begin(), path.end(), '.');
  if (static_cast<std::size_t>(dots) >= limits::max_path_parts) return false;
  return field.kind <= static_cast<std::uint8_t>(image::FieldKind::kept) &&
         field.default_value <= static_cast<std::uint8_t>(image::FieldDefault::copied);
}

bool Verifier::check_variables() {
  for (std::uint32_t i = 0; i < image_.count(Section::variables); ++i) {
    if (!has_string(image_.row<std::uint32_t>(Section::variables, i))) {
      return fail(FaultKind::image_program, Section::variables, i);
    }
  }
  return true;
}

bool Verifier::is_sound(const image::EffectRow& effect) const {
  const std::uint32_t parameters = image_.count(Section::effect_parameters);
  return has_string(effect.name) && effect.parameter_count <= limits::max_effect_arguments &&
         effect.first_parameter <= parameters &&
         effect.parameter_count <= parameters - effect.first_parameter &&
         effect.rule < rule_count() && effect.reject_on_failure <= 1 &&
         effect.kept_on_reject <= 1 && effect.lists >> effect.parameter_count == 0 &&
         effect.reserved == 0;
}

bool Verifier::check_rules() {
  if (image_.count(Section::rules) != (is_stripped() ? 0 : rule_count())) {
    return fail(FaultKind::image_rule, Section::rules, 0);
  }
  for (std::uint32_t i = 0; i < image_.count(Section::rules); ++i) {
    const auto row = image_.row<image::RuleRow>(Section::rules, i);
    if (!has_string_or_none(row.name) || !has_string_or_none(row.file)) {
      return fail(FaultKind::image_rule, Section::rules, i);
    }
  }
  return true;
}

std::optional<Fault> verify(std::span<const std::byte> image) {
  if (const auto fault = check_header(image)) return fault;
  if (const auto fault = check_layout(image)) return fault;
  Verifier verifier(image);
  if (!verifier.run()) return verifier.fault();
  return std::nullopt;
}

}  // namespace lintel::runtime
