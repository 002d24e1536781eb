// SPDX-License-Identifier: Apache-2.0
// The environment of the process.
#pragma once

#include <string_view>

namespace lintel::lambda {

// The value of the variable of this name, which lives as long as the process; no data() if it is
// not set. Unlike getenv(), takes a name that is a part of a longer text.
std::string_view variable(std::string_view name);

}  // namespace lintel::lambda
