// SPDX-License-Identifier: Apache-2.0
// ASCII letters in lower and upper case, eight bytes at a time in a word, which every machine has.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace lintel::runtime {

inline constexpr std::size_t letters_bytes = sizeof(std::uint64_t);

inline std::uint64_t load_letters(const char* at) {
  std::uint64_t bytes;
  std::memcpy(&bytes, at, sizeof bytes);
  return bytes;
}

// The bytes of a text of less than eight, and zeros behind them: two loads that overlap, where the
// bytes that both have are the same.
inline std::uint64_t load_short(std::string_view text) {
  const auto both_ends = [text](auto word) -> std::uint64_t {
    auto end = word;
    std::memcpy(&word, text.data(), sizeof word);
    std::memcpy(&end, text.data() + text.size() - sizeof end, sizeof end);
    return word | std::uint64_t{end} << (8 * (text.size() - sizeof end));
  };
  if (text.size() >= sizeof(std::uint32_t)) return both_ends(std::uint32_t{});
  if (text.size() >= sizeof(std::uint16_t)) return both_ends(std::uint16_t{});
  return text.empty() ? 0 : both_ends(std::uint8_t{});
}

// 0x20, the bit between an upper and a lower case letter, in each byte that is from `first` to
// `last`, which are ASCII. Words: one, or a vector of some.
template <typename Words>
constexpr Words case_bits(Words bytes, char first, char last) {
  constexpr std::uint64_t ones = 0x0101010101010101;
  constexpr std::uint64_t high = 0x80 * ones;
  const Words low = bytes & ~high;
  const Words from_first = low + (0x80 - static_cast<std::uint64_t>(first)) * ones;
  const Words behind_last = low + (0x7f - static_cast<std::uint64_t>(last)) * ones;
  return (from_first & ~behind_last & ~bytes & high) >> 2;
}

struct Lower {
  template <typename Words>
  static constexpr Words bits(Words bytes) {
    return case_bits(bytes, 'A', 'Z');
  }
};
struct Upper {
  template <typename Words>
  static constexpr Words bits(Words bytes) {
    return case_bits(bytes, 'a', 'z');
  }
};

// Calls visit(offset, bytes) for words that cover `text`, the last one maybe overlapping the one
// before it; of a shorter text one word that ends in zeros. Stops when visit() returns false;
// returns whether it never did.
template <typename Visit>
bool each_word(std::string_view text, Visit visit) {
  if (text.size() < letters_bytes) return visit(std::size_t{0}, load_short(text));
  const std::size_t last = text.size() - letters_bytes;
  for (std::size_t i = 0; i < last; i += letters_bytes) {
    if (!visit(i, load_letters(text.data() + i))) return false;
  }
  return visit(last, load_letters(text.data() + last));
}

// Whether Letters would change something.
template <typename Letters>
bool has_letters(std::string_view text) {
  return !each_word(text,
                    [](std::size_t, std::uint64_t bytes) { return Letters::bits(bytes) == 0; });
}

// As change_letters(), word by word.
template <typename Letters>
bool change_each_word(std::string_view text, char* out) {
  std::uint64_t all_bits = 0;
  each_word(text, [&](std::size_t offset, std::uint64_t bytes) {
    const std::uint64_t bits = Letters::bits(bytes);
    const std::uint64_t changed = bytes ^ bits;
    const std::size_t size = text.size() < letters_bytes ? text.size() : letters_bytes;
    if (size == letters_bytes) {
      std::memcpy(out + offset, &changed, letters_bytes);
    } else {
      std::memcpy(out + offset, &changed, size);
    }
    all_bits |= bits;
    return true;
  });
  return all_bits != 0;
}

// Whether change_pair() may be used on a text where there is room for `room` bytes.
constexpr bool is_pair(std::string_view text, std::size_t room) {
  return text.size() > letters_bytes && text.size() <= 2 * letters_bytes &&
         room >= 2 * letters_bytes;
}

// As change_letters(). Two words are written at once: what is then read across the bound of two
// that were written one after the other has to wait for both.
template <typename Letters>
bool change_pair(std::string_view text, char* out) {
  using Pair [[gnu::vector_size(2 * letters_bytes)]] = std::uint64_t;
  const std::uint64_t first = load_letters(text.data());
  const std::uint64_t last = load_letters(text.data() + text.size() - letters_bytes);
  const Pair both = {first, last >> (8 * (sizeof both - text.size()))};
  const Pair bits = Letters::bits(both);
  const Pair changed = both ^ bits;
  std::memcpy(out, &changed, sizeof changed);
  return (bits[0] | bits[1]) != 0;
}

// Writes the text with its letters changed to `out`, which is none of the text and has room for
// `room` bytes, all of which may be written. Whether a letter was changed.
template <typename Letters>
bool change_letters(std::string_view text, char* out, std::size_t room) {
  return is_pair(text, room) ? change_pair<Letters>(text, out)
                             : change_each_word<Letters>(text, out);
}

}  // namespace lintel::runtime
