// SPDX-License-Identifier: Apache-2.0
#include "compiler/cli/local/poll_loop.h"

#include <cstddef>

namespace lintel::cli {

void poll_once(std::span<PollTarget* const> targets, lambda::Deadline deadline) {
  std::vector<pollfd> entries;
  std::vector<std::size_t> ends;  // of each target's entries
  for (PollTarget* const target : targets) {
    target->add_to(entries);
    ends.push_back(entries.size());
    deadline = deadline.earlier(target->deadline());
  }
  // A signal ends the wait: then nothing is ready, and the next round will see more.
  if (poll(entries.data(), entries.size(), deadline.milliseconds_left()) < 0)
    for (pollfd& entry : entries) entry.revents = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    targets[i]->ready(std::span(entries).subspan(begin, ends[i] - begin));
    begin = ends[i];
  }
}

}  // namespace lintel::cli
