// SPDX-License-Identifier: Apache-2.0
// The command line on this machine.
#include <string_view>
#include <vector>

#include "compiler/cli/cli.h"
#include "compiler/cli/posix.h"

int main(int count, char** words) {
  lintel::cli::PosixWorld world;
  const std::vector<std::string_view> arguments(words + (count > 0 ? 1 : 0), words + count);
  return static_cast<int>(lintel::cli::carry_out(arguments, world.environment()));
}
