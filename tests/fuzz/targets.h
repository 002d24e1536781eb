// SPDX-License-Identifier: Apache-2.0
// The rows of targets.def. Who uses one needs what that one needs, and nothing of the others.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "tests/fuzz/mutators.h"
#include "tests/fuzz/seeds.h"

namespace lintel::fuzz {

struct Target {
  std::string_view name;
  std::size_t most_bytes;
  void (*law)(std::string_view input);  // throws Broken
  Seeds (*seeds)();
  std::string (*mutate)(std::string_view input, generator::Dice& dice);
  std::string_view meaning;
};

#define LINTEL_FUZZ_TARGET(name, most_bytes, seeds, mutator, law) \
  void name##_law(std::string_view input);                        \
  inline Target name##_target() { return {#name, most_bytes, name##_law, seeds, mutator, law}; }
#include "tests/fuzz/targets.def"
#undef LINTEL_FUZZ_TARGET

}  // namespace lintel::fuzz
