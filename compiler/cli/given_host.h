// SPDX-License-Identifier: Apache-2.0
// What the command line says of the time and the environment: --now and --env.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/cli/arguments.h"
#include "compiler/cli/environment.h"
#include "runtime/lintel.h"

namespace lintel::cli {

using GivenVariables = std::vector<std::pair<std::string, std::string>>;

struct Given {
  std::optional<Instant> now;
  GivenVariables variables;  // the last of a name counts
};

// What a flag such as --env says. Nothing, after a complaint, if a value is not as it should be.
std::optional<GivenVariables> given_variables(const Arguments& arguments, Flag env,
                                              Environment& environment);

// What the two flags say. Nothing, after a complaint, if a value is not as it should be.
std::optional<Given> given(const Arguments& arguments, Flag now, Flag env,
                           Environment& environment);

// The world, but for what is given.
class GivenHost final : public Host {
 public:
  // Without a world, what is not given is not there. Both have to outlive the host.
  GivenHost(const Given& given, Host* world) : given_(given), world_(world) {}

  std::string_view variable(std::string_view name) override;
  bool now(Instant& time) override;
  bool random(std::span<std::byte> bytes) override;

 private:
  const Given& given_;
  Host* world_;
};

}  // namespace lintel::cli
