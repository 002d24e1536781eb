// SPDX-License-Identifier: Apache-2.0
// Phrases with AVX2; compiled for machines that have it.
#include <immintrin.h>

#include "runtime/phrase_reader.h"
#include "runtime/phrase_walk.h"

namespace lintel::runtime {
namespace {

class Avx2Block {
 public:
  static constexpr std::size_t bytes = 32;

  explicit Avx2Block(const char* at)
      : bytes_(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(at))) {}

  // Of the bytes with the lowest four bits of a quote, the quote alone is equal to what stands at
  // their place of a row, and so of the backslash. A signed difference to a space is negative for
  // control characters and bytes outside of ASCII.
  std::uint32_t stops() const {
    const __m256i row = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(0, 0, '"', 0, 0, 0, 0, 0, 0, 0, 0, 0, '\\', 0, 0, 0));
    const __m256i named = _mm256_cmpeq_epi8(bytes_, _mm256_shuffle_epi8(row, bytes_));
    return bits(_mm256_or_si256(named, _mm256_subs_epi8(bytes_, _mm256_set1_epi8(' '))));
  }

  std::uint32_t differs(const Avx2Block& other) const {
    return ~bits(_mm256_cmpeq_epi8(bytes_, other.bytes_));
  }

 private:
  static std::uint32_t bits(__m256i signs) {
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(signs));
  }

  __m256i bytes_;
};

}  // namespace

bool read_phrases_avx2(EventReader& reader, Phrase& start, const char* begin, const char* end) {
  return PhraseWalk<Avx2Block>(reader, begin, end).run(start);
}

}  // namespace lintel::runtime
