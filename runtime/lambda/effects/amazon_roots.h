// SPDX-License-Identifier: Apache-2.0
// The certificate authorities behind the endpoints of AWS.
#pragma once

#include <string_view>

namespace lintel::lambda {

// Amazon Root CA 1 to 4 and Starfield Services Root CA - G2, in PEM: the list at
// https://www.amazontrust.com/repository/, certificates as in Debian's ca-certificates 20230311.
extern const std::string_view amazon_roots;
inline constexpr int amazon_root_count = 5;

}  // namespace lintel::lambda
