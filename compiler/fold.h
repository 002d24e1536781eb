// SPDX-License-Identifier: Apache-2.0
// Constant folding: what is known while the typed tree is made. Follows the reference's rules for
// absence, so that a folded expression answers as the unfolded one would.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "compiler/typed.h"

namespace lintel::compiler {

struct Folded {
  enum class Kind : std::uint8_t {
    absent,
    boolean,
    integer,
    real,
    time,
    text,
    texts
  } kind = Kind::absent;
  std::int64_t number = 0;  // of a real: its bits; of a time: its seconds
  std::string text = {};
  std::uint32_t nanoseconds = 0;
  std::vector<std::string> texts = {};
};

// The value of a builtin on literals, or nothing if it has to be computed at run time.
std::optional<Folded> fold_builtin(Builtin builtin, std::span<const Typed* const> operands);

// The same of the functions on texts, numbers and times: fold_library.cpp.
std::optional<Folded> fold_library(Builtin builtin, std::span<const Typed* const> operands);

// The node that an expression of this kind comes down to, or null if it stays as it is.
const Typed* fold_kind(TypedTree& tree, Kind kind, std::span<const Typed* const> operands,
                       Span span);

}  // namespace lintel::compiler
