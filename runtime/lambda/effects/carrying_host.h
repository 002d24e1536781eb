// SPDX-License-Identifier: Apache-2.0
// The bootstrap's EffectHost that carries effects out.
#pragma once

#include "runtime/lambda/effect_host.h"
#include "runtime/lambda/effects/carrier.h"

namespace lintel::lambda {

class CarryingHost final : public EffectHost {
 public:
  // `world` must outlive the host.
  explicit CarryingHost(World& world) : world_(world), carrier_(world) {}

  void received(const Invocation& invocation) override;
  EffectReport carry_out(const Effect& effect, std::uint32_t index) override;

 private:
  World& world_;
  EffectCarrier carrier_;
  ReceivedEvent event_;
  EffectResult last_;  // what the report looks at
};

}  // namespace lintel::lambda
