// SPDX-License-Identifier: Apache-2.0
// The services that carry out effects, and where and as whom they are called.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/lambda/effects/carrier.h"
#include "runtime/lambda/effects/sigv4.h"
#include "runtime/lambda/effects/world.h"

namespace lintel::lambda {

enum class Service : std::uint8_t {
#define LINTEL_SERVICE(name, signing_name, host, variable, older_variable) name,
#include "runtime/lambda/effects/services.def"
#undef LINTEL_SERVICE
};

inline constexpr std::size_t service_count = 0
#define LINTEL_SERVICE(name, signing_name, host, variable, older_variable) +1
#include "runtime/lambda/effects/services.def"
#undef LINTEL_SERVICE
    ;

std::string_view signing_name(Service service);

// What the environment says; `failure` tells what is wrong with it.
std::optional<std::string> region(World& world, EffectFailure& failure);
std::optional<Credentials> credentials(World& world, EffectFailure& failure);
std::optional<Endpoint> endpoint(World& world, Service service, std::string_view region,
                                 EffectFailure& failure);

// "http://HOST", "https://HOST:PORT/PATH"; nothing if it is neither, or has a user, a query or a
// fragment.
std::optional<Endpoint> parse_endpoint(std::string_view url);

}  // namespace lintel::lambda
