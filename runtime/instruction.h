// SPDX-License-Identifier: Apache-2.0
// The instruction set as data: opcodes.def as an enum and as a table of operand kinds.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/image.h"

namespace lintel::image {

enum class Opcode : std::uint8_t {
#define LINTEL_OPCODE(name, mask, a, b, c, d, meaning) name,
#include "runtime/opcodes.def"
#undef LINTEL_OPCODE
};

}  // namespace lintel::image

namespace lintel::runtime {

// What an operand is: the words of opcodes.def.
enum class Operand : std::uint8_t {
  none,
  any,
  text,
  integer,
  boolean,
  table,
  object,
  array,
  number,
  time,
  list,
  map,
  sequence,
  same,
  text_constant,
  integer_constant,
  table_constant,
  dfa,
  flag,
  value_kind,
  field,
  effect,
  rule,
  variable,
  count,
  capacity,
  level,
  length,
  back,
  target,
};

enum class Mask : std::uint8_t { plain, tests };

struct InstructionInfo {
  std::string_view name;
  Mask mask;
  Operand operands[4];  // a, b, c, d
  std::string_view meaning;
};

inline constexpr InstructionInfo instruction_set[] = {
#define LINTEL_OPCODE(name, mask, a, b, c, d, meaning) \
  {#name, Mask::mask, {Operand::a, Operand::b, Operand::c, Operand::d}, meaning},
#include "runtime/opcodes.def"
#undef LINTEL_OPCODE
};

inline constexpr std::size_t opcode_count = std::size(instruction_set);
static_assert(opcode_count <= 256, "an opcode has one byte");

// `code` < opcode_count.
constexpr const InstructionInfo& info(std::uint8_t code) { return instruction_set[code]; }

// The operands of a row, in the order of InstructionInfo::operands.
inline std::array<std::uint32_t, 4> operands(const image::InstructionRow& row) {
  return {row.a, row.b, row.c, row.d};
}

// Whether the operand is the number of a register.
constexpr bool is_register(Operand operand) {
  return operand >= Operand::any && operand <= Operand::same;
}

}  // namespace lintel::runtime

namespace lintel::image {

constexpr std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::text: return "text";
    case Kind::integer: return "integer";
    case Kind::boolean: return "boolean";
    case Kind::table: return "table";
    case Kind::object: return "object";
    case Kind::array: return "array";
    case Kind::number: return "number";
    case Kind::time: return "time";
    case Kind::list: return "list";
    case Kind::map: return "map";
  }
  return "?";
}

inline constexpr std::uint8_t kind_count = 10;

constexpr std::string_view section_name(Section section) {
  constexpr std::string_view names[] = {
#define LINTEL_SECTION(name, row, meaning) #name,
#include "runtime/sections.def"
#undef LINTEL_SECTION
  };
  return names[static_cast<std::size_t>(section)];
}

// Bytes of one row.
constexpr std::size_t row_size(Section section) {
  constexpr std::size_t sizes[] = {
#define LINTEL_SECTION(name, row, meaning) sizeof(row),
#include "runtime/sections.def"
#undef LINTEL_SECTION
  };
  return sizes[static_cast<std::size_t>(section)];
}

}  // namespace lintel::image
