// SPDX-License-Identifier: Apache-2.0
// Quotes with AVX-512; compiled for machines that have its instructions on bytes (BW, VBMI2),
// BMI and POPCNT.
#include <immintrin.h>

#include "runtime/json_quotes_scan.h"

namespace lintel::runtime {
namespace {

class Avx512Block {
 public:
  using Least = __m512i;

  explicit Avx512Block(const char* at) : bytes_(_mm512_loadu_si512(at)) {}

  Word equal(char c) const { return _mm512_cmpeq_epi8_mask(bytes_, _mm512_set1_epi8(c)); }
  Word special() const { return _mm512_movepi8_mask(bytes_) | equal('\\'); }

  static Least greatest() { return _mm512_set1_epi8('\xff'); }
  void note(Least& least) const { least = _mm512_min_epu8(least, bytes_); }
  static bool has_control(Least least) {
    return _mm512_cmple_epu8_mask(least, _mm512_set1_epi8(0x1f)) != 0;
  }

  // The places of the bits, moved together, 16 at once.
  static std::uint16_t* add_places(Word marks, std::uint16_t base, std::uint16_t* to) {
    const int count = __builtin_popcountll(marks);
    if (count > 16) return add_places_by_bit(marks, base, to);
    const __m512i places = _mm512_maskz_compress_epi8(marks, all_places());
    const __m256i wide = _mm256_cvtepu8_epi16(first_quarter(places));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to),
                        _mm256_add_epi16(wide, _mm256_set1_epi16(static_cast<short>(base))));
    return to + count;
  }

 private:
  // What _mm512_castsi512_si128() does: g++ 12 warns of that one's own code.
  static __m128i first_quarter(__m512i bytes) {
    return __builtin_shufflevector(bytes, bytes, 0, 1);
  }

  static __m512i all_places() {
    alignas(64) static constexpr unsigned char places[64] = {
        0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
        22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
        44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
    return _mm512_load_si512(places);
  }

  __m512i bytes_;
};

}  // namespace

bool find_quotes_avx512(const char* text, std::size_t size, Quotes& into) {
  return QuoteScan<Avx512Block>(text, size, into).run();
}

}  // namespace lintel::runtime
