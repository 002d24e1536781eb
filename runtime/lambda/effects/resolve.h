// SPDX-License-Identifier: Apache-2.0
// From the name of a host to its addresses.
#pragma once

#include <chrono>
#include <vector>

#include "runtime/lambda/effects/world.h"
#include "runtime/lambda/socket.h"

namespace lintel::lambda {

// The most that resolve() takes, give or take some milliseconds.
inline constexpr std::chrono::seconds max_lookup{1};

// True if the host is an address: resolve() asks nobody then.
bool is_numeric(const Endpoint& endpoint);

// Numeric addresses as they are; names from /etc/hosts and the first of the system's name servers.
// Empty if there is no such host, or nobody says.
std::vector<SocketAddress> resolve(const Endpoint& endpoint);

}  // namespace lintel::lambda
