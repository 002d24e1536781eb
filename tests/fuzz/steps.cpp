// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/steps.h"

#include "runtime/trace.h"

namespace {
std::uint64_t steps = 0;
}  // namespace

// The names are those of lintel::runtime::TraceTeller::reach(std::uint32_t) in an object file.
extern "C" {
void __real__ZN6lintel7runtime11TraceTeller5reachEj(lintel::runtime::TraceTeller* teller,
                                                    std::uint32_t instruction);
void __wrap__ZN6lintel7runtime11TraceTeller5reachEj(lintel::runtime::TraceTeller* teller,
                                                    std::uint32_t instruction) {
  ++steps;
  __real__ZN6lintel7runtime11TraceTeller5reachEj(teller, instruction);
}
}

namespace lintel::fuzz {

void start_counting_steps() { steps = 0; }
std::uint64_t counted_steps() { return steps; }

}  // namespace lintel::fuzz
