// SPDX-License-Identifier: Apache-2.0
#include "runtime/dfa.h"

#include "runtime/utf8.h"

namespace lintel::runtime {
namespace {

std::uint32_t word(const std::byte* words, std::size_t number) {
  return image::load<std::uint16_t>(words + number * sizeof(std::uint16_t));
}

// The class of a character that is not ASCII: that of the last range that starts at or before it.
std::uint32_t class_of(const image::DfaRow& dfa, const std::byte* ranges, char32_t code) {
  std::uint32_t first = 0;
  std::uint32_t count = dfa.range_count;
  while (count > 1) {
    const std::uint32_t half = count / 2;
    const auto middle = image::load<std::uint32_t>(ranges + std::size_t{first + half} * 4);
    if (image::dfa_range_first(middle) <= code) first += half;
    count -= half;
  }
  return image::dfa_range_class(image::load<std::uint32_t>(ranges + std::size_t{first} * 4));
}

}  // namespace

bool matches(const image::DfaRow& dfa, const std::byte* ranges, const std::byte* words,
             std::string_view text) {
  const std::byte* const rows = words + image::dfa_ascii * sizeof(std::uint16_t);
  const std::uint32_t won = dfa.state_count - 1;
  std::uint32_t state = dfa.start;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end && state != 0 && state != won) {
    std::uint32_t kind = 0;
    if (const auto byte = static_cast<unsigned char>(*at); byte < image::dfa_ascii) {
      kind = word(words, byte);
      ++at;
    } else {
      const Character character = decode(at, end);
      if (character.state != Character::State::valid) return false;
      kind = class_of(dfa, ranges, character.code);
      at += character.size;
    }
    state = word(rows, std::size_t{state} * dfa.class_count + kind);
  }
  return state >= dfa.first_accepting;
}

namespace {

bool is_run(const image::DfaRow& dfa, std::string_view text) {
  if (text.size() < dfa.run_least || text.size() > dfa.run_most) return false;
  const auto has = [](const std::uint64_t* set, char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < image::dfa_ascii ? set[byte / 64] >> (byte % 64) & 1 : 0;
  };
  if (text.empty()) return true;
  std::uint64_t all = has(dfa.run_first, text.front());
  for (std::size_t i = 1; i < text.size(); ++i) all &= has(dfa.run_rest, text[i]);
  return all != 0;
}

}  // namespace

bool matches(const image::View& image, const image::DfaRow& dfa, std::string_view text) {
  if (dfa.run_most != 0) return is_run(dfa, text);
  using image::Section;
  return matches(dfa, image.start(Section::dfa_ranges) + std::size_t{dfa.first_range} * 4,
                 image.start(Section::dfa_words) + std::size_t{dfa.first_word} * 2, text);
}

}  // namespace lintel::runtime
