// SPDX-License-Identifier: Apache-2.0
// The door of the room: what the compiler proves about rules and Cognito, beyond their types.
//
// Each proof is a file. It reads the checked module and adds findings; it changes nothing. The work
// of all of them grows with the size of the rules, not with the number of their pairs.
#pragma once

#include <span>
#include <vector>

#include "compiler/compiler.h"
#include "compiler/module.h"

namespace lintel::compiler::proofs {

// Runs every proof over a module that was checked from `sources`.
void prove(Module& module, std::span<const Source> sources, std::vector<Finding>& findings);

}  // namespace lintel::compiler::proofs
