// SPDX-License-Identifier: Apache-2.0
// Stands in for the programs that cannot be built on this machine.
#include "bench/peers/peer.h"

namespace lintel::bench {

std::unique_ptr<Peer> make_simdjson() { return nullptr; }

}  // namespace lintel::bench
