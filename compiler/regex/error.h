// SPDX-License-Identifier: Apache-2.0
// What is wrong with a pattern: errors.def.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lintel::compiler::regex {

enum class ErrorKind : std::uint8_t {
#define LINTEL_PATTERN_ERROR(name, group, message, hint) name,
#include "compiler/regex/errors.def"
#undef LINTEL_PATTERN_ERROR
};

enum class ErrorGroup : std::uint8_t { syntax, unsupported, too_large };

struct ErrorRow {
  std::string_view name;
  ErrorGroup group;
  std::string_view message;
  std::string_view hint;
};

inline constexpr ErrorRow error_rows[] = {
#define LINTEL_PATTERN_ERROR(name, group, message, hint) {#name, ErrorGroup::group, message, hint},
#include "compiler/regex/errors.def"
#undef LINTEL_PATTERN_ERROR
};

constexpr const ErrorRow& row(ErrorKind kind) { return error_rows[static_cast<std::size_t>(kind)]; }

struct Error {
  ErrorKind kind{};
  std::size_t offset = 0;  // of the part that is wrong, in bytes of the pattern
  std::size_t size = 0;
  std::uint64_t reached = 0;  // of a pattern that is too large: how much there is, or was by then
  std::uint64_t limit = 0;
};

}  // namespace lintel::compiler::regex
