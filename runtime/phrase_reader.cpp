// SPDX-License-Identifier: Apache-2.0
// Phrases with the vectors that every machine of the target has, and the choice between all.
#include "runtime/phrase_reader.h"

#if defined(__SSE2__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif
#if defined(__x86_64__) && !defined(__AVX2__) && __has_include(<sys/platform/x86.h>)
// The header is written for C, where bool is called _Bool; g++ knows both words.
#if defined(__clang__)
#define _Bool bool  // NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp)
#endif
#include <sys/platform/x86.h>
#undef _Bool
#endif

#include "runtime/phrase_walk.h"

namespace lintel::runtime {
namespace {

#if defined(__SSE2__)

class BaselineBlock {
 public:
  static constexpr std::size_t bytes = 32;

  explicit BaselineBlock(const char* at)
      : low_(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at))),
        high_(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at) + 1)) {}

  std::uint32_t stops() const { return bits(stops(low_), stops(high_)); }

  std::uint32_t differs(const BaselineBlock& other) const {
    return ~bits(_mm_cmpeq_epi8(low_, other.low_), _mm_cmpeq_epi8(high_, other.high_));
  }

 private:
  static __m128i stops(__m128i half) {
    const __m128i low = _mm_cmplt_epi8(half, _mm_set1_epi8(' '));  // signed: high, too
    const __m128i quote = _mm_cmpeq_epi8(half, _mm_set1_epi8('"'));
    const __m128i backslash = _mm_cmpeq_epi8(half, _mm_set1_epi8('\\'));
    return _mm_or_si128(low, _mm_or_si128(quote, backslash));
  }
  static std::uint32_t bits(__m128i low, __m128i high) {
    return static_cast<std::uint32_t>(_mm_movemask_epi8(low)) |
           static_cast<std::uint32_t>(_mm_movemask_epi8(high)) << 16;
  }

  __m128i low_;
  __m128i high_;
};

#elif defined(__aarch64__)

class BaselineBlock {
 public:
  static constexpr std::size_t bytes = 32;

  explicit BaselineBlock(const char* at)
      : low_(vld1q_u8(reinterpret_cast<const std::uint8_t*>(at))),
        high_(vld1q_u8(reinterpret_cast<const std::uint8_t*>(at) + 16)) {}

  std::uint32_t stops() const { return bits(stops(low_), stops(high_)); }

  std::uint32_t differs(const BaselineBlock& other) const {
    return bits(vmvnq_u8(vceqq_u8(low_, other.low_)), vmvnq_u8(vceqq_u8(high_, other.high_)));
  }

 private:
  static uint8x16_t stops(uint8x16_t half) {
    const uint8x16_t low = vcltq_s8(vreinterpretq_s8_u8(half), vdupq_n_s8(' '));  // high, too
    const uint8x16_t quote = vceqq_u8(half, vdupq_n_u8('"'));
    const uint8x16_t backslash = vceqq_u8(half, vdupq_n_u8('\\'));
    return vorrq_u8(low, vorrq_u8(quote, backslash));
  }
  // NEON has no movemask: each byte keeps the bit of its place, and three pairwise additions
  // gather eight of them in a byte.
  static std::uint32_t bits(uint8x16_t low, uint8x16_t high) {
    constexpr std::uint8_t places[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    const uint8x16_t place = vld1q_u8(places);
    const uint8x16_t pairs = vpaddq_u8(vandq_u8(low, place), vandq_u8(high, place));
    const uint8x16_t fours = vpaddq_u8(pairs, pairs);
    return vgetq_lane_u32(vreinterpretq_u32_u8(vpaddq_u8(fours, fours)), 0);
  }

  uint8x16_t low_;
  uint8x16_t high_;
};

#else

// No vectors: byte by byte.
class BaselineBlock {
 public:
  static constexpr std::size_t bytes = 32;

  explicit BaselineBlock(const char* at) : at_(at) {}

  std::uint32_t stops() const {
    return bits([this](std::size_t i) { return is_special(at_[i]); });
  }
  std::uint32_t differs(const BaselineBlock& other) const {
    return bits([&](std::size_t i) { return at_[i] != other.at_[i]; });
  }

 private:
  template <typename Select>
  static std::uint32_t bits(Select select) {
    std::uint32_t result = 0;
    for (std::size_t i = 0; i < bytes; ++i) result |= std::uint32_t{select(i) ? 1U : 0U} << i;
    return result;
  }

  const char* at_;
};

#endif

}  // namespace

bool read_phrases(EventReader& reader, Phrase& start, const char* begin, const char* end) {
  return PhraseWalk<BaselineBlock>(reader, begin, end).run(start);
}

// glibc knows what the machine has, without asking it again; CPUID is slow in a virtual machine. A
// build for a machine that has AVX2 need not ask at all.
PhraseReader phrase_reader() {
#if defined(__AVX2__)
  return read_phrases_avx2;
#elif defined(CPU_FEATURE_ACTIVE)
  return CPU_FEATURE_ACTIVE(AVX2) ? read_phrases_avx2 : read_phrases;
#else
  return read_phrases;
#endif
}

}  // namespace lintel::runtime
