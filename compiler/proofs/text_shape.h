// SPDX-License-Identifier: Apache-2.0
// What can be said about every text that an expression can result in: its length, what it contains,
// and how it ends.
//
// Lengths are in code points. An attribute and other texts of the event count with up to 2,048
// (Cognito quotas), a user name with up to 128. A placeholder counts as it stands in the answer,
// which is what Cognito measures: `{####}` is six long, like the code that takes its place. Growth
// by HTML references is not counted.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/presence.h"
#include "compiler/typed.h"

namespace lintel::compiler::proofs {

// ---- Lengths -----------------------------------------------------------------------------------

inline constexpr std::uint64_t no_bound = ~std::uint64_t{0};

struct Lengths {
  std::uint64_t least = 0;
  std::uint64_t most = 0;          // no_bound: none that can be proved
  std::uint64_t most_bytes = 0;    // in UTF-8, texts of the event counted as ASCII
  const Typed* longest = nullptr;  // the part of the event that adds most; null if none does
  std::uint64_t longest_most = 0;  // how much it adds
};

// Upper bounds of texts that a condition gives, such as size(attr.name) <= 20, by value number.
using SizeLimits = std::unordered_map<std::uint32_t, std::uint64_t>;
SizeLimits size_limits(const Typed* condition);

Lengths lengths(const Typed& text, const SizeLimits& limits);

// ---- Contents ----------------------------------------------------------------------------------

// What Cognito replaces in a message.
struct Placeholder {
  std::string_view word;   // for people: "code"
  std::string_view field;  // the path that holds it
  std::string_view open;   // how the literal form begins ...
  std::string_view close;  // ... and ends; empty if `open` is all of it
};
inline constexpr Placeholder code_placeholder{"code", "request.codeParameter", "{####}", ""};
inline constexpr Placeholder name_placeholder{"user name", "request.usernameParameter",
                                              "{username}", ""};
inline constexpr Placeholder link_placeholder{"link", "request.linkParameter", "{##", "##}"};

// True if the text of this node is or holds the placeholder, whatever its parts are.
bool is_placeholder(const Typed& node, const Placeholder& placeholder);

// A part that can be the whole outcome of a choice and holds none of the placeholders; null if
// every text that can result holds one of them. `present` says whether a value cannot be absent.
const Typed* part_without(const Typed& text, std::span<const Placeholder> any_of,
                          const Facts& present, std::string_view source);

// ---- Sequences ---------------------------------------------------------------------------------

// The parts that a text is put together from, from left to right; choices stay one part.
std::vector<const Typed*> sequence(const Typed& text);

// Each part that can be the whole text: the branches of choices, the values of look-ups.
std::vector<const Typed*> outcomes(const Typed& text);

}  // namespace lintel::compiler::proofs
