// SPDX-License-Identifier: Apache-2.0
// Codes and tokens made from the random bytes of the host.
#pragma once

#include <cstddef>
#include <span>

namespace lintel::runtime {

// The host's secure generator. fill() writes uniform, independent bytes to all of `bytes`; false if
// it cannot.
struct RandomSource {
  bool (*fill)(void* context, std::span<unsigned char> bytes) = nullptr;
  void* context = nullptr;
};

// Fills `out`, of 1 to max_random_characters, each character as likely as any other. False if there
// is no source, it failed, or the size is out of bounds: then what `out` holds is not to be used.
bool random_digits(const RandomSource& source, std::span<char> out);
bool random_token(const RandomSource& source, std::span<char> out);  // of A-Z, a-z, 0-9

}  // namespace lintel::runtime
