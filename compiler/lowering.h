// SPDX-License-Identifier: Apache-2.0
// Typed tree to IR: which program answers which source, and the code of each.
//
// Conditions have three outcomes and become jumps: branch(c, wanted, miss) goes to `miss` unless
// the truth of c is in `wanted`. A grant wants {yes}, a denial {yes, absent}: it fails closed. !
// exchanges yes and no, && and || pass their wish on to their parts, and no truth value is ever
// stored unless two places need it.
#pragma once

#include "compiler/compiler.h"
#include "compiler/ir.h"
#include "compiler/module.h"

namespace lintel::compiler {

// Lowers the whole module. With options.optimise, programs are made for single sources where rules
// look at triggerSource, and work that is used twice is shared.
ir::Ruleset lower(Module& module, const CompileOptions& options);

}  // namespace lintel::compiler
