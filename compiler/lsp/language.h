// SPDX-License-Identifier: Apache-2.0
// What an editor asks about a place of a document: what may stand there, what does, and where that
// was declared.
#pragma once

#include <cstddef>

#include "compiler/compiler.h"
#include "compiler/lsp/documents.h"
#include "compiler/lsp/protocol.h"

namespace lintel::lsp {

// The CompletionItems for a place: what the compiler knows there, whatever letters have been typed.
Json completion(const Document& document, std::size_t offset, const CompileOptions& options);

// The Hover for the word at a place; null if nothing is known of it.
Json hover(const Document& document, std::size_t offset, const CompileOptions& options,
           bool markdown);

// The Location of what declares the name at a place, or of the file that is imported there; null if
// there is none.
Json definition(const Document& document, std::size_t offset);

}  // namespace lintel::lsp
