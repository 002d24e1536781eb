// SPDX-License-Identifier: Apache-2.0
// Fix-its as the protocol's code actions.
#pragma once

#include "compiler/lsp/documents.h"
#include "compiler/lsp/places.h"
#include "compiler/lsp/protocol.h"

namespace lintel::lsp {

// True if `only` of a CodeActionContext leaves room for fixes.
bool wants_fixes(const Json& only);

// The CodeActions for the findings that touch `bytes` of the document: one for each fix. Preferred
// is the only fix of a finding, if it needs no review.
Json code_actions(const Checked& checked, Bytes bytes, bool related);

}  // namespace lintel::lsp
