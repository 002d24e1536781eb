// SPDX-License-Identifier: Apache-2.0
#include "runtime/lambda/effects/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <cstdlib>
#include <new>

namespace lintel::lambda {
namespace {

// OpenSSL 3.0 reads through null pointers when there is no memory for what it sets up. So that is
// told to the new-handler, as for all else here.
void* grow(void* block, std::size_t size, const char*, int) {
  if (size == 0) {
    std::free(block);
    return nullptr;
  }
  for (;;) {
    if (void* const grown = std::realloc(block, size)) return grown;
    const std::new_handler handler = std::get_new_handler();
    if (!handler) return nullptr;
    handler();
  }
}

void* take(std::size_t size, const char* file, int line) { return grow(nullptr, size, file, line); }

void give_back(void* block, const char*, int) { std::free(block); }

// Whatever configuration file lies about: nothing of it is for us. Has to come before any other
// call of OpenSSL, and a digest is the first that is made. A program that has OpenSSL allocate in
// its own way is left its way.
bool is_ready() {
  static const bool ready = [] {
    CRYPTO_set_mem_functions(take, grow, give_back);
    return OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr) == 1;
  }();
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
