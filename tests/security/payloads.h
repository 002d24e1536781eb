// SPDX-License-Identifier: Apache-2.0
// The rows of payloads.def.
#pragma once

#include <string_view>

namespace lintel::security {

inline constexpr std::string_view payloads[] = {
// A text may hold NUL.
#define LINTEL_PAYLOAD(text) std::string_view(text, sizeof(text) - 1),
#include "tests/security/payloads.def"
#undef LINTEL_PAYLOAD
};

}  // namespace lintel::security
