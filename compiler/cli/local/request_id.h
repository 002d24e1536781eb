// SPDX-License-Identifier: Apache-2.0
// What an invocation is called, as Lambda does it.
#pragma once

#include <string>

#include "runtime/lintel.h"

namespace lintel::cli {

// A random UUID. Without a generator they count up.
std::string new_request_id(Host* host);

}  // namespace lintel::cli
