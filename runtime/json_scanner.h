// SPDX-License-Identifier: Apache-2.0
// Strict JSON (RFC 8259 in UTF-8), one token after the other. Nothing is copied and nothing
// recurses.
//
// A function takes the place where its token starts and returns the place after it, or null: then
// fault() says what is wrong, and where. A place lies in [begin, end].
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/byte_scan.h"
#include "runtime/limits.h"
#include "runtime/lintel.h"

namespace lintel::runtime {

// The inside of a JSON string as it stands, valid; `escaped` if it holds a backslash.
struct RawText {
  std::string_view text;
  bool escaped = false;
};

enum class JsonType : std::uint8_t { object, list, text, number, boolean, null, nothing };

// The type of the value that starts with `c`; nothing if none does.
constexpr JsonType json_type(char c) {
  switch (c) {
    case '{': return JsonType::object;
    case '[': return JsonType::list;
    case '"': return JsonType::text;
    case 't':
    case 'f': return JsonType::boolean;
    case 'n': return JsonType::null;
    default: return c == '-' || (c >= '0' && c <= '9') ? JsonType::number : JsonType::nothing;
  }
}

class JsonScanner {
 public:
  JsonScanner() = default;
  explicit JsonScanner(std::string_view text)
      : begin_(text.data()), end_(text.data() + text.size()) {}

  const char* begin() const { return begin_; }
  const char* end() const { return end_; }
  std::size_t offset(const char* at) const { return static_cast<std::size_t>(at - begin_); }

  const char* skip_space(const char* at) const {
    // Events come from Cognito without any: one comparison settles it.
    return at != end_ && *at > ' ' ? at : skip_some_space(at);
  }

  // '\0', which starts no token, at the end.
  char peek(const char* at) const { return at == end_ ? '\0' : *at; }

  // The next member of an object, or its end, from after its '{' or a value on. Gives the place
  // where the member's value starts, or after the '}', and then name.text.data() is null.
  const char* member(const char* at, bool is_first, RawText& name) {
    // As nearly all of them stand in an event: a comma, and no space.
    const bool follows = !is_first && end_ - at > 1 && at[0] == ',' && at[1] == '"';
    return follows ? named_member(at + 1, name) : any_member(at, is_first, name);
  }

  // From a quote on.
  const char* string(const char* at, RawText& content) {
    const char* const begin = at + 1;
    at = skip_plain(begin, end_);
    if (peek(at) != '"') return rest_of_string(begin, at, content);
    content = {{begin, static_cast<std::size_t>(at - begin)}, false};
    return at + 1;
  }

  // The same from `at` on: what stands before it, from `begin` on, is plain.
  const char* rest_of_string(const char* begin, const char* at, RawText& content);

  // A value of any type, inside of `depth` objects and lists.
  const char* value(const char* at, std::size_t depth) {
    RawText ignored;
    const char c = peek(at);
    if (c == '"') return string(at, ignored);
    return c == '{' || c == '[' ? container(at, depth) : scalar(at);
  }

  // A number, true, false or null.
  const char* scalar(const char* at);

  // Notes that something is wrong at `at`: the event ends there, or is malformed.
  const char* fail(const char* at);
  const char* fail(FaultKind kind, const char* at, std::string_view path = {});

  const Fault& fault() const { return fault_; }

 private:
  // One bit for each open object or list: whether it is an object.
  class Nesting {
   public:
    void set(std::size_t depth, bool object) {
      const std::uint64_t bit = std::uint64_t{1} << (depth % 64);
      std::uint64_t& word = words_[depth / 64];
      word = object ? word | bit : word & ~bit;
    }
    bool is_object(std::size_t depth) const {
      return (words_[depth / 64] >> (depth % 64) & 1) != 0;
    }

   private:
    std::uint64_t words_[limits::max_event_depth / 64 + 1] = {};
  };

  // From the quote of the name on.
  const char* named_member(const char* at, RawText& name) {
    at = string(at, name);
    if (at == nullptr) return nullptr;
    at = skip_space(at);
    return peek(at) == ':' ? skip_space(at + 1) : fail(at);
  }

  const char* skip_some_space(const char* at) const;
  const char* any_member(const char* at, bool is_first, RawText& name);
  const char* container(const char* at, std::size_t depth);
  const char* escape(const char* at);
  const char* unicode_escape(const char* at);
  const char* four_digits(const char* at, std::uint32_t& value);
  const char* character(const char* at);
  const char* number(const char* at);
  const char* digits(const char* at);
  const char* literal(const char* at, std::string_view word);

  const char* begin_ = nullptr;
  const char* end_ = nullptr;
  Fault fault_{};
};

}  // namespace lintel::runtime
