// SPDX-License-Identifier: Apache-2.0
// One small image with rows in every section and most instructions, and events for it.
#pragma once

#include <string_view>

#include "tests/runtime/image_sketch.h"

namespace lintel::test {

Bytes sample_image();

inline constexpr std::string_view sample_events[] = {
    R"({"triggerSource":"S_a","u":"jo","r":{"e":"J@X.y","v":"TRUE","m":{"k":"1","n":null}},"response":{"c":0}})",
    R"({"r":{"e":"\u0041<\n>@b","v":false,"m":{"\u006b":true,"z":1}}})",
    R"({"triggerSource":"S_b","u":"jo\r\nx"})",
};

}  // namespace lintel::test
