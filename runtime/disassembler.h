// SPDX-License-Identifier: Apache-2.0
// An image as text for people: everything that stands in it, a line each.
#pragma once

#include <string_view>

#include "runtime/lintel.h"

namespace lintel::runtime {

// Takes the text piece by piece.
struct TextSink {
  void (*write)(void* context, std::string_view text);
  void* context;
};

void disassemble(const Ruleset& ruleset, TextSink sink);

}  // namespace lintel::runtime
