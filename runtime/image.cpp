// SPDX-License-Identifier: Apache-2.0
// The hashes of an image.
#include "runtime/image.h"

#include "runtime/mix.h"

namespace lintel::image {
namespace {

// FNV-1a: the tables are hashed at compile time, so only simplicity counts.
constexpr std::uint64_t fnv_start = 0xcbf29ce484222325;
constexpr std::uint64_t fnv_prime = 0x100000001b3;

consteval std::uint64_t add(std::uint64_t state, std::string_view text) {
  for (const char c : text) state = (state ^ static_cast<unsigned char>(c)) * fnv_prime;
  return state;
}

// The explaining texts of the tables do not count: to reword one changes no meaning.
consteval std::uint64_t compute_tables_hash() {
  std::uint64_t state = fnv_start;
#define LINTEL_OPCODE(name, mask, a, b, c, d, meaning) \
  state = add(state, #name " " #mask " " #a " " #b " " #c " " #d "\n");
#include "runtime/opcodes.def"
#undef LINTEL_OPCODE
#define LINTEL_SECTION(name, row, meaning) \
  state = (add(state, #name " " #row "\n") ^ sizeof(row)) * fnv_prime;
#include "runtime/sections.def"
#undef LINTEL_SECTION
  return state;
}

}  // namespace

// Each step is a bijection of the state for any word, and of the word for any state, and so is what
// joins the lanes: images of one size that differ in a single word never have the same hash.
std::uint64_t hash(std::span<const std::byte> bytes) {
  constexpr std::size_t word = sizeof(std::uint64_t);
  const auto step = [](std::uint64_t state, std::uint64_t value) {
    std::uint64_t product = (state ^ value) * odd_constant;
    // Vectors have no such product before AVX-512: made of smaller ones it takes twice as long.
    __asm__("" : "+r"(product));  // so it stays in a general register
    return std::rotl(product, 32);
  };
  const auto next = [&step](std::uint64_t state, const std::byte* from) {
    return step(state, load<std::uint64_t>(from));
  };
  const std::byte* at = bytes.data();
  std::size_t left = bytes.size();
  // Four lanes: the steps of one wait for each other, those of several do not.
  std::uint64_t state = mix(left);
  std::uint64_t second = mix(left + 1);
  std::uint64_t third = mix(left + 2);
  std::uint64_t fourth = mix(left + 3);
  for (; left >= 4 * word; at += 4 * word, left -= 4 * word) {
    state = next(state, at);
    second = next(second, at + word);
    third = next(third, at + 2 * word);
    fourth = next(fourth, at + 3 * word);
  }
  state = step(step(step(state, second), third), fourth);
  for (; left >= word; at += word, left -= word) state = next(state, at);
  std::uint64_t last = 0;
  for (std::size_t i = 0; i < left; ++i) last |= std::to_integer<std::uint64_t>(at[i]) << (8 * i);
  if (left != 0) state = step(state, last);
  return mix(state);
}

std::uint64_t tables_hash() {
  constexpr std::uint64_t value = compute_tables_hash();
  return value;
}

}  // namespace lintel::image
