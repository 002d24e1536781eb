// SPDX-License-Identifier: Apache-2.0
// Making something in a process of its own, so that this one's heap stays as small as that of a
// process that only answers events.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace lintel::bench {

// What `make` gives. Ends this process with a message if the other fails.
std::vector<std::byte> in_child(const std::function<std::vector<std::byte>()>& make);

}  // namespace lintel::bench
