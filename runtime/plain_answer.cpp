// SPDX-License-Identifier: Apache-2.0
// The event is copied once, in pieces between the values that change.
#include "runtime/plain_answer.h"

#include <algorithm>

#include "runtime/byte_scan.h"
#include "runtime/output.h"
#include "runtime/text.h"

namespace lintel::runtime {
namespace {

using image::FieldDefault;
using image::FieldKind;

constexpr std::size_t max_fields = 16;  // a bit for each in a word

// Whether the answer gets a value where the event has none, and another one where it has one.
bool is_wanted(const AnswerField& field, const FieldValue& value) {
  return value.is_set || field.unset != FieldDefault::as_it_came;
}

void add_value(Output& out, const AnswerField& field, const FieldValue& value) {
  if (!value.is_set) {
    if (field.unset == FieldDefault::null) return out.add("null");
    return out.add(boolean_text(field.unset == FieldDefault::yes));
  }
  if (value.is_null) return out.add("null");
  if (field.kind == FieldKind::flag) return out.add(boolean_text(value.flag));
  out.add_string(value.text);
}

std::uint8_t find_field(std::span<const AnswerField> fields, const char* name, const char* end) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::size_t size = fields[i].name.size();
    if (size < static_cast<std::size_t>(end - name) && name[size] == '"' &&
        is_equal(name, fields[i].name.data(), size)) {
      return static_cast<std::uint8_t>(i);
    }
  }
  return MemberFields::no_field;
}

void learn_members(std::span<const AnswerField> fields, const Reading& reading,
                   MemberFields& known) {
  known.members = reading.response_members;
  known.count = reading.response_member_count;
  for (std::size_t m = 0; m < reading.response_member_count; ++m) {
    const PhraseMember& member = reading.response_members[m];
    known.fields[m] = find_field(fields, reading.phrase + member.name, reading.phrase + member.end);
  }
}

}  // namespace

AnswerField answer_field(const image::View& image, std::uint32_t row) {
  const auto field = image.row<image::FieldRow>(image::Section::fields, row);
  const std::string_view name = image.string(field.path);
  const auto kind = static_cast<FieldKind>(field.kind);
  const auto unset = static_cast<FieldDefault>(field.default_value);
  const bool is_plain = (kind == FieldKind::flag || kind == FieldKind::text) &&
                        unset != FieldDefault::copied && name.find('.') == std::string_view::npos &&
                        std::none_of(name.begin(), name.end(), is_escaped);
  return {name, kind, unset, is_plain};
}

std::string_view write_plain_answer(std::span<const AnswerField> fields,
                                    std::span<const FieldValue> values, const Reading& reading,
                                    MemberFields& known, std::span<char> out) {
  if (reading.response_members == nullptr || fields.size() > max_fields) return {};
  std::size_t bound = reading.json.size();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (!fields[i].is_plain) return {};
    constexpr std::size_t around = std::string_view(",\"\":false").size();
    bound += (fields[i].name.size() + around + string_bound(values[i].text)) *
             (1 + reading.response_member_count);
  }
  if (bound > out.size()) return {};

  if (reading.response_member_count != known.count || reading.response_members != known.members) {
    learn_members(fields, reading, known);
  }
  Output answer(out.data());
  const char* copied = reading.json.data();
  std::uint32_t written = 0;  // a bit for each field
  for (std::size_t m = 0; m < reading.response_member_count; ++m) {
    const std::uint8_t i = known.fields[m];
    if (i == MemberFields::no_field) continue;
    written |= 1U << i;
    if (!is_wanted(fields[i], values[i])) continue;
    const PhraseMember& member = reading.response_members[m];
    answer.add(copied, reading.phrase + member.name + fields[i].name.size() + 2);
    add_value(answer, fields[i], values[i]);
    copied = reading.phrase + member.end;
  }
  const char* const close = reading.response.data() + reading.response.size() - 1;
  bool is_first = reading.response_member_count == 0;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if ((written >> i & 1) != 0 || !is_wanted(fields[i], values[i])) continue;
    answer.add(copied, close);
    copied = close;
    if (!is_first) answer.add(',');
    is_first = false;
    answer.add_string(fields[i].name);
    answer.add(':');
    add_value(answer, fields[i], values[i]);
  }
  answer.add(copied, reading.json.data() + reading.json.size());
  return {out.data(), answer.size()};
}

}  // namespace lintel::runtime
