// SPDX-License-Identifier: Apache-2.0
// Composes what an outcome says about a fault: the place, what is wrong, and the byte.
#pragma once

#include <span>
#include <string_view>

#include "runtime/lintel.h"

namespace lintel::runtime {

// Such as "request.userAttributes.email: a field has another type than Cognito's contract says:
// expected text, found an object (byte 123)". `found` is a text of the event or empty; it stands
// where Fault::detail would. The result lies in `buffer`; what does not fit is cut off between two
// characters.
std::string_view describe(const Fault& fault, std::string_view found, std::span<char> buffer);

}  // namespace lintel::runtime
