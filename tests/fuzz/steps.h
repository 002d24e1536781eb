// SPDX-License-Identifier: Apache-2.0
// Counts the instructions that an evaluation with a tracer runs: the linker sends the calls that
// tell the tracer of each here (--wrap).
#pragma once

#include <cstdint>

namespace lintel::fuzz {

void start_counting_steps();
std::uint64_t counted_steps();

}  // namespace lintel::fuzz
