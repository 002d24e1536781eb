// SPDX-License-Identifier: Apache-2.0
// Nothing is written before it is sure to fit. Nearly always a bound that is quick to find settles
// it; if not, the code that writes the text first counts its bytes.
#include "runtime/response_writer.h"

#include <algorithm>
#include <cstring>

#include "runtime/json_text.h"
#include "runtime/text.h"

namespace lintel::runtime {
namespace {

using image::FieldRow;
using image::Section;

// Counts if `out` is null, else writes.
class Output {
 public:
  explicit Output(char* out) : out_(out) {}

  void add(std::string_view text) {
    if (out_ != nullptr && !text.empty()) std::memcpy(out_ + size_, text.data(), text.size());
    size_ += text.size();
  }

  void add_string(std::string_view text) {
    add("\"");
    size_ += escape_json(text, out_ == nullptr ? nullptr : out_ + size_);
    add("\"");
  }

  // [begin, end).
  void add(const char* begin, const char* end) {
    add(std::string_view(begin, static_cast<std::size_t>(end - begin)));
  }

  std::size_t size() const { return size_; }

 private:
  char* out_;
  std::size_t size_ = 0;
};

// The most bytes that escape_json() makes of one.
constexpr std::size_t escape_factor = 6;

// The most bytes of add_string().
constexpr std::size_t string_bound(std::string_view text) {
  return 2 + escape_factor * text.size();
}

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

class Answer {
 public:
  Answer(const image::View& image, const image::ProgramRow& program, const Reading& reading,
         std::span<FieldValue> fields)
      : image_(image), program_(program), reading_(reading), fields_(fields) {}

  // The most bytes of compose(): the event, each field as a new member, and the longest value in
  // the place of each value of the response. In 64 bits on every machine, which cannot overflow.
  std::uint64_t bound() const {
    constexpr std::size_t around = std::string_view(",\"response\":{}").size();
    constexpr std::size_t shortest_member = std::string_view("\"\":0,").size();
    std::uint64_t longest_value = 0;
    std::uint64_t size = reading_.json.size() + around;
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      const std::uint64_t value = value_bound(fields_[i]);
      longest_value = std::max(longest_value, value);
      size += string_bound(image_.string(field(i).path)) + std::string_view(",:").size() + value;
    }
    return size + reading_.response.size() / shortest_member * longest_value;
  }

  void compose(Output& out) {
    const char* const end = reading_.json.data() + reading_.json.size();
    const std::string_view response = reading_.response;
    if (response.data() == nullptr) {
      out.add(reading_.json.data(), reading_.last_member_end);
      out.add(reading_.has_members ? ",\"response\":" : "\"response\":");
      add_new_object(out);
      out.add(reading_.last_member_end, end);
      return;
    }
    out.add(reading_.json.data(), response.data());
    if (json_type(response.front()) == JsonType::object)
      add_rewritten(out, response);
    else
      add_new_object(out);
    out.add(response.data() + response.size(), end);
  }

 private:
  FieldRow field(std::size_t number) const {
    return image_.row<FieldRow>(Section::fields,
                                program_.first_field + static_cast<std::uint32_t>(number));
  }

  static std::size_t value_bound(const FieldValue& value) {
    return value.is_set ? std::max(string_bound(value.text), boolean_text(false).size())
                        : boolean_text(false).size();
  }

  void add_value(Output& out, std::size_t number) const {
    const FieldRow row = field(number);
    const FieldValue& value = fields_[number];
    const bool is_flag = static_cast<image::FieldKind>(row.kind) == image::FieldKind::flag;
    if (value.is_set && is_flag) return out.add(boolean_text(value.flag));
    if (value.is_set) return out.add_string(value.text);
    const auto unset = static_cast<image::FieldDefault>(row.default_value);
    out.add(unset == image::FieldDefault::no ? "false" : "null");
  }

  // The fields that have not been written, as members after others or as the first ones.
  void add_missing(Output& out, bool is_first) {
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      if (fields_[i].is_written) continue;
      if (!is_first) out.add(",");
      is_first = false;
      out.add_string(image_.string(field(i).path));
      out.add(":");
      add_value(out, i);
    }
  }

  void forget_written() {
    for (FieldValue& value : fields_) value.is_written = false;
  }

  void add_new_object(Output& out) {
    forget_written();
    out.add("{");
    add_missing(out, true);
    out.add("}");
  }

  void add_rewritten(Output& out, std::string_view response) {
    forget_written();
    JsonMembers members(response);
    JsonMember member;
    const char* copied = response.data();
    const char* last_member_end = response.data() + 1;
    bool is_first = true;
    while (members.next(member)) {
      is_first = false;
      last_member_end = member.value.data() + member.value.size();
      const std::size_t number = find_field(member.name);
      if (number == fields_.size()) continue;
      out.add(copied, member.value.data());
      add_value(out, number);
      fields_[number].is_written = true;
      copied = last_member_end;
    }
    out.add(copied, last_member_end);
    add_missing(out, is_first);
    out.add(last_member_end, response.data() + response.size());
  }

  // fields_.size() if the program does not manage a field of this name.
  std::size_t find_field(RawText name) const {
    std::size_t number = 0;
    while (number < fields_.size() && !equals(name, image_.string(field(number).path))) ++number;
    return number;
  }

  const image::View& image_;
  const image::ProgramRow& program_;
  const Reading& reading_;
  std::span<FieldValue> fields_;
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

std::optional<std::string_view> write_answer(const image::View& image,
                                             const image::ProgramRow& program,
                                             const Reading& reading, std::span<FieldValue> fields,
                                             std::span<char> out) {
  Answer answer(image, program, reading, fields);
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
