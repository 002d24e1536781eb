// SPDX-License-Identifier: Apache-2.0
// The front door of this room: a pattern in RE2's syntax in, an automaton or an error out.
//
// The automaton reads a text character by character and is in one state at a time, so a text costs
// a step for each character, whatever the pattern is. Making it is bounded by limits.h: some
// patterns have automata that grow without reason, and those are refused.
#pragma once

#include <string_view>
#include <variant>

#include "compiler/regex/automaton.h"
#include "compiler/regex/error.h"

namespace lintel::compiler::regex {

// The smallest automaton that finds a match anywhere in a text. `pattern` is UTF-8. Equal patterns
// give equal automata.
std::variant<Automaton, Error> compile(std::string_view pattern);

// What the automaton says of a text, at compile time.
bool matches(const Automaton& automaton, std::string_view text);

}  // namespace lintel::compiler::regex
