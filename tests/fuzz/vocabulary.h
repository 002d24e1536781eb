// SPDX-License-Identifier: Apache-2.0
// The words of rules, from the tables that the compiler has them from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lintel::fuzz {

// Keywords, symbols, functions, fields, triggers, sources, actions, effects and their parameters.
const std::vector<std::string_view>& vocabulary();

// The words in the form of libFuzzer's dictionaries.
std::string dictionary();

}  // namespace lintel::fuzz
