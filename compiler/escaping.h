// SPDX-License-Identifier: Apache-2.0
// Contextual escaping: what an action writes into HTML, or into a line, is made safe where it comes
// from the event. Constants of the rules file are markup as they stand; so is what html() marks.
#pragma once

#include "compiler/schema.h"
#include "compiler/typed.h"

namespace lintel::compiler {

// The text `value`, as it has to be written in this context.
const Typed* escaped(TypedTree& tree, const Typed* value, schema::Escape context);

}  // namespace lintel::compiler
