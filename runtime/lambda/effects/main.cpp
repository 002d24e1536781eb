// SPDX-License-Identifier: Apache-2.0
// The bootstrap that carries out effects.
#include "runtime/lambda/bootstrap.h"
#include "runtime/lambda/effects/carrying_host.h"
#include "runtime/lambda/effects/posix_world.h"

int main() {
  lintel::lambda::PosixWorld world;
  lintel::lambda::CarryingHost host(world);
  return lintel::lambda::run_bootstrap(&host);
}
