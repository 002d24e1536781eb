// SPDX-License-Identifier: Apache-2.0
// What a document is made of.
#pragma once

#include "compiler/lsp/documents.h"
#include "compiler/lsp/protocol.h"

namespace lintel::lsp {

// The DocumentSymbols: sections with their rules, lets and tests, and what stands before the first
// section. Items with an error of syntax are left out.
Json symbols(const Document& document);

}  // namespace lintel::lsp
