// SPDX-License-Identifier: Apache-2.0
// Patterns: automata that the compiler has made of them.
//
// An automaton reads a text character by character, one step for each. It knows a character by its
// class: of ASCII from a table of 128, of the others from the range that it lies in. State 0 is
// lost and the last state is won: both lead to themselves only, so the answer is known there.
#pragma once

#include <cstddef>
#include <string_view>

#include "runtime/image.h"

namespace lintel::runtime {

// Whether the pattern, a row of `dfas`, matches somewhere in `text`, which is valid UTF-8.
bool matches(const image::View& image, std::uint32_t pattern, std::string_view text);

// Whether the text is a run as the row says (run_most is not 0), which is what its automaton says.
bool matches_run(const image::DfaRow& dfa, std::string_view text);

// As the first, for an automaton outside of an image: its ranges and words start at these places.
bool matches(const image::DfaRow& dfa, const std::byte* ranges, const std::byte* words,
             std::string_view text);

}  // namespace lintel::runtime
