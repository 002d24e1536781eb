// SPDX-License-Identifier: Apache-2.0
// Patterns: every class and state that an automaton can come to is one that it has. Its ranges and
// words are its own, so the check takes a step for each.
#include "runtime/limits.h"
#include "runtime/verify.h"

namespace lintel::runtime {

using image::DfaRow;
using image::Section;

bool Verifier::check_dfas() {
  std::uint32_t next_range = 0;
  std::uint32_t next_word = 0;
  for (std::uint32_t i = 0; i < image_.count(Section::dfas); ++i) {
    const auto row = image_.row<DfaRow>(Section::dfas, i);
    if (row.first_range != next_range || row.first_word != next_word || !is_sound(row) ||
        !has_sound_ranges(row) || !has_sound_words(row)) {
      return fail(FaultKind::image_pattern, Section::dfas, i);
    }
    next_range += row.range_count;
    next_word += image::dfa_ascii + row.class_count * row.state_count;
  }
  if (next_range != image_.count(Section::dfa_ranges)) {
    return fail(FaultKind::image_pattern, Section::dfa_ranges, next_range);
  }
  if (next_word != image_.count(Section::dfa_words)) {
    return fail(FaultKind::image_pattern, Section::dfa_words, next_word);
  }
  return true;
}

// There are two states at least, lost and won; all numbers are small enough to be multiplied.
bool Verifier::is_sound(const DfaRow& dfa) const {
  return has_string_or_none(dfa.pattern) && dfa.class_count >= 1 &&
         dfa.class_count <= limits::max_dfa_classes && dfa.state_count >= 2 &&
         dfa.state_count <= limits::max_dfa_states &&
         dfa.class_count * dfa.state_count <= limits::max_dfa_cells &&
         dfa.start < dfa.state_count && dfa.first_accepting >= 1 &&
         dfa.first_accepting < dfa.state_count;
}

bool Verifier::has_sound_ranges(const DfaRow& dfa) const {
  if (dfa.range_count == 0 || dfa.range_count > image_.count(Section::dfa_ranges) - dfa.first_range)
    return false;
  char32_t least = image::dfa_ascii;
  for (std::uint32_t i = 0; i < dfa.range_count; ++i) {
    const auto range = image_.row<std::uint32_t>(Section::dfa_ranges, dfa.first_range + i);
    const char32_t first = image::dfa_range_first(range);
    const bool in_order = i == 0 ? first == least : first >= least;
    if (!in_order || image::dfa_range_class(range) >= dfa.class_count) return false;
    least = first + 1;
  }
  return true;
}

bool Verifier::has_sound_words(const DfaRow& dfa) const {
  const std::uint32_t cells = dfa.class_count * dfa.state_count;
  if (image::dfa_ascii + cells > image_.count(Section::dfa_words) - dfa.first_word) return false;
  const auto word = [&](std::uint32_t number) {
    return image_.row<std::uint16_t>(Section::dfa_words, dfa.first_word + number);
  };
  for (std::uint32_t byte = 0; byte < image::dfa_ascii; ++byte) {
    if (word(byte) >= dfa.class_count) return false;
  }
  const std::uint32_t won = dfa.state_count - 1;
  for (std::uint32_t cell = 0; cell < cells; ++cell) {
    const std::uint32_t state = cell / dfa.class_count;
    const std::uint32_t next = word(image::dfa_ascii + cell);
    const bool is_final = state == 0 || state == won;
    if (is_final ? next != state : next >= dfa.state_count) return false;
  }
  return true;
}

}  // namespace lintel::runtime
