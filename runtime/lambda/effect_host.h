// SPDX-License-Identifier: Apache-2.0
// Who carries out the effects of an outcome, as the bootstrap sees it. The plain bootstrap has
// nobody.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/lambda/runtime_api.h"
#include "runtime/lintel.h"

namespace lintel::lambda {

// What became of an effect, for the log. Nothing in it comes from the event.
struct EffectReport {
  bool done = false;
  bool dropped = false;  // done before, for an equal event
  std::string_view why;  // it was not done; empty if it was
  unsigned http_status = 0;
  std::string_view error_code;  // AWS's
  std::string_view request_id;  // AWS's
  unsigned attempts = 0;
};

class EffectHost {
 public:
  // An event has come, whose effects will follow.
  virtual void received(const Invocation& invocation) = 0;

  // Carries out effect number `index` of its outcome, which is not `log`. Views of the report end
  // with the next call.
  virtual EffectReport carry_out(const Effect& effect, std::uint32_t index) = 0;

 protected:
  ~EffectHost() = default;  // never owned through this interface
};

}  // namespace lintel::lambda
