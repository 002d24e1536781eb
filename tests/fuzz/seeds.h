// SPDX-License-Identifier: Apache-2.0
// Inputs to start from. Those that the project has anyway stand where they always do.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lintel::fuzz {

using Seeds = std::vector<std::string>;

Seeds rules_seeds();    // of rules/ and of the cases, with what they import
Seeds image_seeds();    // what these compile to, if it is small
Seeds event_seeds();    // of Cognito, and of rules/
Seeds pattern_seeds();  // of people
Seeds text_seeds();     // numbers, times, addresses, JSON
Seeds message_seeds();  // of HTTP
Seeds session_seeds();  // of editors
Seeds effect_seeds();   // with answers to them

// The files of tests/fuzz/corpus/TARGET and tests/fuzz/found/TARGET.
Seeds kept_inputs(std::string_view target);

}  // namespace lintel::fuzz
