// SPDX-License-Identifier: Apache-2.0
// `// lintel-ignore W0712: reason` silences one finding of that code in what stands below it: the
// next line, or the whole item that starts there. Errors cannot be silenced. A comment of this kind
// that is malformed, or silences nothing, is a finding itself.
#pragma once

#include <span>
#include <vector>

#include "compiler/compiler.h"
#include "grammar/ast.h"

namespace lintel::compiler {

// Takes out what the comments of files[i], parsed from sources[i], silence. `findings` are in the
// order of arrange(). `all_run`: nothing was left out that could have made findings.
void apply_ignores(std::span<const grammar::File> files, std::span<const Source> sources,
                   bool all_run, std::vector<Finding>& findings);

}  // namespace lintel::compiler
