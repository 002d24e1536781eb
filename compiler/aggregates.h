// SPDX-License-Identifier: Apache-2.0
// Lists and maps whose parts depend on the event. They never exist at run time: what is done with
// them is rewritten into the same on their parts. Constant ones are tables of the image.
#pragma once

#include "compiler/typed.h"

namespace lintel::compiler {

// True if the list or map is a table at run time: constant, or a choice among constants.
bool is_tabular(const Typed& node);

// The same value without the list or map that `node` looks into (in, [], size, ==), or null if it
// looks into none or into a table.
const Typed* spread(TypedTree& tree, const Typed& node);

}  // namespace lintel::compiler
