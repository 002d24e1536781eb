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
                                    std::span<char> out) {
  if (reading.response_members == nullptr || fields.size() > max_fields) return {};
  std::size_t bound = reading.json.size();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (!fields[i].is_plain) return {};
    constexpr std::size_t around = std::string_view(",\"\":false").size();
    bound += (fields[i].name.size() + around + string_bound(values[i].text)) *
             (1 + reading.response_member_count);
  }
  if (bound > out.size()) return {};

  Output answer(out.data());
  const char* copied = reading.json.data();
  std::uint32_t written = 0;  // a bit for each field
  for (std::size_t m = 0; m < reading.response_member_count; ++m) {
    const char* const name = reading.phrase + reading.response_members[m].name;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const std::size_t size = fields[i].name.size();
      const char* const end = reading.phrase + reading.response_members[m].end;
      if (size >= static_cast<std::size_t>(end - name) || name[size] != '"' ||
          !is_equal(name, fields[i].name.data(), size)) {
        continue;
      }
      written |= 1U << i;
      if (!is_wanted(fields[i], values[i])) break;
      answer.add(copied, name + size + 2);
      add_value(answer, fields[i], values[i]);
      copied = end;
      break;
    }
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
