// SPDX-License-Identifier: Apache-2.0
// What expressions mean at a place of a document.
#pragma once

#include <string>
#include <string_view>

#include "compiler/compiler.h"
#include "compiler/lsp/context.h"
#include "compiler/types.h"

namespace lintel::lsp {

// The type of an expression, so far as it outlives the tree that it was made in.
struct Meaning {
  compiler::TypeKind kind = compiler::TypeKind::unknown;
  std::string_view record;  // of a record, its name in triggers.def
  std::string name;         // as people write it, such as list(string)
};

// The type of the bytes `expression` of `text`, where `context` says which lets and variables stand
// above them. `name` is that of the source, for its imports. Unknown if it cannot be told.
Meaning meaning_of(std::string_view text, Bytes expression, const Context& context,
                   std::string_view name, const CompileOptions& options);

}  // namespace lintel::lsp
