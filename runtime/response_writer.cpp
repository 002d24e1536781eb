// SPDX-License-Identifier: Apache-2.0
// Nothing is written before it is sure to fit. Nearly always a bound that is quick to find settles
// it; if not, the code that writes the text first counts its bytes.
#include "runtime/response_writer.h"

#include <algorithm>

#include "runtime/json_text.h"
#include "runtime/output.h"
#include "runtime/text.h"

namespace lintel::runtime {
namespace {

using image::FieldRow;
using image::Section;

// What compose(Output&) writes, which is at most `bound` bytes.
template <typename Compose>
std::optional<std::string_view> write(std::span<char> out, std::uint64_t bound, Compose compose) {
  if (bound > out.size()) {
    Output counter(nullptr);
    compose(counter);
    if (counter.size() > out.size()) return std::nullopt;
  }
  Output writer(out.data());
  compose(writer);
  return std::string_view(out.data(), writer.size());
}

// Writes `response` level by level. A level is a path with its last dot, "" for `response` itself;
// the fields whose path starts with it stand in it or further down.
class Answer {
 public:
  Answer(const FieldWriter& fields, const Reading& reading, std::span<FieldValue> values)
      : fields_(fields), reading_(reading), values_(values) {}

  // The most bytes of compose(): the event, each field as a new member, and the longest value in
  // the place of each value of the response. In 64 bits on every machine, which cannot overflow.
  std::uint64_t bound() const {
    constexpr std::size_t around = std::string_view(",\"response\":{}").size();
    constexpr std::size_t shortest_member = std::string_view("\"\":0,").size();
    constexpr std::size_t around_name = std::string_view(",\"\":{}").size();
    std::uint64_t longest_value = 0;
    std::uint64_t added = 0;
    bool nested = false;
    for (std::size_t i = 0; i < fields_.count(); ++i) {
      const std::string_view path = fields_.path(i);
      const std::uint64_t value = fields_.bound(i);
      const auto dots = static_cast<std::size_t>(std::count(path.begin(), path.end(), '.'));
      nested |= dots != 0;
      longest_value = std::max(longest_value, value);
      added += string_bound(path) + (dots + 1) * around_name + value;
    }
    // An object that holds fields may take the place of a value too.
    if (nested) longest_value = added;
    return reading_.json.size() + around + added +
           reading_.response.size() / shortest_member * longest_value;
  }

  void compose(Output& out) {
    const char* const end = reading_.json.data() + reading_.json.size();
    const std::string_view response = reading_.response;
    if (!has_wanted({})) return out.add(reading_.json);
    if (response.data() == nullptr) {
      out.add(reading_.json.data(), reading_.last_member_end);
      out.add(reading_.has_members ? ",\"response\":" : "\"response\":");
      add_new_object(out, {});
      out.add(reading_.last_member_end, end);
      return;
    }
    out.add(reading_.json.data(), response.data());
    add_object(out, {}, response);
    out.add(response.data() + response.size(), end);
  }

 private:
  bool stands_in(std::size_t number, std::string_view level) const {
    return starts_with(fields_.path(number), level);
  }

  // The name under which the field, or what holds it, stands in the level.
  std::string_view name_in(std::size_t number, std::string_view level) const {
    const std::string_view rest = slice(fields_.path(number), level.size());
    return slice(rest, 0, rest.find('.'));
  }

  bool is_in_itself(std::size_t number, std::string_view level) const {
    return level.size() + name_in(number, level).size() == fields_.path(number).size();
  }

  // The level below under the name of the field, which does not stand in `level` itself.
  std::string_view below(std::size_t number, std::string_view level) const {
    return slice(fields_.path(number), 0, level.size() + name_in(number, level).size() + 1);
  }

  bool has_wanted(std::string_view level) const {
    for (std::size_t i = 0; i < fields_.count(); ++i) {
      if (stands_in(i, level) && fields_.is_wanted(i)) return true;
    }
    return false;
  }

  // From here on none of the fields of the level has been written.
  void start(std::string_view level) {
    for (std::size_t i = 0; i < fields_.count(); ++i) {
      if (stands_in(i, level)) values_[i].is_written = false;
    }
  }

  // The wanted fields that have not been written, as members after others or as the first ones.
  void add_missing(Output& out, std::string_view level, bool is_first) {
    for (std::size_t i = 0; i < fields_.count(); ++i) {
      if (!stands_in(i, level) || values_[i].is_written || !fields_.is_wanted(i)) continue;
      if (!is_first) out.add(",");
      is_first = false;
      out.add_string(name_in(i, level));
      out.add(":");
      if (is_in_itself(i, level)) {
        fields_.add(out, i);
        values_[i].is_written = true;
      } else {
        add_new_object(out, below(i, level));
      }
    }
  }

  void add_new_object(Output& out, std::string_view level) {
    start(level);
    out.add("{");
    add_missing(out, level, true);
    out.add("}");
  }

  // `json` with the fields of the level written into it.
  void add_object(Output& out, std::string_view level, std::string_view json) {
    if (json_type(json.front()) != JsonType::object) return add_new_object(out, level);
    start(level);
    JsonMembers members(json);
    JsonMember member;
    const char* copied = json.data();
    const char* last_member_end = json.data() + 1;
    bool is_first = true;
    while (members.next(member)) {
      is_first = false;
      last_member_end = member.value.data() + member.value.size();
      const std::size_t number = find_field(member.name, level);
      if (number == fields_.count()) continue;
      if (is_in_itself(number, level)) {
        const bool is_kept = fields_.keeps(number) && member.type() != JsonType::null;
        values_[number].is_written = true;
        if (is_kept || !fields_.is_wanted(number)) continue;
        out.add(copied, member.value.data());
        fields_.add(out, number);
      } else {
        const std::string_view inner = below(number, level);
        if (!has_wanted(inner)) continue;
        out.add(copied, member.value.data());
        add_object(out, inner, member.value);
      }
      copied = last_member_end;
    }
    out.add(copied, last_member_end);
    add_missing(out, level, is_first);
    out.add(last_member_end, json.data() + json.size());
  }

  // The first field that stands in the level under this name, or below it; count() if none does.
  std::size_t find_field(RawText name, std::string_view level) const {
    const auto is_here = [&](std::size_t number) {
      return fields_.is_member(number) && stands_in(number, level) &&
             equals(name, name_in(number, level));
    };
    std::size_t number = 0;
    while (number < fields_.count() && !is_here(number)) ++number;
    return number;
  }

  const FieldWriter& fields_;
  const Reading& reading_;
  std::span<FieldValue> values_;
};

}  // namespace

std::size_t max_growth(const image::View& image) {
  constexpr std::size_t around = sizeof ",\"response\":{}";
  constexpr std::size_t around_field = sizeof ",\"\":\"\"" + sizeof "false";
  std::size_t size = around + escape_factor * limits::text_arena_bytes;
  for (std::uint32_t i = 0; i < image.count(Section::fields); ++i) {
    const auto row = image.row<FieldRow>(Section::fields, i);
    size += escape_factor * image.string(row.path).size() + around_field;
  }
  return size;
}

std::optional<std::string_view> write_answer(const FieldWriter& fields, const Reading& reading,
                                             std::span<FieldValue> values, std::span<char> out) {
  Answer answer(fields, reading, values);
  return write(out, answer.bound(), [&](Output& to) { answer.compose(to); });
}

std::optional<std::string_view> write_error(std::string_view text, std::string_view type,
                                            std::span<char> out) {
  constexpr std::string_view before_text = "{\"errorMessage\":";
  constexpr std::string_view before_type = ",\"errorType\":";
  constexpr std::string_view end = "}";
  const std::size_t bound = before_text.size() + string_bound(text) + before_type.size() +
                            string_bound(type) + end.size();
  return write(out, bound, [&](Output& to) {
    to.add(before_text);
    to.add_string(text);
    to.add(before_type);
    to.add_string(type);
    to.add(end);
  });
}

}  // namespace lintel::runtime
