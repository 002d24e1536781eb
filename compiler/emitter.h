// SPDX-License-Identifier: Apache-2.0
// IR to image: slots and the field plan, registers, labels, and the rows of every section.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "compiler/compiler.h"
#include "compiler/ir.h"
#include "compiler/module.h"

namespace lintel::compiler {

// What a row of the trace is about.
struct TracedPlace {
  std::uint32_t rule = 0;
  Span span;  // the part as it was written
  std::string expression;
  std::uint32_t value = 0;    // its value number: tells the uses of one let apart
  std::uint8_t possible = 0;  // see coverage.h; 0 if it does not count
};

// The image of a lowered module. Findings, and no image, if it would pass a limit of the format.
// `places`, if it is not null, gets one entry for each row of the trace.
std::vector<std::byte> emit(ir::Ruleset ruleset, const Module& module,
                            std::span<const Source> sources, const CompileOptions& options,
                            std::vector<Finding>& findings,
                            std::vector<TracedPlace>* places = nullptr);

}  // namespace lintel::compiler
