// SPDX-License-Identifier: Apache-2.0
// Effects as calls of services: what is sent, and what an answer means.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "runtime/lambda/effects/carrier.h"
#include "runtime/lambda/effects/services.h"

namespace lintel::lambda {

// A request with POST.
struct Call {
  Service service = Service::email;
  std::string path = "/";
  std::string content_type;
  std::string target;  // the header x-amz-target; empty: none
  std::string body;
  std::string trace_id;  // the header X-Amzn-Trace-Id; empty: none
};

// Nothing, and why: what can be seen to be wrong before anything is sent.
std::optional<Call> send_email_call(const Effect& effect, EffectFailure& failure);
std::optional<Call> add_to_group_call(const Effect& effect, std::string_view event,
                                      EffectFailure& failure);
std::optional<Call> emit_call(const Effect& effect, World& world, EffectFailure& failure);

// The code of an error in the answer of PutEvents, whose status is 200 even so; empty if all went
// well.
std::string failed_entry_code(std::string_view body);

// The content type of AWS's protocol JSON 1.1.
inline constexpr std::string_view json_1_1 = "application/x-amz-json-1.1";

}  // namespace lintel::lambda
