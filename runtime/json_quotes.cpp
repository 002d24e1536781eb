// SPDX-License-Identifier: Apache-2.0
// Quotes with the vectors that every machine of the target has, and the choice between all.
#include "runtime/json_quotes.h"

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

#include "runtime/json_quotes_scan.h"
#include "runtime/json_scanner.h"

namespace lintel::runtime {
namespace {

#if defined(__SSE2__)

class BaselineBlock {
 public:
  using Least = __m128i;

  explicit BaselineBlock(const char* at) {
    for (int i = 0; i < 4; ++i) {
      bytes_[i] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at) + i);
    }
  }

  Word equal(char c) const {
    const __m128i wanted = _mm_set1_epi8(c);
    return word([&](__m128i bytes) { return _mm_cmpeq_epi8(bytes, wanted); });
  }
  Word special() const {
    const __m128i backslash = _mm_set1_epi8('\\');
    return word(
        [&](__m128i bytes) { return _mm_or_si128(bytes, _mm_cmpeq_epi8(bytes, backslash)); });
  }

  static Least greatest() { return _mm_set1_epi8('\xff'); }
  void note(Least& least) const {
    for (const __m128i bytes : bytes_) least = _mm_min_epu8(least, bytes);
  }
  static bool has_control(Least least) {
    const __m128i control = _mm_min_epu8(least, _mm_set1_epi8(0x1f));
    return _mm_movemask_epi8(_mm_cmpeq_epi8(control, least)) != 0;
  }

 private:
  template <typename Select>
  Word word(Select select) const {
    Word result = 0;
    for (int i = 0; i < 4; ++i) {
      const auto part = static_cast<std::uint32_t>(_mm_movemask_epi8(select(bytes_[i])));
      result |= Word{part} << (16 * i);
    }
    return result;
  }

  __m128i bytes_[4];
};

#elif defined(__aarch64__)

class BaselineBlock {
 public:
  using Least = uint8x16_t;

  explicit BaselineBlock(const char* at) {
    for (int i = 0; i < 4; ++i) {
      bytes_[i] = vld1q_u8(reinterpret_cast<const std::uint8_t*>(at) + 16 * i);
    }
  }

  Word equal(char c) const {
    const uint8x16_t wanted = vdupq_n_u8(static_cast<std::uint8_t>(c));
    return word([&](uint8x16_t bytes) { return vceqq_u8(bytes, wanted); });
  }
  Word special() const {
    return word([](uint8x16_t bytes) {
      return vorrq_u8(vcgeq_u8(bytes, vdupq_n_u8(0x80)), vceqq_u8(bytes, vdupq_n_u8('\\')));
    });
  }

  static Least greatest() { return vdupq_n_u8(0xff); }
  void note(Least& least) const {
    for (const uint8x16_t bytes : bytes_) least = vminq_u8(least, bytes);
  }
  static bool has_control(Least least) { return vminvq_u8(least) < 0x20; }

 private:
  // NEON has no movemask: each byte keeps the bit of its place, and three pairwise additions
  // gather eight of them in a byte.
  template <typename Select>
  Word word(Select select) const {
    constexpr std::uint8_t places[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    const uint8x16_t place = vld1q_u8(places);
    uint8x16_t kept[4];
    for (int i = 0; i < 4; ++i) kept[i] = vandq_u8(select(bytes_[i]), place);
    const uint8x16_t sums = vpaddq_u8(vpaddq_u8(kept[0], kept[1]), vpaddq_u8(kept[2], kept[3]));
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sums, sums)), 0);
  }

  uint8x16_t bytes_[4];
};

#else

// No vectors: byte by byte.
class BaselineBlock {
 public:
  using Least = unsigned char;

  explicit BaselineBlock(const char* at) { std::memcpy(bytes_, at, sizeof bytes_); }

  Word equal(char c) const {
    return word([c](char byte) { return byte == c; });
  }
  Word special() const {
    return word([](char byte) { return static_cast<unsigned char>(byte) >= 0x80 || byte == '\\'; });
  }

  static Least greatest() { return 0xff; }
  void note(Least& least) const {
    for (const char byte : bytes_) {
      if (static_cast<unsigned char>(byte) < least) least = static_cast<unsigned char>(byte);
    }
  }
  static bool has_control(Least least) { return least < 0x20; }

 private:
  template <typename Select>
  Word word(Select select) const {
    Word result = 0;
    for (std::size_t i = 0; i < word_bytes; ++i) {
      result |= static_cast<Word>(select(bytes_[i]) ? 1 : 0) << i;
    }
    return result;
  }

  char bytes_[word_bytes];
};

#endif

}  // namespace

bool find_quotes(const char* text, std::size_t size, Quotes& into) {
  return QuoteScan<BaselineBlock>(text, size, into).run();
}

#if defined(__x86_64__)
QuotesFunction quotes_function(const Extensions& machine) {
  if (machine.avx512bw) return find_quotes_avx512;
  return machine.avx2 ? find_quotes_avx2 : find_quotes;
}
#endif

// glibc knows what the machine has, without asking it again; CPUID is slow in a virtual machine. A
// build for a machine that has AVX2 or AVX-512 need not ask at all.
QuotesFunction quotes_function() {
#if defined(__AVX512BW__)
  return find_quotes_avx512;
#elif defined(__AVX2__)
  return find_quotes_avx2;
#elif defined(CPU_FEATURE_ACTIVE)
  return quotes_function({CPU_FEATURE_ACTIVE(AVX2), CPU_FEATURE_ACTIVE(AVX512BW)});
#else
  return find_quotes;
#endif
}

std::size_t special_end(const char* text, std::size_t size, std::size_t place) {
  JsonScanner scanner({text, size});
  const char* const end = scanner.special(text + place);
  return end == nullptr ? 0 : scanner.offset(end);
}

}  // namespace lintel::runtime
