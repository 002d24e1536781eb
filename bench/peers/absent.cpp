// SPDX-License-Identifier: Apache-2.0
// Stands in for the programs that cannot be built on this machine.
#include "bench/peers/peer.h"

namespace lintel::bench {

bool has_simdjson() { return false; }
std::string simdjson_kernel() { return {}; }

std::unique_ptr<Peer> make_simdjson(const Job&) { return nullptr; }
std::unique_ptr<Peer> make_walk(const Job&) { return nullptr; }

}  // namespace lintel::bench
