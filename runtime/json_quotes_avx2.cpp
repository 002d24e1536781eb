// SPDX-License-Identifier: Apache-2.0
// Quotes with AVX2; compiled for machines that have it.
#include <immintrin.h>

#include "runtime/json_quotes_scan.h"

namespace lintel::runtime {
namespace {

class Avx2Block {
 public:
  using Least = __m256i;

  explicit Avx2Block(const char* at)
      : low_(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(at))),
        high_(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(at) + 1)) {}

  Word equal(char c) const {
    const __m256i wanted = _mm256_set1_epi8(c);
    return word(_mm256_cmpeq_epi8(low_, wanted), _mm256_cmpeq_epi8(high_, wanted));
  }
  Word special() const {
    const __m256i backslash = _mm256_set1_epi8('\\');
    return word(_mm256_or_si256(low_, _mm256_cmpeq_epi8(low_, backslash)),
                _mm256_or_si256(high_, _mm256_cmpeq_epi8(high_, backslash)));
  }

  static Least greatest() { return _mm256_set1_epi8('\xff'); }
  void note(Least& least) const { least = _mm256_min_epu8(least, _mm256_min_epu8(low_, high_)); }
  static bool has_control(Least least) {
    const __m256i control = _mm256_min_epu8(least, _mm256_set1_epi8(0x1f));
    return _mm256_movemask_epi8(_mm256_cmpeq_epi8(control, least)) != 0;
  }

 private:
  static Word word(__m256i low, __m256i high) {
    const auto low_bits = static_cast<std::uint32_t>(_mm256_movemask_epi8(low));
    const auto high_bits = static_cast<std::uint32_t>(_mm256_movemask_epi8(high));
    return low_bits | Word{high_bits} << 32;
  }

  __m256i low_;
  __m256i high_;
};

}  // namespace

bool find_quotes_avx2(const char* text, std::size_t size, Quotes& into) {
  return QuoteScan<Avx2Block>(text, size, into).run();
}

}  // namespace lintel::runtime
