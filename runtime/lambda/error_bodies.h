// SPDX-License-Identifier: Apache-2.0
// What a user gets to read of what is no concern of his: errors without a reason, which is in the
// log.
#pragma once

#include <string_view>

namespace lintel::lambda {

// The event is no event of these rules. Cognito adds a full stop to the text.
inline constexpr std::string_view fault_body =
    R"({"errorMessage":"The request could not be processed","errorType":"Fault"})";

// An effect failed whose rule says onFailure: "reject".
inline constexpr std::string_view effect_failed_body =
    R"({"errorMessage":"The request could not be completed","errorType":"EffectFailed"})";

}  // namespace lintel::lambda
