// SPDX-License-Identifier: Apache-2.0
// Tree to typed tree: sections, lets and rules of all files, with every finding about their
// meaning.
#pragma once

#include <span>
#include <vector>

#include "compiler/compiler.h"
#include "compiler/module.h"
#include "grammar/ast.h"

namespace lintel::compiler {

// Checks files[i], parsed from sources[i], for all i. Rules with an error are left out of the
// module.
Module check(std::span<const grammar::File> files, std::span<const Source> sources,
             const CompileOptions& options, std::vector<Finding>& findings);

}  // namespace lintel::compiler
