// SPDX-License-Identifier: Apache-2.0
// Comparing with a secret.
#pragma once

#include <string_view>

namespace lintel::runtime {

// Whether the texts are equal. The time depends on their sizes only, so that it does not tell how
// much of a guess is right.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace lintel::runtime
