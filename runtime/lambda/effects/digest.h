// SPDX-License-Identifier: Apache-2.0
// SHA-256 and HMAC over it, from OpenSSL.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace lintel::lambda {

using Digest = std::array<unsigned char, 32>;

// Nothing if OpenSSL fails, which it does only for want of memory or of its own algorithms.
std::optional<Digest> sha256(std::string_view text);
std::optional<Digest> hmac_sha256(std::string_view key, std::string_view text);

inline std::string_view bytes_of(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string hex(const Digest& digest);  // lower case

}  // namespace lintel::lambda
