// SPDX-License-Identifier: Apache-2.0
// The plain bootstrap: no effects but log, no C++ runtime library.
#include "runtime/lambda/bootstrap.h"

int main() { return lintel::lambda::run_bootstrap(nullptr); }
