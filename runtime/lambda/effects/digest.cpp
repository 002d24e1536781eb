// SPDX-License-Identifier: Apache-2.0
#include "runtime/lambda/effects/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace lintel::lambda {
namespace {

// Whatever configuration file lies about: nothing of it is for us. Has to come before any other
// call of OpenSSL, and a digest is the first that is made.
bool is_ready() {
  static const bool ready = OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr) == 1;
  return ready;
}

}  // namespace

std::optional<Digest> sha256(std::string_view text) {
  Digest digest{};
  unsigned size = 0;
  if (!is_ready() ||
      EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1 ||
      size != digest.size())
    return {};
  return digest;
}

std::optional<Digest> hmac_sha256(std::string_view key, std::string_view text) {
  Digest digest{};
  unsigned size = 0;
  const auto* const bytes = reinterpret_cast<const unsigned char*>(text.data());
  if (!is_ready() ||
      HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes, text.size(),
           digest.data(), &size) == nullptr ||
      size != digest.size())
    return {};
  return digest;
}

std::string hex(const Digest& digest) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : digest) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

}  // namespace lintel::lambda
