// SPDX-License-Identifier: Apache-2.0
// The inner loops over bytes, sixteen at a time where the machine can.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSSE3__)
#include <immintrin.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

namespace lintel::runtime {

// Whether a byte inside of a JSON string needs a look: a quote, a backslash, a control character,
// or part of a character outside of ASCII.
constexpr bool is_special(char byte) {
  const auto value = static_cast<unsigned char>(byte);
  return value < 0x20 || value >= 0x80 || value == '"' || value == '\\';
}

// What JSON writes as an escape: a quote, a backslash, a control character.
constexpr bool is_escaped(char byte) {
  return static_cast<unsigned char>(byte) < 0x20 || byte == '"' || byte == '\\';
}

// ASCII without controls and the space.
constexpr bool is_printable(char byte) { return byte > ' ' && byte < 0x7f; }

constexpr bool is_upper(char byte) { return byte >= 'A' && byte <= 'Z'; }

#if defined(__SSE2__)

// Bit i is set if byte i of a block is special, outside of ASCII, escaped, not printable, an upper
// case letter, or `byte`.
inline constexpr std::size_t block_bytes = 16;
inline constexpr int bits_per_byte = 1;

inline __m128i load_block(const char* at) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
}

inline std::uint64_t special_bits(const char* at) {
  const __m128i block = load_block(at);
  const __m128i last_control = _mm_set1_epi8(0x1f);
  const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(block, last_control), block);
  const __m128i quote = _mm_cmpeq_epi8(block, _mm_set1_epi8('"'));
  const __m128i backslash = _mm_cmpeq_epi8(block, _mm_set1_epi8('\\'));
  const __m128i found = _mm_or_si128(_mm_or_si128(control, block), _mm_or_si128(quote, backslash));
  return static_cast<std::uint32_t>(_mm_movemask_epi8(found));
}

inline std::uint64_t high_bits(const char* at) {
  return static_cast<std::uint32_t>(_mm_movemask_epi8(load_block(at)));
}

inline std::uint64_t escaped_bits(const char* at) {
  const __m128i block = load_block(at);
  const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(block, _mm_set1_epi8(0x1f)), block);
  const __m128i quote = _mm_cmpeq_epi8(block, _mm_set1_epi8('"'));
  const __m128i backslash = _mm_cmpeq_epi8(block, _mm_set1_epi8('\\'));
  const __m128i found = _mm_or_si128(control, _mm_or_si128(quote, backslash));
  return static_cast<std::uint32_t>(_mm_movemask_epi8(found));
}

// Of the bytes from `first` to `last`, which are ASCII: moved so that `last` becomes the largest
// signed number, they alone are larger than what `first` became less one.
inline __m128i is_within(__m128i block, char first, char last) {
  const __m128i moved = _mm_add_epi8(block, _mm_set1_epi8(static_cast<char>(0x7f - last)));
  return _mm_cmpgt_epi8(moved, _mm_set1_epi8(static_cast<char>(first - 1 + 0x7f - last)));
}

inline std::uint64_t unprintable_bits(const char* at) {
  const __m128i printable = is_within(load_block(at), '!', '~');
  return static_cast<std::uint32_t>(_mm_movemask_epi8(printable)) ^ 0xffff;
}

inline std::uint64_t upper_bits(const char* at) {
  return static_cast<std::uint32_t>(_mm_movemask_epi8(is_within(load_block(at), 'A', 'Z')));
}

inline std::uint64_t equal_bits(const char* at, char byte) {
  const __m128i equal = _mm_cmpeq_epi8(load_block(at), _mm_set1_epi8(byte));
  return static_cast<std::uint32_t>(_mm_movemask_epi8(equal));
}

#elif defined(__aarch64__)

// The same, with four bits a byte: NEON has no movemask, and this narrowing shift is its stand-in.
inline constexpr std::size_t block_bytes = 16;
inline constexpr int bits_per_byte = 4;

inline std::uint64_t nibbles(uint8x16_t mask) {
  const uint8x8_t narrow = vshrn_n_u16(vreinterpretq_u16_u8(mask), 4);
  return vget_lane_u64(vreinterpret_u64_u8(narrow), 0);
}

inline std::uint64_t special_bits(const char* at) {
  const uint8x16_t block = vld1q_u8(reinterpret_cast<const std::uint8_t*>(at));
  const uint8x16_t control = vcltq_u8(block, vdupq_n_u8(0x20));
  const uint8x16_t high = vcgeq_u8(block, vdupq_n_u8(0x80));
  const uint8x16_t quote = vceqq_u8(block, vdupq_n_u8('"'));
  const uint8x16_t backslash = vceqq_u8(block, vdupq_n_u8('\\'));
  return nibbles(vorrq_u8(vorrq_u8(control, high), vorrq_u8(quote, backslash)));
}

inline std::uint64_t high_bits(const char* at) {
  const uint8x16_t block = vld1q_u8(reinterpret_cast<const std::uint8_t*>(at));
  return nibbles(vcgeq_u8(block, vdupq_n_u8(0x80)));
}

inline std::uint64_t escaped_bits(const char* at) {
  const uint8x16_t block = vld1q_u8(reinterpret_cast<const std::uint8_t*>(at));
  const uint8x16_t control = vcltq_u8(block, vdupq_n_u8(0x20));
  const uint8x16_t quote = vceqq_u8(block, vdupq_n_u8('"'));
  const uint8x16_t backslash = vceqq_u8(block, vdupq_n_u8('\\'));
  return nibbles(vorrq_u8(control, vorrq_u8(quote, backslash)));
}

inline std::uint64_t unprintable_bits(const char* at) {
  const uint8x16_t block = vld1q_u8(reinterpret_cast<const std::uint8_t*>(at));
  return nibbles(vorrq_u8(vcleq_u8(block, vdupq_n_u8(' ')), vcgeq_u8(block, vdupq_n_u8(0x7f))));
}

inline std::uint64_t upper_bits(const char* at) {
  const uint8x16_t block = vld1q_u8(reinterpret_cast<const std::uint8_t*>(at));
  return nibbles(vandq_u8(vcgeq_u8(block, vdupq_n_u8('A')), vcleq_u8(block, vdupq_n_u8('Z'))));
}

inline std::uint64_t equal_bits(const char* at, char byte) {
  const uint8x16_t block = vld1q_u8(reinterpret_cast<const std::uint8_t*>(at));
  return nibbles(vceqq_u8(block, vdupq_n_u8(static_cast<std::uint8_t>(byte))));
}

#else

// No vectors: a block of one byte.
inline constexpr std::size_t block_bytes = 1;
inline constexpr int bits_per_byte = 1;

inline std::uint64_t special_bits(const char* at) { return is_special(*at) ? 1 : 0; }
inline std::uint64_t high_bits(const char* at) { return static_cast<unsigned char>(*at) >> 7; }
inline std::uint64_t escaped_bits(const char* at) { return is_escaped(*at) ? 1 : 0; }
inline std::uint64_t unprintable_bits(const char* at) { return is_printable(*at) ? 0 : 1; }
inline std::uint64_t upper_bits(const char* at) { return is_upper(*at) ? 1 : 0; }
inline std::uint64_t equal_bits(const char* at, char byte) { return *at == byte ? 1 : 0; }

#endif

// The first byte of [at, end) that `find_bits` finds in a block and `is_found` alone, or end. What
// a whole number of blocks leaves over is looked at with a block that ends there.
template <typename FindBits, typename IsFound>
const char* find_first(const char* at, const char* end, FindBits find_bits, IsFound is_found) {
  if (static_cast<std::size_t>(end - at) < block_bytes) {
    while (at != end && !is_found(*at)) ++at;
    return at;
  }
  const char* const last = end - block_bytes;
  for (; at < last; at += block_bytes) {
    const std::uint64_t bits = find_bits(at);
    if (bits != 0) return at + std::countr_zero(bits) / bits_per_byte;
  }
  const std::uint64_t bits = find_bits(last);
  return bits == 0 ? end : last + std::countr_zero(bits) / bits_per_byte;
}

// The first special byte of [at, end), or end.
inline const char* skip_plain(const char* at, const char* end) {
  return find_first(at, end, special_bits, is_special);
}

// The first byte of [at, end) outside of ASCII, or end.
inline const char* skip_ascii(const char* at, const char* end) {
  return find_first(at, end, high_bits,
                    [](char byte) { return static_cast<unsigned char>(byte) >= 0x80; });
}

// The first byte of [at, end) that JSON writes as an escape, or end.
inline const char* skip_unescaped(const char* at, const char* end) {
  return find_first(at, end, escaped_bits, is_escaped);
}

// As skip_unescaped(), and what it skips is copied to `out`. Behind that the room for the rest of
// [at, end) may have been written, too.
inline const char* copy_unescaped(const char* at, const char* end, char* out) {
  if (static_cast<std::size_t>(end - at) < block_bytes) {
    while (at != end && !is_escaped(*at)) *out++ = *at++;
    return at;
  }
  const char* const last = end - block_bytes;
  for (; at < last; at += block_bytes, out += block_bytes) {
    std::memcpy(out, at, block_bytes);
    const std::uint64_t bits = escaped_bits(at);
    if (bits != 0) return at + std::countr_zero(bits) / bits_per_byte;
  }
  std::memcpy(out - (at - last), last, block_bytes);
  const std::uint64_t bits = escaped_bits(last);
  return bits == 0 ? end : last + std::countr_zero(bits) / bits_per_byte;
}

// The first byte of [at, end) that is not printable, or end.
inline const char* skip_printable(const char* at, const char* end) {
  return find_first(at, end, unprintable_bits, [](char byte) { return !is_printable(byte); });
}

// The first `byte` of [at, end), or end.
inline const char* find_byte(const char* at, const char* end, char byte) {
  return find_first(
      at, end, [byte](const char* block) { return equal_bits(block, byte); },
      [byte](char other) { return other == byte; });
}

// The last `byte` of [begin, end), or end.
inline const char* find_last_byte(const char* begin, const char* end, char byte) {
  const char* at = end;
  while (static_cast<std::size_t>(at - begin) >= block_bytes) {
    at -= block_bytes;
    const std::uint64_t bits = equal_bits(at, byte);
    if (bits != 0) return at + (63 - std::countl_zero(bits)) / bits_per_byte;
  }
  while (at != begin) {
    if (*--at == byte) return at;
  }
  return end;
}

// Whether `size` bytes are the same; for the short texts of rules, which a call would cost more
// than it does. Words that overlap save a loop over the rest.
[[gnu::always_inline]] inline bool is_equal(const char* a, const char* b, std::size_t size) {
  const auto differ = [&](auto word, std::size_t at) {
    auto other = word;
    std::memcpy(&word, a + at, sizeof word);
    std::memcpy(&other, b + at, sizeof other);
    return word != other;
  };
  constexpr std::size_t step = sizeof(std::uint64_t);
  if (size >= step) {
    for (std::size_t at = 0; at < size - step; at += step) {
      if (differ(std::uint64_t{}, at)) return false;
    }
    return !differ(std::uint64_t{}, size - step);
  }
  if (size >= sizeof(std::uint32_t)) {
    return !differ(std::uint32_t{}, 0) && !differ(std::uint32_t{}, size - sizeof(std::uint32_t));
  }
  if (size >= sizeof(std::uint16_t)) {
    return !differ(std::uint16_t{}, 0) && !differ(std::uint16_t{}, size - sizeof(std::uint16_t));
  }
  return size == 0 || *a == *b;
}

// Copies `size` bytes; the two places do not overlap. As is_equal(), for the short texts of rules.
[[gnu::always_inline]] inline void copy_bytes(char* to, const char* from, std::size_t size) {
  const auto copy = [&](auto word, std::size_t at) {
    std::memcpy(&word, from + at, sizeof word);
    std::memcpy(to + at, &word, sizeof word);
  };
  struct Block {
    std::uint64_t words[2];
  };
  constexpr std::size_t most = 8 * sizeof(Block);
  if (size > most) {
    std::memcpy(to, from, size);
  } else if (size >= sizeof(Block)) {
    for (std::size_t at = 0; at < size - sizeof(Block); at += sizeof(Block)) copy(Block{}, at);
    copy(Block{}, size - sizeof(Block));
  } else if (size >= sizeof(std::uint64_t)) {
    copy(std::uint64_t{}, 0);
    copy(std::uint64_t{}, size - sizeof(std::uint64_t));
  } else if (size >= sizeof(std::uint32_t)) {
    copy(std::uint32_t{}, 0);
    copy(std::uint32_t{}, size - sizeof(std::uint32_t));
  } else if (size >= sizeof(std::uint16_t)) {
    copy(std::uint16_t{}, 0);
    copy(std::uint16_t{}, size - sizeof(std::uint16_t));
  } else if (size != 0) {
    *to = *from;
  }
}

}  // namespace lintel::runtime
