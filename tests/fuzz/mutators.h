// SPDX-License-Identifier: Apache-2.0
// Inputs out of others, by what they mean. Where nothing better is known, bytes are changed.
#pragma once

#include <string>
#include <string_view>

#include "tests/support/program_generator.h"

namespace lintel::fuzz {

// Some bytes changed, taken away, doubled or put in.
std::string mutated_bytes(std::string_view input, generator::Dice& dice);

// Rules, and perhaps an event and the file that they import: tokens moved and replaced, expressions
// and rules of a generator put in.
std::string mutated_rules(std::string_view input, generator::Dice& dice);

// The letter of a ruleset, and events for it.
std::string mutated_events(std::string_view input, generator::Dice& dice);

// Parts, each a head and a body: bytes of them changed, lines and parts moved, lengths put right.
std::string mutated_messages(std::string_view input, generator::Dice& dice);

// A session of an editor: rules that it asks about, messages, or their bytes.
std::string mutated_sessions(std::string_view input, generator::Dice& dice);

// An image: some rows changed, copied, moved or taken away, many of them still sound.
std::string mutated_image(std::string_view input, generator::Dice& dice);

// A pattern and texts.
std::string mutated_patterns(std::string_view input, generator::Dice& dice);

}  // namespace lintel::fuzz
