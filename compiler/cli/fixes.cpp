// SPDX-License-Identifier: Apache-2.0
// Applies fix-its.
#include "compiler/cli/fixes.h"

#include <algorithm>
#include <set>

namespace lintel::cli {
namespace {

// Two insertions at one place clash as well: their order would be arbitrary.
bool clash(const Span& a, const Span& b) {
  if (a.file != b.file) return false;
  if (a.begin == b.begin) return true;
  return a.begin < b.end && b.begin < a.end;
}

bool clash(const Edit& edit, const std::vector<const Edit*>& accepted) {
  return std::any_of(accepted.begin(), accepted.end(),
                     [&](const Edit* other) { return clash(edit.span, other->span); });
}

}  // namespace

std::vector<std::size_t> apply_fixes(std::span<const Finding> findings,
                                     std::vector<Source>& sources) {
  std::vector<std::size_t> fixed(sources.size());
  std::vector<const Edit*> accepted;
  for (const Finding& finding : findings) {
    if (finding.fixes.size() != 1 || finding.fixes.front().needs_review) continue;
    const std::vector<Edit>& edits = finding.fixes.front().edits;
    if (std::any_of(edits.begin(), edits.end(),
                    [&](const Edit& edit) { return clash(edit, accepted); }))
      continue;
    std::set<std::uint32_t> touched;
    for (const Edit& edit : edits) {
      accepted.push_back(&edit);
      touched.insert(edit.span.file);
    }
    for (const std::uint32_t file : touched) ++fixed[file];
  }
  // From the end of each file to its start, so that the offsets of what is left stay right.
  std::sort(accepted.begin(), accepted.end(),
            [](const Edit* a, const Edit* b) { return a->span.begin > b->span.begin; });
  for (const Edit* edit : accepted)
    sources[edit->span.file].text.replace(edit->span.begin, edit->span.end - edit->span.begin,
                                          edit->text);
  return fixed;
}

}  // namespace lintel::cli
