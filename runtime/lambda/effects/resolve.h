// SPDX-License-Identifier: Apache-2.0
// From the name of a host to its addresses.
#pragma once

#include <string>
#include <vector>

#include "runtime/lambda/effects/world.h"
#include "runtime/lambda/socket.h"

namespace lintel::lambda {

// Numeric addresses as they are; names from /etc/hosts and the system's name servers, each of which
// is given a second. Empty if there is no such host, or nobody says.
std::vector<SocketAddress> resolve(const Endpoint& endpoint);

}  // namespace lintel::lambda
