// SPDX-License-Identifier: Apache-2.0
// The first steps of every front door: sources to trees, and trees to what they mean.
#pragma once

#include <span>
#include <vector>

#include "compiler/compiler.h"
#include "compiler/module.h"
#include "grammar/ast.h"

namespace lintel::compiler {

// The trees of all sources, which hold views of them.
std::vector<grammar::File> parse(std::span<const Source> sources, std::vector<Finding>& findings);

// What the files mean, checked and proved. Also after an error of syntax, so that all findings of
// all files come in one run.
Module check_all(std::span<const grammar::File> files, std::span<const Source> sources,
                 const CompileOptions& options, std::vector<Finding>& findings);

// The findings as they are shown: in order, without what comments silence.
void finish(std::span<const grammar::File> files, std::span<const Source> sources,
            const CompileOptions& options, std::vector<Finding>& findings);

bool has_error(const std::vector<Finding>& findings);

}  // namespace lintel::compiler
