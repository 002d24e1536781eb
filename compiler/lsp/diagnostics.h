// SPDX-License-Identifier: Apache-2.0
// Findings as the protocol's diagnostics.
#pragma once

#include "compiler/lsp/documents.h"
#include "compiler/lsp/protocol.h"

namespace lintel::lsp {

// The Diagnostic of a finding; `related`: with the other places that explain it.
Json diagnostic(const Finding& finding, const Checked& checked, bool related);

// The params of textDocument/publishDiagnostics: the findings in the document itself. Those of the
// rules that it is checked with are told where these are open.
Json published(const Document& document, const Checked& checked, bool related);

}  // namespace lintel::lsp
