// SPDX-License-Identifier: Apache-2.0
// The short form of these tests, for every build, and the long one, for `tests/faults/run`.
#pragma once

namespace lintel::testing {

// More of everything: every allocation, every call, more rounds.
bool is_long_form();

// Of many places of one kind: every n-th in the short form; as LINTEL_FAULTS_LONG says, such as 1
// for all, in the long one.
unsigned long stride(unsigned long n);

// Tells `tests/faults/run` how many faults there were.
void count_faults(const char* what, unsigned long count);

}  // namespace lintel::testing
