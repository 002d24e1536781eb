// SPDX-License-Identifier: Apache-2.0
// Every limit of Lintel, with its unit and the reason for the number. A test stands at each and one
// past it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lintel::limits {

// Bytes of one event: Lambda's limit for a synchronous invocation is 6 MB (Lambda quotas).
inline constexpr std::size_t max_event_bytes = std::size_t{6} * 1024 * 1024;

// Levels of arrays and objects in an event. Cognito's own events have six.
inline constexpr std::size_t max_event_depth = 128;

// Bytes of text that one evaluation may build: values that held escapes, and new texts. An
// attribute has at most 2,048 characters and an e-mail 20,000 (Cognito quotas), so this is room for
// several.
inline constexpr std::size_t text_arena_bytes = std::size_t{256} * 1024;

// Elements of a list, or entries of a map, that an evaluation builds. A user has at most 100 groups
// (Cognito quotas).
inline constexpr std::size_t max_list_elements = 4096;

// Characters of one random text: 6 digits are usual, 43 letters and digits hold 256 bits.
inline constexpr std::uint32_t max_random_characters = 64;

// Levels of such lists and maps.
inline constexpr std::uint16_t max_value_depth = 64;

// Loops inside of each other.
inline constexpr std::uint32_t max_loop_levels = 2;

// Rounds of all loops of one evaluation together: what bounds its time.
inline constexpr std::uint32_t max_loop_rounds = 100'000;

// Elements that one evaluation looks at when it compares lists or searches them: twice what finding
// the distinct elements of a longest list takes.
inline constexpr std::uint32_t max_compared_cells = 20'000'000;

// Registers of an image; an instruction names one in 16 bits.
inline constexpr std::size_t max_registers = 65535;

// Levels of the nodes of a rule index. Each looks up one more part of a condition; few have more.
inline constexpr std::uint32_t max_index_levels = 4;

// Bytes of an image; its offsets have 32 bits.
inline constexpr std::size_t max_image_bytes = 0x7fffffff;

// Bytes of one rules file; spans have 32 bits and findings count in them.
inline constexpr std::size_t max_source_bytes = std::size_t{256} * 1024 * 1024;

// Levels of an expression tree, so that no pass over it can exhaust the stack. A long chain of + or
// of members counts a level each; && and || chains count one level however long.
inline constexpr std::uint32_t max_expression_depth = 200;

// Parts of an expression once its lets are written out: lets are substituted, so a few that use
// each other twice would grow without bound. A constant list counts as one part.
inline constexpr std::uint32_t max_expression_parts = 100'000;

// Levels of brackets and templates while parsing, for the same reason.
inline constexpr std::uint32_t max_nesting = 64;

// Names of one event field path, such as request.userAttributes.email.
inline constexpr std::size_t max_path_parts = 8;

// Entries and items that one evaluation puts into the response, and attributes of an identity
// provider that it starts from. A user has at most 100 groups (Cognito quotas); they are compared
// with each other, so the number bounds the time.
inline constexpr std::size_t max_collected = 1024;
// The largest count of a repetition in a pattern, and the largest product of those inside of each
// other: RE2's limit.
inline constexpr std::uint32_t max_pattern_count = 1000;

// Levels of brackets and repetitions in a pattern, so that no pass over it can exhaust the stack.
inline constexpr std::uint32_t max_pattern_depth = 200;

// Parts of a pattern once its counts are written out: enough for [^@]{1,1000} a few times over.
inline constexpr std::uint32_t max_pattern_parts = 10'000;

// States of the automaton of a pattern: some patterns double them with each character, and such a
// one must end in a finding, not in a huge image.
inline constexpr std::uint32_t max_dfa_states = 4096;

// Kinds of characters that a pattern tells apart; an image has 11 bits for one.
inline constexpr std::uint32_t max_dfa_classes = 2048;

// States times classes: 2 MiB of an image.
inline constexpr std::uint32_t max_dfa_cells = 1U << 20;

// Steps that making the automaton of a pattern may take: about a second without optimisation.
inline constexpr std::uint64_t max_pattern_steps = 20'000'000;

// Effects that one evaluation can ask for.
inline constexpr std::size_t max_effects = 64;

// Arguments of one effect: an image has a bit for each in a byte.
inline constexpr std::size_t max_effect_arguments = 8;

}  // namespace lintel::limits
