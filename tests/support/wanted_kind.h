// SPDX-License-Identifier: Apache-2.0
// What opcodes.def means by the names of operands, told a second time.
#pragma once

#include <optional>

#include "runtime/instruction.h"

namespace lintel::test {

// The kind that the register in such an operand must have; nothing for those that are no registers,
// or may be of several kinds.
inline std::optional<image::Kind> wanted_kind(runtime::Operand operand) {
  using image::Kind;
  using runtime::Operand;
  switch (operand) {
    case Operand::text: return Kind::text;
    case Operand::integer: return Kind::integer;
    case Operand::boolean: return Kind::boolean;
    case Operand::table: return Kind::table;
    case Operand::object: return Kind::object;
    case Operand::array: return Kind::array;
    case Operand::number: return Kind::number;
    case Operand::time: return Kind::time;
    case Operand::list: return Kind::list;
    case Operand::map: return Kind::map;
    default: return std::nullopt;
  }
}

}  // namespace lintel::test
