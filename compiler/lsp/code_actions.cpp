// SPDX-License-Identifier: Apache-2.0
#include "compiler/lsp/code_actions.h"

#include <algorithm>
#include <utility>

#include "compiler/lsp/diagnostics.h"

namespace lintel::lsp {
namespace {

constexpr std::string_view quick_fix = "quickfix";

// A WorkspaceEdit.
Json workspace_edit(const FixIt& fix, const Checked& checked) {
  Json changes = Json::object();
  for (const Edit& edit : fix.edits) {
    const CheckedFile& file = checked.files[edit.span.file];
    changes[file.uri].push_back(
        {{"range", range(file.text, {edit.span.begin, edit.span.end})}, {"newText", edit.text}});
  }
  return {{"changes", std::move(changes)}};
}

}  // namespace

bool wants_fixes(const Json& only) {
  if (!only.is_array()) return true;
  // A kind stands for those below it as well, and the empty one for all.
  return std::any_of(only.begin(), only.end(), [](const Json& kind) {
    const auto* name = kind.get_ptr<const std::string*>();
    return name != nullptr && (name->empty() || *name == quick_fix);
  });
}

Json code_actions(const Checked& checked, Bytes bytes, bool related) {
  Json actions = Json::array();
  for (const Finding& finding : checked.findings) {
    const bool touches = finding.span.file == checked.own && finding.span.begin <= bytes.end &&
                         bytes.begin <= finding.span.end;
    if (!touches) continue;
    for (const FixIt& fix : finding.fixes) {
      Json action = {{"title", fix.label},
                     {"kind", quick_fix},
                     {"diagnostics", Json::array({diagnostic(finding, checked, related)})},
                     {"edit", workspace_edit(fix, checked)}};
      if (finding.fixes.size() == 1 && !fix.needs_review) action["isPreferred"] = true;
      actions.push_back(std::move(action));
    }
  }
  return actions;
}

}  // namespace lintel::lsp
