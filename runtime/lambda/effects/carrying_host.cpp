// SPDX-License-Identifier: Apache-2.0
#include "runtime/lambda/effects/carrying_host.h"

namespace lintel::lambda {

void CarryingHost::received(const Invocation& invocation) {
  event_ = {invocation.event, world_.steady(),
            std::chrono::milliseconds(invocation.deadline_milliseconds), invocation.trace_id};
}

EffectReport CarryingHost::carry_out(const Effect& effect, std::uint32_t index) {
  last_ = carrier_.carry_out(effect, index, event_);
  return {last_.status == EffectStatus::done,
          last_.status == EffectStatus::dropped,
          text_of(last_.failure),
          last_.http_status,
          last_.error_code,
          last_.request_id,
          last_.attempts};
}

}  // namespace lintel::lambda
