// SPDX-License-Identifier: Apache-2.0
// Which instructions tests have run.
#pragma once

#include <array>
#include <vector>

#include "runtime/image.h"
#include "runtime/instruction.h"

namespace lintel::test {

inline std::array<bool, runtime::opcode_count>& seen_opcodes() {
  static std::array<bool, runtime::opcode_count> seen{};
  seen[static_cast<std::size_t>(image::Opcode::end)] = true;  // of every program
  return seen;
}

inline void note_opcodes(const std::vector<image::InstructionRow>& instructions) {
  for (const auto& row : instructions) seen_opcodes()[row.opcode] = true;
}

}  // namespace lintel::test
