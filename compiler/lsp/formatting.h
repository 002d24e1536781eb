// SPDX-License-Identifier: Apache-2.0
// The usual layout of a document.
#pragma once

#include "compiler/lsp/documents.h"
#include "compiler/lsp/protocol.h"

namespace lintel::lsp {

// The TextEdit that gives the document its usual layout, in a list: it replaces no more than what
// stands between the first and the last difference. Empty if there is nothing to change, and where
// an error of syntax leaves open what was meant.
Json formatting(const Document& document);

}  // namespace lintel::lsp
