// SPDX-License-Identifier: Apache-2.0
// Takes the place of runtime/lambda/socket.cpp: a peer in memory that answers each request with the
// next text, whatever was asked. Nothing waits.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lintel::fuzz {

struct ScriptedPeer {
  // For each request what is answered. One that starts with `!` is followed, without that, by the
  // end of the connection; and so is the last one.
  std::vector<std::string_view> answers;
  std::size_t most_at_once = 0;  // bytes that one read gives

  std::vector<std::string> requests;  // one for each write
  std::size_t connections = 0;
  std::size_t reads = 0;
};

// The peer of all sockets from now on.
void script(ScriptedPeer& peer);

}  // namespace lintel::fuzz
