// SPDX-License-Identifier: Apache-2.0
// A byte has 256 values, which neither 10 nor 62 divides: the values past the last multiple are
// thrown away, because a remainder would make the first characters likelier.
#include "runtime/random_text.h"

#include "runtime/limits.h"

#include <array>
#include <string_view>

namespace lintel::runtime {
namespace {

// Bytes asked for at a time, and how often. Of 64 uniform bytes 62 are used on average, so two
// times are nearly always enough; a source that needs sixteen is broken (less than 1 in 10^100).
constexpr std::size_t block_bytes = 64;
constexpr int max_blocks = 16;

bool fill(const RandomSource& source, std::string_view alphabet, std::span<char> out) {
  if (source.fill == nullptr || out.empty() || out.size() > limits::max_random_characters)
    return false;
  const std::size_t usable = 256 - 256 % alphabet.size();
  std::array<unsigned char, block_bytes> bytes{};
  std::size_t written = 0;
  for (int block = 0; block < max_blocks; ++block) {
    if (!source.fill(source.context, bytes)) return false;
    for (const unsigned char byte : bytes) {
      if (byte >= usable) continue;
      out[written] = alphabet[byte % alphabet.size()];
      if (++written == out.size()) return true;
    }
  }
  return false;
}

}  // namespace

bool random_digits(const RandomSource& source, std::span<char> out) {
  return fill(source, "0123456789", out);
}

bool random_token(const RandomSource& source, std::span<char> out) {
  return fill(source, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", out);
}

}  // namespace lintel::runtime
