// SPDX-License-Identifier: Apache-2.0
// How much of a set is gone through, and how much that was. The usual test run takes the part of
// each set that takes seconds; with --everything it is the whole set.
#pragma once

#include <cstdint>
#include <string_view>

namespace lintel::exhaustive {

// Whether the whole set is asked for.
bool everything();

// Notes, and prints, that so many cases of a set have been checked.
void checked(std::string_view what, std::uint64_t cases);

}  // namespace lintel::exhaustive
