// SPDX-License-Identifier: Apache-2.0
// Finds the automata that only say which ASCII characters a text has, and how many, as those that
// check a user name or a code do: `^[a-z][a-z0-9_]{2,31}$`. Seeing that needs no automaton.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "compiler/regex/automaton.h"

namespace lintel::compiler::regex {

using AsciiSet = std::array<std::uint64_t, 2>;  // a bit for each character

struct Run {
  AsciiSet first;  // what the first character may be
  AsciiSet rest;   // and each of the others
  std::uint32_t least;
  std::uint32_t most;  // not 0; the largest number if there is no end to it
};

std::optional<Run> run_of(const Automaton& automaton);

}  // namespace lintel::compiler::regex
