// SPDX-License-Identifier: Apache-2.0
// This process as the host of an evaluation.
#pragma once

#include "runtime/lintel.h"

namespace lintel::cli {

class PosixHost final : public Host {
 public:
  std::string_view variable(std::string_view name) override;
  bool now(Instant& time) override;
  bool random(std::span<std::byte> bytes) override;
};

}  // namespace lintel::cli
