// SPDX-License-Identifier: Apache-2.0
#include "runtime/dfa.h"

#include "runtime/byte_scan.h"
#include "runtime/utf8.h"

namespace lintel::runtime {
namespace {

std::uint32_t word(const std::byte* words, std::size_t number) {
  return image::load<std::uint16_t>(words + number * sizeof(std::uint16_t));
}

// The class of a character that is not ASCII: that of the last range that starts at or before it.
std::uint32_t class_of(const image::DfaRow& dfa, const std::byte* ranges, char32_t code) {
  std::uint32_t first = 0;
  std::uint32_t count = dfa.range_count;
  while (count > 1) {
    const std::uint32_t half = count / 2;
    const auto middle = image::load<std::uint32_t>(ranges + std::size_t{first + half} * 4);
    if (image::dfa_range_first(middle) <= code) first += half;
    count -= half;
  }
  return image::dfa_range_class(image::load<std::uint32_t>(ranges + std::size_t{first} * 4));
}

#if defined(__SSSE3__) || defined(__aarch64__)

// Bit c of a set of 16 bytes is in byte c / 8 of it: both tables of eight and sixteen bytes are
// looked up for sixteen characters at once. Of a character outside of ASCII, no bit is set.
bool is_block_in(const std::uint64_t* set, const unsigned char* block) {
#if defined(__SSSE3__)
  const __m128i bits = _mm_loadu_si128(reinterpret_cast<const __m128i*>(set));
  const __m128i powers = _mm_set1_epi64x(static_cast<long long>(0x8040201008040201));
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block));
  const __m128i places = _mm_and_si128(_mm_srli_epi16(bytes, 3), _mm_set1_epi8(0x0f));
  const __m128i power = _mm_shuffle_epi8(powers, _mm_and_si128(bytes, _mm_set1_epi8(0x07)));
  const __m128i found = _mm_and_si128(_mm_shuffle_epi8(bits, places), power);
  const __m128i is_out = _mm_or_si128(_mm_cmpeq_epi8(found, _mm_setzero_si128()), bytes);
  return _mm_movemask_epi8(is_out) == 0;
#else
  const uint8x16_t bits = vld1q_u8(reinterpret_cast<const std::uint8_t*>(set));
  const uint8x16_t bytes = vld1q_u8(block);
  const int8x16_t shift = vreinterpretq_s8_u8(vandq_u8(bytes, vdupq_n_u8(0x07)));
  const uint8x16_t power = vshlq_u8(vdupq_n_u8(1), shift);
  const uint8x16_t found = vandq_u8(vqtbl1q_u8(bits, vshrq_n_u8(bytes, 3)), power);
  return vminvq_u8(found) != 0;
#endif
}

#endif

// Whether all characters are ASCII, and in the set.
bool are_all_in(const std::uint64_t* set, const unsigned char* text, std::size_t size) {
#if defined(__SSSE3__) || defined(__aarch64__)
  if (size >= block_bytes) {
    for (std::size_t at = 0; at < size - block_bytes; at += block_bytes) {
      if (!is_block_in(set, text + at)) return false;
    }
    return is_block_in(set, text + size - block_bytes);
  }
#endif
  std::uint64_t all = 1;  // bit 0 stays while all are in the set
  unsigned seen = 0;
  for (std::size_t at = 0; at < size; ++at) {
    seen |= text[at];
    all &= set[text[at] / 64 % 2] >> (text[at] % 64);
  }
  return seen < image::dfa_ascii && (all & 1) != 0;
}

}  // namespace

bool matches(const image::DfaRow& dfa, const std::byte* ranges, const std::byte* words,
             std::string_view text) {
  const std::byte* const rows = words + image::dfa_ascii * sizeof(std::uint16_t);
  const std::uint32_t won = dfa.state_count - 1;
  std::uint32_t state = dfa.start;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end && state != 0 && state != won) {
    std::uint32_t kind = 0;
    if (const auto byte = static_cast<unsigned char>(*at); byte < image::dfa_ascii) {
      kind = word(words, byte);
      ++at;
    } else {
      const Character character = decode(at, end);
      if (character.state != Character::State::valid) return false;
      kind = class_of(dfa, ranges, character.code);
      at += character.size;
    }
    state = word(rows, std::size_t{state} * dfa.class_count + kind);
  }
  return state >= dfa.first_accepting;
}

bool matches_run(const image::DfaRow& dfa, std::string_view text) {
  if (text.size() < dfa.run_least || text.size() > dfa.run_most) return false;
  if (text.empty()) return true;
  const auto* const first = reinterpret_cast<const unsigned char*>(text.data());
  return are_all_in(dfa.run_first, first, 1) &&
         are_all_in(dfa.run_rest, first + 1, text.size() - 1);
}

bool matches(const image::View& image, std::uint32_t pattern, std::string_view text) {
  const auto dfa = image.row<image::DfaRow>(image::Section::dfas, pattern);
  if (dfa.run_most != 0) return matches_run(dfa, text);
  using image::Section;
  return matches(dfa, image.start(Section::dfa_ranges) + std::size_t{dfa.first_range} * 4,
                 image.start(Section::dfa_words) + std::size_t{dfa.first_word} * 2, text);
}

}  // namespace lintel::runtime
