// SPDX-License-Identifier: Apache-2.0
// The world as the process finds it: its environment, its clocks, TCP and TLS.
#pragma once

#include <memory>

#include "runtime/lambda/effects/world.h"

namespace lintel::lambda {

class TlsClient;

class PosixWorld final : public World {
 public:
  PosixWorld();
  ~PosixWorld();

  std::string_view variable(std::string_view name) override;
  Microseconds steady() override;
  std::chrono::milliseconds since_1970() override;
  void wait_until(Microseconds time) override;

  // TLS is set up with the first endpoint that needs it.
  std::unique_ptr<Connection> connect(const Endpoint& endpoint, Microseconds deadline,
                                      ConnectFailure& why) override;

 private:
  std::unique_ptr<TlsClient> tls_;
};

}  // namespace lintel::lambda
