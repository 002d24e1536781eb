// SPDX-License-Identifier: Apache-2.0
// Counts the bytes that the program holds from operator new.
#pragma once

#include <cstddef>

namespace lintel::security {

// The bytes that are held now; from here on the most are remembered.
std::size_t start_counting_bytes();

// The most that were held at once since then.
std::size_t most_bytes();

}  // namespace lintel::security
