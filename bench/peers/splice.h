// SPDX-License-Identifier: Apache-2.0
// An answer made of the event's own bytes and of what takes the place of some of them, in a buffer
// that is used again. Places are named in the order in which they stand in the event.
#pragma once

#include <cstring>
#include <span>
#include <string>
#include <string_view>

namespace lintel::bench {

class Splice {
 public:
  // `added` is the most that all texts put in can take.
  void begin(std::string_view event, std::size_t added) {
    if (buffer_.size() < event.size() + added) buffer_.resize(event.size() + added);
    copied_ = event.data();
    end_ = event.data() + event.size();
    to_ = buffer_.data();
  }

  void replace(std::string_view place, std::string_view text) {
    copy_to(place.data());
    put(text);
    copied_ = place.data() + place.size();
  }

  void copy_to(const char* place) {
    put({copied_, static_cast<std::size_t>(place - copied_)});
    copied_ = place;
  }

  void put(std::string_view text) {
    std::memcpy(to_, text.data(), text.size());
    to_ += text.size();
  }

  std::string_view finish() {
    copy_to(end_);
    return {buffer_.data(), static_cast<std::size_t>(to_ - buffer_.data())};
  }

 private:
  std::string buffer_;
  const char* copied_ = nullptr;  // all before it is in the answer
  const char* end_ = nullptr;
  char* to_ = nullptr;
};

// Sets members of the response while a program goes over it.
class ResponseSplice {
 public:
  // The answer to `event` will have these values, which are JSON, under these names: 32 at
  // most, of 8 to 16 bytes.
  void begin(std::string_view event, std::span<const std::string_view> names,
             std::span<const std::string_view> values) {
    std::size_t added = 0;
    for (std::size_t i = 0; i < names.size(); ++i) {
      added += names[i].size() + values[i].size() + around_member;
    }
    splice_.begin(event, added);
    names_ = names;
    values_ = values;
    written_ = 0;
  }

  // A member that the response has; `value` is its text. The name is read up to its quote, which
  // may be among the event_padding bytes behind the event.
  void member(const char* name, std::string_view value) {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (!is_name(name, names_[i])) continue;
      if ((written_ & 1U << i) != 0) return;  // named twice: there is room for one value
      splice_.replace(value, values_[i]);
      written_ |= 1U << i;
      return;
    }
  }

  bool has_all() const { return written_ + 1 == 1U << names_.size(); }

  // `last` is where the response's last member ends, or where the first would if `is_empty`; of no
  // matter if has_all().
  std::string_view finish(const char* last, bool is_empty) {
    if (!has_all()) add_missing(last, is_empty);
    return splice_.finish();
  }

 private:
  static constexpr std::size_t around_member = std::string_view(",\"\":").size();

  // Whether a name that ends with a quote is the wanted one, which has 8 to 16 bytes.
  static bool is_name(const char* name, std::string_view wanted) {
    const std::size_t last_eight = wanted.size() - 8;
    return std::memcmp(name, wanted.data(), 8) == 0 && name[wanted.size()] == '"' &&
           std::memcmp(name + last_eight, wanted.data() + last_eight, 8) == 0;
  }

  void add_missing(const char* last, bool is_empty) {
    splice_.copy_to(last);
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if ((written_ & 1U << i) != 0) continue;
      splice_.put(is_empty ? "\"" : ",\"");
      splice_.put(names_[i]);
      splice_.put("\":");
      splice_.put(values_[i]);
      is_empty = false;
    }
  }

  Splice splice_;
  std::span<const std::string_view> names_;
  std::span<const std::string_view> values_;
  unsigned written_ = 0;  // a bit for each name
};

}  // namespace lintel::bench
