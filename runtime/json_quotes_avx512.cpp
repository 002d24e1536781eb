// SPDX-License-Identifier: Apache-2.0
// Quotes with AVX-512; compiled for machines that have its instructions on bytes (BW).
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

 private:
  __m512i bytes_;
};

}  // namespace

bool find_quotes_avx512(const char* text, std::size_t size, Quotes& into) {
  return QuoteScan<Avx512Block>(text, size, into).run();
}

}  // namespace lintel::runtime
