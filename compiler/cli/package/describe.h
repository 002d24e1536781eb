// SPDX-License-Identifier: Apache-2.0
// A deployment told to people and to programs.
#pragma once

#include <string>

#include "compiler/cli/package/deployment.h"
#include "runtime/lintel.h"

namespace lintel::cli {

std::string description(const Deployment& deployment, const Ruleset& ruleset);
std::string description_json(const Deployment& deployment, const Ruleset& ruleset);

}  // namespace lintel::cli
