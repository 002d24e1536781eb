// SPDX-License-Identifier: Apache-2.0
// Positions are turned into bytes first: valid UTF-8 has no part that begins inside of a character,
// so parts are looked for as bytes.
#include "runtime/strings.h"

#include <cstring>

#include "runtime/output.h"
#include "runtime/text.h"
#include "runtime/utf8.h"

namespace lintel::runtime {
namespace {

std::string_view first_bytes(std::string_view text, std::size_t size) {
  return {text.data(), size};
}

std::string_view after(std::string_view text, std::size_t size) {
  text.remove_prefix(size);
  return text;
}

// Bytes of the first character of a text that is not empty.
std::size_t first_character(std::string_view text) {
  std::size_t size = 1;
  while (size < text.size() && is_continuation(text[size])) ++size;
  return size;
}

// Bytes before the character at `position`; nothing outside of `text`, whose end lies inside.
std::optional<std::size_t> bytes_before(std::string_view text, std::int64_t position) {
  if (position < 0) return std::nullopt;
  std::size_t bytes = 0;
  for (; position > 0; --position) {
    if (bytes == text.size()) return std::nullopt;
    bytes += first_character(after(text, bytes));
  }
  return bytes;
}

// Bytes before the first place of `part`, which is not empty. For memmem() see contains().
std::optional<std::size_t> find(std::string_view text, std::string_view part) {
  if (part.size() > text.size()) return std::nullopt;
  const void* found = ::memmem(text.data(), text.size(), part.data(), part.size());
  if (found == nullptr) return std::nullopt;
  return static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

// The same of the last place. There is no memmem() from the right that every C library has, and to
// compare at each place takes quadratic time; so the place is closed in by halves.
std::optional<std::size_t> find_last(std::string_view text, std::string_view part) {
  std::optional<std::size_t> last = find(text, part);
  if (!last) return std::nullopt;
  std::size_t end = text.size() - part.size() + 1;  // no place is at or after it
  while (*last + 1 < end) {
    const std::size_t middle = *last + (end - *last) / 2;
    const std::optional<std::size_t> later = find(after(text, middle), part);
    if (later) {
      last = middle + *later;
    } else {
      end = middle;
    }
  }
  return last;
}

std::int64_t last_position(std::string_view text, std::string_view part) {
  const std::optional<std::size_t> found = find_last(text, part);
  return found ? count_code_points(first_bytes(text, *found)) : -1;
}

// The places of a part that are replaced, from the left.
class Places {
 public:
  Places(std::string_view text, std::string_view part, std::int64_t limit)
      : rest_(text), part_(part), limit_(limit) {}

  // What stands before the next place.
  bool next(std::string_view& before) {
    if (limit_ == 0) return false;
    if (limit_ > 0) --limit_;
    if (part_.empty()) {
      const std::size_t size = is_first_ || rest_.empty() ? 0 : first_character(rest_);
      if (!is_first_ && rest_.empty()) return false;
      is_first_ = false;
      before = first_bytes(rest_, size);
      rest_ = after(rest_, size);
      return true;
    }
    const std::optional<std::size_t> found = find(rest_, part_);
    if (!found) return false;
    before = first_bytes(rest_, *found);
    rest_ = after(rest_, *found + part_.size());
    return true;
  }

  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
  std::string_view part_;
  std::int64_t limit_;
  bool is_first_ = true;
};

}  // namespace

std::optional<std::string_view> char_at(std::string_view text, std::int64_t position) {
  const std::optional<std::size_t> begin = bytes_before(text, position);
  if (!begin) return std::nullopt;
  const std::string_view rest = after(text, *begin);
  return rest.empty() ? rest : first_bytes(rest, first_character(rest));
}

std::optional<std::int64_t> index_of(std::string_view text, std::string_view part,
                                     std::int64_t from) {
  const std::optional<std::size_t> begin = bytes_before(text, from);
  if (!begin) return std::nullopt;
  if (part.empty()) return from;
  const std::string_view rest = after(text, *begin);
  const std::optional<std::size_t> found = find(rest, part);
  return found ? from + count_code_points(first_bytes(rest, *found)) : -1;
}

std::int64_t last_index_of(std::string_view text, std::string_view part) {
  return part.empty() ? count_code_points(text) : last_position(text, part);
}

std::optional<std::int64_t> last_index_of(std::string_view text, std::string_view part,
                                          std::int64_t from) {
  const std::optional<std::size_t> begin = bytes_before(text, from);
  if (!begin) return std::nullopt;
  if (part.empty()) return from;
  const std::size_t rest = text.size() - *begin;
  return last_position(first_bytes(text, *begin + (part.size() < rest ? part.size() : rest)), part);
}

std::optional<std::string_view> substring(std::string_view text, std::int64_t begin) {
  const std::optional<std::size_t> bytes = bytes_before(text, begin);
  if (!bytes) return std::nullopt;
  return after(text, *bytes);
}

std::optional<std::string_view> substring(std::string_view text, std::int64_t begin,
                                          std::int64_t end) {
  if (begin < 0 || begin > end) return std::nullopt;
  const std::optional<std::string_view> rest = substring(text, begin);
  if (!rest) return std::nullopt;
  const std::optional<std::size_t> size = bytes_before(*rest, end - begin);
  if (!size) return std::nullopt;
  return first_bytes(*rest, *size);
}

std::size_t reverse(std::string_view text, char* out) {
  if (out == nullptr) return text.size();
  std::size_t left = text.size();
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t size = first_character(rest);
    left -= size;
    std::memcpy(out + left, rest.data(), size);
    rest = after(rest, size);
  }
  return text.size();
}

std::size_t replace(std::string_view text, std::string_view part, std::string_view replacement,
                    std::int64_t limit, char* out) {
  std::string_view before;
  std::size_t count = 0;
  for (Places places(text, part, limit); places.next(before);) ++count;
  std::size_t size = 0;
  if (__builtin_mul_overflow(count, replacement.size(), &size) ||
      __builtin_add_overflow(size, text.size() - count * part.size(), &size)) {
    return SIZE_MAX;
  }
  if (out == nullptr) return size;
  Output result(out);
  Places places(text, part, limit);
  while (places.next(before)) {
    result.add(before);
    result.add(replacement);
  }
  result.add(places.rest());
  return result.size();
}

Split::Split(std::string_view text, std::string_view separator, std::int64_t limit)
    : rest_(text),
      separator_(separator),
      limit_(limit),
      done_(limit == 0 || (separator.empty() && text.empty())) {}

bool Split::next(std::string_view& piece) {
  if (done_) return false;
  std::optional<std::size_t> size;
  if (limit_ > 0) --limit_;
  if (limit_ != 0) {
    size = separator_.empty() ? first_character(rest_) : find(rest_, separator_);
  }
  done_ = !size || (separator_.empty() && *size == rest_.size());
  piece = first_bytes(rest_, done_ ? rest_.size() : *size);
  if (!done_) rest_ = after(rest_, *size + separator_.size());
  return true;
}

}  // namespace lintel::runtime
