// SPDX-License-Identifier: Apache-2.0
// A bootstrap as a process of its own, in a Lambda that a test plays, and what it holds.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/lambda/scripted_peer.h"
#include "tests/support/child_process.h"

namespace lintel::testing {

class FunctionUnderTest {
 public:
  FunctionUnderTest(const std::string& executable, std::string_view rules,
                    const std::vector<std::string>& variables = {});

  // The next connection of the function, with its request for an event read. Throws if none comes.
  Peer connection();

  // Hands an event over on a connection that waits for one and returns what comes back; the
  // function then waits for the next.
  std::optional<Request> answer(Peer& peer, std::string_view event);

  std::size_t descriptors() const;  // that it has open
  std::size_t resident_bytes() const;
  // Whether it holds `more` bytes than it did. Not asked of one with a sanitizer, which keeps what
  // is freed.
  bool has_grown(std::size_t before, std::size_t more) const {
    return LINTEL_HAS_INJECTION != 0 && resident_bytes() >= before + more;
  }
  // Waits for a connection; nothing if the process ends before there is one.
  std::optional<Peer> next_connection() const;
  ChildProcess& process() { return *process_; }
  const Listener& listener() const { return listener_; }

 private:
  Listener listener_;
  TemporaryFolder folder_;
  std::optional<ChildProcess> process_;
  int events_ = 0;
};

}  // namespace lintel::testing
