// SPDX-License-Identifier: Apache-2.0
// What may stand at a place of a document: its own names, and the compiler's.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "compiler/compiler.h"
#include "compiler/lsp/catalog.h"
#include "compiler/lsp/context.h"
#include "compiler/lsp/documents.h"

namespace lintel::lsp {

// The context of a place. Above the first section, the trigger is that of this section: lets there
// are for it, too.
Context context_of(const Document& document, std::size_t offset);

// The lets that begin before `offset` and can be seen there, and the one that begins there.
std::vector<const grammar::Let*> lets_at(const grammar::File& file, std::size_t offset);

// All that may stand there. A name that stands for several things stands first for what it means.
Entries entries_at(const Document& document, const Context& context, const CompileOptions& options);

}  // namespace lintel::lsp
