// SPDX-License-Identifier: Apache-2.0
// Checks an image once, so that nothing has to be checked while events are evaluated.
//
// Afterwards: every row, index, string and table entry lies inside of its section; strings are
// valid UTF-8; the plan is a tree whose slots have the kinds that the reader writes; every operand
// has the kind that its instruction expects; every jump but the `repeat` of a loop goes forward,
// inside of its program, and the last instruction of a program is `end`; the candidates of a rule
// index are entered in ascending order. So a program of n instructions ends within n steps for each
// of its candidates, and a loop within its limit of rounds.
// Takes time in proportion to the image, and no heap.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "runtime/lintel.h"

namespace lintel::runtime {

// Nothing if the image is sound. The offset of the fault is that of the row it is about.
std::optional<Fault> verify(std::span<const std::byte> image);

}  // namespace lintel::runtime
