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
  constexpr std::size_t lanes = 4;  // steps of one wait for each other, those of several do not
  constexpr std::size_t word = sizeof(std::uint64_t);
  const auto step = [](std::uint64_t state, std::uint64_t value) {
    return std::rotl((state ^ value) * odd_constant, 32);
  };
  const std::byte* at = bytes.data();
  std::size_t left = bytes.size();
  std::uint64_t states[lanes] = {mix(left), mix(left + 1), mix(left + 2), mix(left + 3)};
  for (; left >= lanes * word; at += lanes * word, left -= lanes * word) {
    for (std::size_t i = 0; i < lanes; ++i) {
      states[i] = step(states[i], load<std::uint64_t>(at + i * word));
    }
  }
  std::uint64_t state = states[0];
  for (std::size_t i = 1; i < lanes; ++i) state = step(state, states[i]);
  for (; left >= word; at += word, left -= word) state = step(state, load<std::uint64_t>(at));
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
