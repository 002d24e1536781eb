// SPDX-License-Identifier: Apache-2.0
// The events of the comparison, made by changing real ones.
#pragma once

#include <string>
#include <vector>

#include "bench/peers/peer.h"

namespace lintel::bench {

// Events around `event` in which something is missing, different or unusual, each on one line.
std::vector<std::string> edge_events(const Job& job, const std::string& event);

// `count` events like `event`, of different users: other lengths, attributes left out here and
// there; what the rules look for is theirs for about half. The same ones in every run.
std::vector<std::string> many_events(const Job& job, const std::string& event, std::size_t count);

}  // namespace lintel::bench
