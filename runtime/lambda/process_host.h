// SPDX-License-Identifier: Apache-2.0
// What rules ask of their host, from the process that they run in.
#pragma once

#include "runtime/lintel.h"

namespace lintel::lambda {

class ProcessHost final : public Host {
 public:
  std::string_view variable(std::string_view name) override;
  bool now(Instant& time) override;
  bool random(std::span<std::byte> bytes) override;  // getrandom(2)
};

}  // namespace lintel::lambda
