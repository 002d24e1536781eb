// SPDX-License-Identifier: Apache-2.0
// The rulesets of rules/ and events for them that hold the same text wherever users can put one.
#pragma once

#include <cstddef>
#include <string_view>

#include <nlohmann/json.hpp>

#include "tests/runtime/rulesets.h"

namespace lintel::security {

// Whether an image sends mails or messages: nothing else shows markup.
bool sends_mail(const test::CompiledRuleset& ruleset);

// How the text comes into the values that are there.
enum class Filling { instead, before, after };
inline constexpr Filling fillings[] = {Filling::instead, Filling::before, Filling::after};

// An event of the ruleset, with `text` in all attributes, metadata and validation data, those
// that the rules ask for among them, and in the user's name. What Cognito itself fills in stays:
// the source, the placeholders of codes, what challenges were asked.
nlohmann::json filled_event(const test::CompiledRuleset& ruleset, std::size_t number,
                            std::string_view text, Filling filling);

}  // namespace lintel::security
