// SPDX-License-Identifier: Apache-2.0
// What is copied from the event is looked up in its text when it is needed: few answers copy.
#include "runtime/field_writer.h"

#include <algorithm>

#include "runtime/json_build.h"
#include "runtime/json_text.h"
#include "runtime/limits.h"
#include "runtime/text.h"

namespace lintel::runtime {

using image::FieldDefault;
using image::FieldKind;
using image::FieldRow;
using image::Section;

namespace {

FieldKind kind_of(const FieldRow& row) { return static_cast<FieldKind>(row.kind); }
FieldDefault default_of(const FieldRow& row) {
  return static_cast<FieldDefault>(row.default_value);
}

// The path without its last name: "a.b." of a.b.c.
std::string_view parent(std::string_view path) {
  return slice(path, 0, path.rfind('.') + 1);  // npos + 1 is 0
}

// Takes the first word, up to `separator`, off `words`.
std::string_view take_word(std::string_view& words, char separator) {
  const std::size_t end = words.find(separator);
  const std::string_view word = slice(words, 0, end);
  words.remove_prefix(end == std::string_view::npos ? words.size() : end + 1);
  return word;
}

bool is_object(std::string_view json) { return json_type(json.front()) == JsonType::object; }

}  // namespace

FieldRow FieldWriter::row(std::size_t number) const {
  return image_.row<FieldRow>(Section::fields,
                              program_.first_field + static_cast<std::uint32_t>(number));
}

bool FieldWriter::is_member(std::size_t number) const {
  const FieldKind kind = kind_of(row(number));
  return kind != FieldKind::dropped && kind != FieldKind::kept;
}

std::optional<std::size_t> FieldWriter::other(std::size_t number, FieldKind kind) const {
  for (std::size_t i = 0; i < count(); ++i) {
    if (kind_of(row(i)) == kind && path(i) == path(number)) return i;
  }
  return std::nullopt;
}

bool FieldWriter::is_set(std::size_t number) const {
  if (values_[number].is_set) return true;
  if (kind_of(row(number)) != FieldKind::entries) return false;
  for (const FieldKind kind : {FieldKind::dropped, FieldKind::kept}) {
    const auto found = other(number, kind);
    if (found && values_[*found].is_set) return true;
  }
  return false;
}

bool FieldWriter::has_set_neighbour(std::size_t number) const {
  for (std::size_t i = 0; i < count(); ++i) {
    if (values_[i].is_set && parent(path(i)) == parent(path(number))) return true;
  }
  return false;
}

bool FieldWriter::is_wanted(std::size_t number) const {
  if (!is_member(number)) return false;
  if (is_set(number)) return true;
  switch (default_of(row(number))) {
    case FieldDefault::no:
    case FieldDefault::yes:
    case FieldDefault::null: return true;
    case FieldDefault::as_it_came: return false;
    case FieldDefault::copied: break;
  }
  return has_set_neighbour(number) && copied(number).has_value();
}

bool FieldWriter::keeps(std::size_t number) const {
  return !is_set(number) && default_of(row(number)) == FieldDefault::copied;
}

// The last member of each name on the way, as the reader takes repeated names.
std::optional<std::string_view> FieldWriter::find(std::string_view path) const {
  std::string_view json = reading_.json;
  while (!path.empty()) {
    json.remove_prefix(json.find('{'));
    const auto found = find_member(json, take_word(path, '.'));
    if (!found || found->type() == JsonType::null) return std::nullopt;
    json = found->value;
    if (!path.empty() && !is_object(json)) return std::nullopt;
  }
  return json;
}

std::optional<std::string_view> FieldWriter::copied(std::size_t number) const {
  const FieldRow field = row(number);
  return field.from == image::none ? std::nullopt : find(image_.string(field.from));
}

void FieldWriter::add(Output& out, std::size_t number) const {
  const FieldRow field = row(number);
  const FieldValue& value = values_[number];
  if (is_set(number)) {
    if (value.is_null) return out.add("null");
    switch (kind_of(field)) {
      case FieldKind::flag: return out.add(boolean_text(value.flag));
      case FieldKind::text: return out.add_string(value.text);
      case FieldKind::entries: return add_entries(out, number);
      case FieldKind::items:
      case FieldKind::dropped:
      case FieldKind::kept: return add_items(out, number);
    }
  }
  switch (default_of(field)) {
    case FieldDefault::no: return out.add(boolean_text(false));
    case FieldDefault::yes: return out.add(boolean_text(true));
    case FieldDefault::copied: return out.add(copied(number).value_or("null"));
    case FieldDefault::null:
    case FieldDefault::as_it_came: break;
  }
  out.add("null");
}

void FieldWriter::add_items(Output& out, std::size_t number) const {
  bool is_first = true;
  out.add("[");
  for (const CollectedValue& item : collected_.values()) {
    if (item.field != number) continue;
    if (!is_first) out.add(",");
    is_first = false;
    out.add_string(item.key);
  }
  out.add("]");
}

bool FieldWriter::lists(std::size_t number, const RawText& name) const {
  const auto values = collected_.values();
  return std::any_of(values.begin(), values.end(), [&](const CollectedValue& value) {
    return value.field == number && equals(name, value.key);
  });
}

// Whether an attribute of the event goes into the entries as it came.
bool FieldWriter::is_taken_over(std::size_t number, const RawText& name) const {
  if (lists(number, name)) return false;
  const auto dropped = other(number, FieldKind::dropped);
  if (dropped && lists(*dropped, name)) return false;
  const auto kept = other(number, FieldKind::kept);
  return !kept || !values_[*kept].is_set || lists(*kept, name);
}

template <typename Visit>
std::size_t FieldWriter::each_base(std::size_t number, Visit visit) const {
  const FieldRow field = row(number);
  if (field.from == image::none) return 0;
  const std::string_view sources = image_.string(field.from);
  std::size_t seen = 0;
  for (std::string_view rest = sources; !rest.empty();) {
    const std::size_t before = sources.size() - rest.size();
    const std::string_view object = find(take_word(rest, ' ')).value_or("null");
    if (!is_object(object)) continue;
    JsonMember member;
    // Each is looked for among all: they are counted first.
    for (JsonMembers all(object); all.next(member);) {
      if (++seen > limits::max_collected) return seen;
    }
    for (JsonMembers members(object); members.next(member);) {
      if (member.type() == JsonType::null || !is_taken_over(number, member.name)) continue;
      // Of a name that stands there twice the last one counts; of several sources the first.
      bool is_known = find_member(object, member.name)->value.data() != member.value.data();
      for (std::string_view earlier = slice(sources, 0, before); !earlier.empty() && !is_known;) {
        const std::string_view other = find(take_word(earlier, ' ')).value_or("null");
        if (!is_object(other)) continue;
        const auto known = find_member(other, member.name);
        is_known = known && known->type() != JsonType::null;
      }
      if (!is_known) visit(member);
    }
  }
  return seen;
}

void FieldWriter::add_entries(Output& out, std::size_t number) const {
  bool is_first = true;
  const auto separate = [&] {
    if (!is_first) out.add(",");
    is_first = false;
  };
  out.add("{");
  each_base(number, [&](const JsonMember& member) {
    separate();
    out.add("\"");
    out.add(member.name.text);
    out.add("\":");
    out.add(member.value);
  });
  for (const CollectedValue& entry : collected_.values()) {
    if (entry.field != number) continue;
    separate();
    out.add_string(entry.key);
    out.add(":");
    write_json(out, image_, entry.value, entry.kind);
  }
  out.add("}");
}

std::uint64_t FieldWriter::bound(std::size_t number) const {
  if (!is_member(number)) return 0;
  if (kind_of(row(number)) == FieldKind::text && values_[number].is_set) {
    return std::max(string_bound(values_[number].text), std::string_view("null").size());
  }
  const bool is_copied = default_of(row(number)) == FieldDefault::copied;
  if (kind_of(row(number)) == FieldKind::flag && !is_copied) return boolean_text(false).size();
  Output counter(nullptr);
  add(counter, number);
  return counter.size();
}

std::optional<FaultKind> FieldWriter::check() const {
  for (std::size_t i = 0; i < count(); ++i) {
    const FieldRow field = row(i);
    if (kind_of(field) != FieldKind::entries || !is_set(i)) continue;
    std::size_t entries = 0;
    const std::size_t came = each_base(i, [&](const JsonMember&) { ++entries; });
    if (came > limits::max_collected) return FaultKind::too_many_entries;
    for (const CollectedValue& entry : collected_.values()) entries += entry.field == i ? 1 : 0;
    if (entries == 0 && came != 0) return FaultKind::nothing_left;
  }
  return std::nullopt;
}

}  // namespace lintel::runtime
