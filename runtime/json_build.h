// SPDX-License-Identifier: Apache-2.0
// Values as JSON.
#pragma once

#include "runtime/image.h"
#include "runtime/output.h"
#include "runtime/value.h"

namespace lintel::runtime {

// Writes a present value of a kind. What came from the event as JSON is written as it came; a time
// as its whole seconds, as claims such as exp have it.
void write_json(Output& out, const image::View& image, const Cell& value, image::Kind kind);

}  // namespace lintel::runtime
